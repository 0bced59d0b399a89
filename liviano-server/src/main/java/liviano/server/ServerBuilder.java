package liviano.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import liviano.engine.CompileOptions;
import liviano.model.Model;
import liviano.server.guard.Guard;
import liviano.vision.PictureLimits;

/** Settings of a server. A value that cannot be is refused when it is given. */
public final class ServerBuilder {
  private static final Duration LONGEST = Duration.ofMinutes(10);

  private String bind = "127.0.0.1";
  private int port;
  private final List<ModelSource.Offer> given = new ArrayList<>();
  private Optional<ModelSource> source = Optional.empty();
  private int sessions = Runtime.getRuntime().availableProcessors();
  private int queue = 64;
  private long maxBody = 32L << 20;
  private long maxPixels = 50_000_000;
  private Optional<CompileOptions> compile = Optional.empty();
  private Optional<String> token = Optional.empty();
  private Optional<SSLContext> tls = Optional.empty();
  private List<String> hosts = List.of();
  private List<String> allowedOrigins = List.of();
  private String basePath = "";
  private Duration deadline = Duration.ofSeconds(30);
  private Duration patience = Duration.ofSeconds(10);
  private long memory = Long.MAX_VALUE;
  private boolean warm;
  private final List<String> alsoWarm = new ArrayList<>();
  private boolean watch;
  private boolean repository;
  private Optional<ModelInstaller> installer = Optional.empty();
  private boolean teach;
  private Optional<Consumer<String>> requestLog = Optional.empty();

  ServerBuilder() {}

  /** The address to listen at, or a name of it; {@code 127.0.0.1} if not given: this machine. */
  public ServerBuilder bind(String address) {
    bind = address;
    return this;
  }

  /** The port; 0, or any that is free, if not given. */
  public ServerBuilder port(int number) {
    port = require("port", number, 0, 65_535);
    return this;
  }

  /** Where models come from, beside those that are given one by one. */
  public ServerBuilder models(ModelSource models) {
    source = Optional.of(models);
    return this;
  }

  /**
   * A model that is served; the first of its task is the one that requests mean that name none.
   *
   * @throws IllegalArgumentException if the name cannot stand in an address
   */
  public ServerBuilder model(String name, Model model) {
    given.add(ModelSource.Offer.of(name, model));
    return this;
  }

  /** Pictures that are worked on at a time; as many as there are processors if not given. */
  public ServerBuilder sessions(int number) {
    sessions = require("sessions", number, 1, 1024);
    return this;
  }

  /**
   * Requests that wait for their turn at most; further ones are refused with 503. 64 by default.
   */
  public ServerBuilder queue(int number) {
    queue = require("queue", number, 0, 1 << 20);
    return this;
  }

  /** The most bytes of a request's body; 32 MiB if not given. */
  public ServerBuilder maxBody(long bytes) {
    if (bytes < 1) {
      throw new IllegalArgumentException("maxBody must be positive, is " + bytes);
    }
    maxBody = bytes;
    return this;
  }

