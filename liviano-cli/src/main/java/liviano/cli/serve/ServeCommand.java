package liviano.cli.serve;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import liviano.cli.CommandContext;
import liviano.cli.CommandException;
import liviano.cli.ExitStatus;
import liviano.cli.Invocation;
import liviano.cli.UsageException;
import liviano.cli.options.PrecisionOption;
import liviano.cli.output.Console;
import liviano.cli.output.OutputClosedException;
import liviano.cli.output.Words;
import liviano.engine.CompileOptions;
import liviano.formats.store.ModelStore;
import liviano.model.VisionTask;
import liviano.server.JvmSettings;
import liviano.server.LivianoServer;
import liviano.server.ModelSource;
import liviano.server.ServerBuilder;
import liviano.server.ServerKeys;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Serves models over HTTP until it is told to end. */
@Command(
    name = "serve",
    sortOptions = false,
    description = "Serve models over HTTP, and a page that uses them.",
    footer = {
      "Each option can be given as a variable too: LIVIANO_SERVE_PORT for --port,"
          + " LIVIANO_SERVE_MAX_BODY for --max-body; several values with commas between, and true or"
          + " false for options without a value. LIVIANO_KEYSTORE_PASSWORD opens the keystore.",
      "",
      "Examples:",
      "  liviano serve",
      "  curl --data-binary @cat.jpg localhost:8080/v1/detect"
    })
public final class ServeCommand implements Callable<Integer> {
  private static final int DEFAULT_PORT = 8080;
  private static final int LONGEST_TOKEN = 4096;
  private static final String PASSWORD = "LIVIANO_KEYSTORE_PASSWORD";

  private final CommandContext context;

  @Mixin private ServeOptions options;

  public ServeCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException {
    Settings settings = new Settings(context.environment());
    settings.requireKnown(ServeOptions.names());
    JvmSettings.set();
    ServerBuilder builder = builder(settings);
    ModelStore store = new ModelStore(context.modelFolder());
    ModelSource given = GivenModels.of(settings.texts("--model", options.models), context);
    builder.alsoWarm(given.list().stream().map(ModelSource.Offer::name).toList());
    ModelSource models = given.or(new StoreModels(store));
    builder.models(models).compile(kernels(settings)).teach(true);
    if (settings.flag("--allow-install", options.allowInstall)) {
      builder.installer(new StoreInstaller(context));
    }
    Ending ending = new Ending(context.console());
    try (LivianoServer server = start(builder, settings)) {
      announce(server, models, settings);
      ending.await(server);
    }
    return ExitStatus.DONE;
  }

  private CompileOptions kernels(Settings settings) {
    return PrecisionOption.options(
        settings.text("--precision", options.precision),
        settings.source("--precision", options.precision));
  }

  private ServerBuilder builder(Settings settings) throws IOException {
    ServerBuilder builder = LivianoServer.builder();
    builder.port(settings.integer("--port", options.port, 0, 65_535).orElse(DEFAULT_PORT));
    settings.text("--bind", options.bind).ifPresent(builder::bind);
    settings.integer("--sessions", options.sessions, 1, 1024).ifPresent(builder::sessions);
    settings.integer("--queue", options.queue, 0, 1 << 20).ifPresent(builder::queue);
    settings.time("--deadline", options.deadline).ifPresent(builder::deadline);
    settings.bytes("--max-body", options.maxBody).ifPresent(builder::maxBody);
    settings
        .integer("--max-pixels", options.maxPixels, 1, 715_827_860)
        .ifPresent(builder::maxPixels);
    settings.bytes("--model-memory", options.modelMemory).ifPresent(builder::memory);
    check(
        settings.source("--host", Optional.empty()),
        () -> builder.hosts(settings.texts("--host", options.hosts)));
    check(
        settings.source("--allow-origin", Optional.empty()),
        () -> builder.allowedOrigins(settings.texts("--allow-origin", options.origins)));
    settings
        .text("--base-path", options.basePath)
        .ifPresent(
            path ->
                check(
                    settings.source("--base-path", options.basePath),
                    () -> builder.basePath(path)));
    builder.warm(settings.flag("--warm", options.warm));
    builder.watch(settings.flag("--watch", options.watch));
    builder.repository(settings.flag("--repository", options.repository));
    if (settings.flag("--request-log", options.requestLog)) {
      builder.requestLog(this::log);
    }
    token(builder, settings);
    Optional<String> keystore = settings.text("--tls-keystore", options.keystore);
    if (keystore.isPresent()) {
      String password = context.environment().getOrDefault(PASSWORD, "");
      try {
        builder.tls(ServerKeys.read(Path.of(keystore.get()), password.toCharArray()));
      } catch (IOException e) {
        if (password.isEmpty()) {
          throw new CommandException(withoutPassword(e), e);
        }
        throw e;
      }
    }
    return builder;
  }

