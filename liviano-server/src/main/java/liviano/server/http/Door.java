package liviano.server.http;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;

/** The JDK's HTTP server, each request on a virtual thread of its own. */
public final class Door implements AutoCloseable {
  private static final int BACKLOG = 1024;

  /** So many looks without a request, a request that has just come being none yet. */
  private static final int QUIET = 10;

  private static final Duration LOOK = Duration.ofMillis(20);

  private final HttpServer server;
  private final ExecutorService threads;
  private final WaitingRoom room;
  private final Conversation conversation;

  /**
   * How requests are read.
   *
   * @param basePath what all paths begin with: empty, or a slash and words, without one at the end
   * @param maxBody most bytes of a body
   * @param deadline of requests that name none
   * @param patience how long a body may make no progress
   */
  public record Settings(String basePath, long maxBody, Duration deadline, Duration patience) {}

  private Door(
      HttpServer server, ExecutorService threads, WaitingRoom room, Conversation conversation) {
    this.server = server;
    this.threads = threads;
    this.room = room;
    this.conversation = conversation;
  }

  /**
   * Opens the port and serves.
   *
   * @param address with port 0 for any that is free
   * @throws IOException if the port cannot be had
   */
  public static Door open(
      InetSocketAddress address,
      Optional<SSLContext> tls,
      Settings settings,
      Router router,
      Doorkeeper keeper,
      Observer observer)
      throws IOException {
    HttpServer server = create(address, tls);
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    WaitingRoom room = new WaitingRoom();
    server.setExecutor(threads);
    Conversation conversation = new Conversation(settings, router, keeper, observer, room);
    server.createContext("/", conversation::hold);
    server.start();
    return new Door(server, threads, room, conversation);
  }

  private static HttpServer create(InetSocketAddress address, Optional<SSLContext> tls)
      throws IOException {
    if (tls.isEmpty()) {
      return HttpServer.create(address, BACKLOG);
    }
    HttpsServer server = HttpsServer.create(address, BACKLOG);
    server.setHttpsConfigurator(new HttpsConfigurator(tls.get()));
    return server;
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return server.getAddress();
  }

  /** Requests that are not answered yet. */
  public int held() {
    return conversation.held();
  }

  /** Takes no new requests, waits for those under way no longer than that, and closes. */
  public void close(Duration grace) {
    int seconds = Math.toIntExact(Math.min(86_400, grace.plusNanos(999_999_999).toSeconds()));
    if (seconds == 0) {
      server.stop(0);
    } else {
      stop(seconds);
    }
    threads.shutdownNow();
    room.close();
  }

  /**
   * The JDK's server at times waits for connections that are no longer there, or that never sent a
   * request. So its waiting is broken off when nobody has been inside for a moment.
   */
  private void stop(int seconds) {
    Thread stopping = Thread.ofPlatform().daemon().start(() -> server.stop(seconds));
    try {
      for (int quiet = 0; quiet < QUIET && !stopping.join(LOOK); ) {
        quiet = conversation.held() == 0 ? quiet + 1 : 0;
      }
      stopping.interrupt();
      stopping.join();
    } catch (InterruptedException _) {
      stopping.interrupt();
      Thread.currentThread().interrupt();
    }
  }

  /** Without waiting. */
  @Override
  public void close() {
    close(Duration.ZERO);
  }
}