  /**
   * The most pixels of a picture, width x height; 50 million if not given.
   *
   * @throws IllegalArgumentException if no picture can have so many
   */
  public ServerBuilder maxPixels(long most) {
    if (most < 1 || most > PictureLimits.MOST_PIXELS) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "maxPixels must be from 1 to %d, is %d",
              PictureLimits.MOST_PIXELS,
              most));
    }
    maxPixels = most;
    return this;
  }

  /** For experts: the kernels to use, and the memory that a model may ask for. */
  public ServerBuilder compile(CompileOptions options) {
    compile = Optional.of(options);
    return this;
  }

  /**
   * The token that requests must carry: {@code Authorization: Bearer TOKEN}.
   *
   * @throws IllegalArgumentException if it is shorter than 8 characters, or has other characters
   *     than a header may have there
   */
  public ServerBuilder token(String secret) {
    if (!secret.matches("[A-Za-z0-9._~+/=-]{8,1024}")) {
      throw new IllegalArgumentException(
          "a token has 8 to 1024 of the characters A-Z a-z 0-9 . _ ~ + / = -");
    }
    token = Optional.of(secret);
    return this;
  }

  /** Serves HTTPS alone, with this key. */
  public ServerBuilder tls(SSLContext context) {
    tls = Optional.of(context);
    return this;
  }

  /**
   * Names that requests may give in {@code Host} beside the loopback names and the bound address.
   *
   * @throws IllegalArgumentException if one is no name
   */
  public ServerBuilder hosts(List<String> names) {
    names.forEach(Guard::requireName);
    hosts = List.copyOf(names);
    return this;
  }

  /**
   * Origins of pages, such as {@code https://example.org}, whose scripts may ask this server; none
   * if not given.
   *
   * @throws IllegalArgumentException if one is no origin
   */
  public ServerBuilder allowedOrigins(List<String> origins) {
    origins.forEach(Guard::requireOrigin);
    allowedOrigins = List.copyOf(origins);
    return this;
  }

  /**
   * What all paths begin with, such as {@code /vision}; nothing if not given.
   *
   * @throws IllegalArgumentException if it is neither empty nor a slash and words
   */
  public ServerBuilder basePath(String path) {
    if (!path.matches("(/[A-Za-z0-9][A-Za-z0-9._-]*)*")) {
      throw new IllegalArgumentException(
          "a base path is made of slashes and words of A-Z a-z 0-9 . _ -, as in /vision");
    }
    basePath = path;
    return this;
  }

  /**
   * The time of requests that name none by {@code X-Deadline-Ms}; 30 seconds if not given.
   *
   * @throws IllegalArgumentException if it is not positive, or above 10 minutes
   */
  public ServerBuilder deadline(Duration time) {
    deadline = require("deadline", time);
    return this;
  }

  /**
   * How long the server waits for bytes of a body, all waits together, beyond the time that a slow
   * line needs; 10 seconds if not given.
   *
   * @throws IllegalArgumentException if it is not positive, or above 10 minutes
   */
  public ServerBuilder patience(Duration time) {
    patience = require("patience", time);
    return this;
  }

  /** The most bytes of models that are loaded at a time; not bounded if not given. */
  public ServerBuilder memory(long bytes) {
    if (bytes < 1) {
      throw new IllegalArgumentException("memory must be positive, is " + bytes);
    }
    memory = bytes;
    return this;
  }

  /**
   * Loads the default model of each task at the start, and those given by {@link #model}, not when
   * they are first asked; the server is not ready before.
   */
  public ServerBuilder warm(boolean atStart) {
    warm = atStart;
    return this;
  }

  /** These models of the source, too, are loaded at the start if {@link #warm} asks for it. */
  public ServerBuilder alsoWarm(Collection<String> names) {
    alsoWarm.addAll(names);
    return this;
  }

  /** Replaces models when their files change. */
  public ServerBuilder watch(boolean replaces) {
    watch = replaces;
    return this;
  }

  /** Offers the model repository extension of the inference protocol: load and unload by name. */
  public ServerBuilder repository(boolean offers) {
    repository = offers;
    return this;
  }

  /** Lets trusted clients install published models. */
  public ServerBuilder installer(ModelInstaller models) {
    installer = Optional.of(models);
    return this;
  }

  /** Lets trusted clients teach models. */
  public ServerBuilder teach(boolean allows) {
    teach = allows;
    return this;
  }

  /** Takes a line of JSON a request; called on many threads at a time. */
  public ServerBuilder requestLog(Consumer<String> lines) {
    requestLog = Optional.of(lines);
    return this;
  }

  /**
   * Starts a server.
   *
   * @throws IOException if there is no such address, the port is taken, or a model that is to be
   *     warm cannot be loaded
   */
  public LivianoServer start() throws IOException {
    ServerOptions options = options();
    return new LivianoServer(options).prepare(options);
  }

  private ServerOptions options() throws UnknownHostException {
    List<String> names = new ArrayList<>(alsoWarm);
    given.forEach(offer -> names.add(offer.name()));
    return new ServerOptions(
        InetAddress.getByName(bind),
        port,
        ModelSource.of(given).or(source.orElse(ModelSource.of(List.of()))),
        sessions,
        queue,
        maxBody,
        maxPixels,
        compile.orElseGet(CompileOptions::defaults),
        token,
        tls,
        hosts,
        allowedOrigins,
        basePath,
        deadline,
        patience,
        memory,
        Optional.of(names).filter(_ -> warm),
        watch,
        repository,
        installer,
        teach,
        requestLog);
  }

  private static int require(String setting, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "%s must be from %d to %d, is %d", setting, least, most, value));
    }
    return value;
  }

  private static Duration require(String setting, Duration time) {
    if (!time.isPositive() || time.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          setting + " must be positive and at most 10 minutes, is " + time);
    }
    return time;
  }
}