  private static String withoutPassword(IOException e) {
    return e.getMessage() + "; " + PASSWORD + ", which is to hold the password, is not set";
  }

  /** Names the option or the variable in what the library says of a value. */
  private static void check(String source, Runnable setting) {
    try {
      setting.run();
    } catch (IllegalArgumentException e) {
      throw new UsageException(source + ": " + e.getMessage());
    }
  }

  /** A client's line of the log; who no longer reads it is no reason to end. */
  private void log(String line) {
    try {
      context.console().jsonLine(line);
    } catch (OutputClosedException e) {
      System.getLogger(ServeCommand.class.getName())
          .log(System.Logger.Level.DEBUG, "the request log is closed", e);
    }
  }

  private void token(ServerBuilder builder, Settings settings) throws IOException {
    Optional<String> file = settings.text("--token-file", options.tokenFile);
    if (file.isEmpty()) {
      return;
    }
    Path path = Path.of(file.get());
    if (Files.size(path) > LONGEST_TOKEN) {
      throw new CommandException(path + ": a file with a token alone has 4096 bytes at most");
    }
    String token = new String(Files.readAllBytes(path), StandardCharsets.UTF_8).strip();
    try {
      builder.token(token);
    } catch (IllegalArgumentException e) {
      throw new CommandException(path + ": " + e.getMessage(), e);
    }
  }

  private LivianoServer start(ServerBuilder builder, Settings settings) throws IOException {
    String bind = settings.text("--bind", options.bind).orElse("127.0.0.1");
    int port = settings.integer("--port", options.port, 0, 65_535).orElse(DEFAULT_PORT);
    try {
      return builder.start();
    } catch (UnknownHostException e) {
      throw new UsageException(
          String.format(
              Locale.ROOT,
              "%s: there is no address '%s'",
              settings.source("--bind", options.bind),
              bind));
    } catch (SocketException e) {
      throw new CommandException(refused(bind, port, e), e);
    }
  }

  /** What systems say of an address that cannot be had; the JDK has no exceptions of its own. */
  private static String refused(String bind, int port, SocketException e) {
    String message = String.valueOf(e.getMessage());
    if (message.contains("ermission denied")) {
      return String.format(
          Locale.ROOT, "port %d: this user may not listen there: give --port 1024 or above", port);
    }
    if (e instanceof BindException && message.contains("assign")) {
      return String.format(
          Locale.ROOT, "%s: it is no address of this machine: give --bind another", bind);
    }
    if (e instanceof BindException) {
      return String.format(
          Locale.ROOT,
          "port %d of %s is in use: give --port another, or 0 for any that is free",
          port,
          bind);
    }
    return String.format(Locale.ROOT, "cannot listen at port %d of %s: %s", port, bind, message);
  }

  /** Of a task that a model is there for. */
  private static String path(List<ModelSource.Offer> offers) {
    Set<VisionTask> tasks = new HashSet<>();
    offers.forEach(offer -> tasks.add(offer.info().card().task()));
    if (tasks.isEmpty() || tasks.contains(VisionTask.DETECTION)) {
      return "detect";
    }
    if (tasks.contains(VisionTask.CLASSIFICATION)) {
      return "classify";
    }
    return tasks.contains(VisionTask.SEGMENTATION) ? "segment" : "embed";
  }

  private void announce(LivianoServer server, ModelSource models, Settings settings)
      throws IOException {
    Console console = context.console();
    List<ModelSource.Offer> offers = models.list();
    console.line(
        String.format(
            Locale.ROOT,
            "Serving %s at %s, %s at a time; Ctrl-C ends it",
            Words.count(offers.size(), "model"),
            server.address(),
            Words.count(
                settings
                    .integer("--sessions", options.sessions, 1, 1024)
                    .orElse(Runtime.getRuntime().availableProcessors()),
                "picture")));
    Optional<String> token = settings.text("--token-file", options.tokenFile);
    console.line(
        String.format(
            Locale.ROOT,
            "Try: curl %s--data-binary @cat.jpg %sv1/%s",
            token.map(file -> "-H \"Authorization: Bearer $(cat " + file + ")\" ").orElse(""),
            server.address(),
            path(offers)));
    console.flush();
    if (offers.isEmpty()) {
      console.notice(
          "there is no model to serve: "
              + Invocation.of("models pull ssdlite_mobilenet_v2_coco")
              + " installs one, or let the page do it with --allow-install");
    }
    if (token.isEmpty() && !isLoopback(settings)) {
      console.notice(
          "whoever reaches this address may use it: give --token-file FILE, or bind to 127.0.0.1");
    }
  }

  private boolean isLoopback(Settings settings) throws UnknownHostException {
    return InetAddress.getByName(settings.text("--bind", options.bind).orElse("127.0.0.1"))
        .isLoopbackAddress();
  }
}
