package liviano.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import liviano.server.guard.Guard;
import liviano.server.http.Door;
import liviano.server.http.Router;
import liviano.server.models.Models;
import liviano.server.observe.Observatory;
import liviano.server.work.Gate;

/**
 * A server of the vision tasks over HTTP.
 *
 * <pre>{@code
 * try (LivianoServer server = LivianoServer.builder().port(8080).model("cats", model).start()) {
 *   System.out.println(server.address());
 *   ...
 * }
 * }</pre>
 *
 * <p>Serves on threads of its own until it is stopped. Thread-safe.
 */
public final class LivianoServer implements AutoCloseable {
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final Gate gate;
  private final Models models;
  private final Routes routes;
  private final Door door;
  private final URI address;
  private final AtomicBoolean ready = new AtomicBoolean();

  LivianoServer(ServerOptions options) throws IOException {
    this.gate = new Gate(options.sessions(), options.queue());
    this.models =
        new Models(options.models(), options.sessions(), options.memory(), options.compile());
    Observatory observatory = new Observatory(gate, models, this::isReady, options.requestLog());
    this.routes = new Routes(options, this, models, gate, observatory);
    try {
      this.door =
          Door.open(
              new InetSocketAddress(options.bind(), options.port()),
              options.tls(),
              new Door.Settings(
                  options.basePath(), options.maxBody(), options.deadline(), options.patience()),
              new Router(routes.all()),
              new Guard(options.bind(), options.hosts(), options.allowedOrigins(), options.token()),
              observatory);
    } catch (IOException | RuntimeException e) {
      routes.close();
      gate.close();
      models.close();
      throw e;
    }
    this.address = address(options, door.address());
  }

  /**
   * Loads what is to be there from the start, and says that it is ready.
   *
   * @throws IOException if a model cannot be loaded
   */
  LivianoServer prepare(ServerOptions options) throws IOException {
    try {
      if (options.warm().isPresent()) {
        models.warm(options.warm().get());
      }
      if (options.watch()) {
        models.watch(LOOK);
      }
      ready.set(true);
      return this;
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  private static URI address(ServerOptions options, InetSocketAddress bound) {
    String host =
        options.bind().isAnyLocalAddress()
            ? "localhost"
            : bound.getAddress().getHostAddress().split("%", 2)[0];
    return URI.create(
        String.format(
            Locale.ROOT,
            "%s://%s:%d%s/",
            options.tls().isPresent() ? "https" : "http",
            host.contains(":") ? "[" + host + "]" : host,
            bound.getPort(),
            options.basePath()));
  }

  /** Settings of a server, to be started. */
  public static ServerBuilder builder() {
    return new ServerBuilder();
  }

  /** Where it listens, such as {@code http://127.0.0.1:8080/}. */
  public URI address() {
    return address;
  }

  /** Whether it takes requests: what {@code /v2/health/ready} says. */
  public boolean isReady() {
    return ready.get();
  }

  /** Requests that are not answered yet. */
  public int underWay() {
    return door.held();
  }

  /**
   * Stops: says that it is not ready, takes no new connections, and closes when the requests under
   * way are answered, or the time is over. Does nothing where it was stopped before.
   *
   * @param grace is rounded up to whole seconds
   */
  public void stop(Duration grace) {
    ready.set(false);
    door.close(grace);
    routes.close();
    gate.close();
    models.close();
  }

  /** {@link #stop} without waiting for requests under way. */
  @Override
  public void close() {
    stop(Duration.ZERO);
  }
}
