package liviano.server.http;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import liviano.server.http.Observer.Outcome;
import liviano.server.work.Stages;
import liviano.server.work.TimeLimit;

/** From an exchange of the JDK's server to a request, and from its response back. */
final class Conversation {
  private static final System.Logger LOGGER = System.getLogger("liviano.server");
  private static final long LONGEST_DEADLINE_MS = 600_000;

  /** For a client to end a body that nobody wants, and to read its answer. */
  private static final Duration REST = Duration.ofSeconds(5);

  /** For the last of an answer, and for the first of what is left of a body. */
  private static final Duration CLOSING = Duration.ofSeconds(1);

  private final Door.Settings settings;
  private final List<String> base;
  private final Router router;
  private final Doorkeeper keeper;
  private final Observer observer;
  private final WaitingRoom room;
  private final AtomicInteger held = new AtomicInteger();

  Conversation(
      Door.Settings settings,
      Router router,
      Doorkeeper keeper,
      Observer observer,
      WaitingRoom room) {
    this.settings = settings;
    this.base = Paths.parts(settings.basePath() + "/");
    this.router = router;
    this.keeper = keeper;
    this.observer = observer;
    this.room = room;
  }

  /** Requests that are not answered yet. */
  int held() {
    return held.get();
  }

  /** Answers one request. */
  void hold(HttpExchange exchange) {
    held.incrementAndGet();
    try {
      converse(exchange);
    } finally {
      held.decrementAndGet();
    }
  }

  private void converse(HttpExchange exchange) {
    long start = System.nanoTime();
    Head head = head(exchange);
    observer.began();
    Turn turn = new Turn(head, new Stages(), new IncomingBody(exchange, settings.patience(), room));
    LongAdder sent = new LongAdder();
    int status = 0;
    boolean broken = true;
    try {
      Response response = turn.answer();
      status = response.status();
      send(exchange, turn, response, sent);
      broken = false;
    } catch (IOException e) {
      LOGGER.log(Level.DEBUG, () -> "request " + head.id() + ": " + e);
    } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
      LOGGER.log(Level.ERROR, "the answer to request " + head.id() + " broke off", e);
    } finally {
      close(exchange, broken);
      observer.ended(
          new Outcome(
              head,
              turn.route,
              status,
              turn.body.received(),
              sent.sum(),
              System.nanoTime() - start,
              turn.stages,
              broken));
    }
  }

  /**
   * The JDK's server first reads over what is left of the body, and ends an answer in chunks as if
   * it were whole; not so where the thread is interrupted.
   */
  private void close(HttpExchange exchange, boolean broken) {
    Patience rest = Patience.atATime(CLOSING, room);
    if (broken) {
      Thread.currentThread().interrupt();
    }
    rest.wait(
        () -> {
          exchange.close();
          return null;
        });
    Thread.interrupted();
  }

  private static Head head(HttpExchange exchange) {
    Headers headers = Headers.of(exchange.getRequestHeaders());
    return new Head(
        RequestIds.of(headers),
        exchange.getRequestMethod(),
        exchange.getProtocol().toUpperCase(Locale.ROOT),
        exchange.getRequestURI(),
        headers,
        exchange.getRemoteAddress().getAddress().isLoopbackAddress());
  }

  /** One request on its way to its answer. */
  private final class Turn {
    private final Head head;
    private final Stages stages;
    private final IncomingBody body;
    private String route = "";

    Turn(Head head, Stages stages, IncomingBody body) {
      this.head = head;
      this.stages = stages;
      this.body = body;
    }

    /** Never throws what the client is to know: that is an answer too. */
    Response answer() {
      try {
        return handled();
      } catch (Exception | StackOverflowError | OutOfMemoryError e) {
        return Errors.response(e).orElseGet(() -> fault(e));
      }
    }

    private Response handled() throws IOException {
      keeper.screen(head);
      Optional<Response> preflight = keeper.preflight(head);
      if (preflight.isPresent()) {
        return preflight.get();
      }
      List<String> path = below(Paths.parts(head.target().getRawPath()));
      if (head.method().equals("OPTIONS")) {
        return options(path);
      }
      Optional<Response> moved = moved();
      if (moved.isPresent()) {
        return moved.get();
      }
      String method = head.method().equals("HEAD") ? "GET" : head.method();
      Router.Match match = router.match(method, path);
      route = match.route().template();
      Client client = keeper.identify(head, match.route().isOpen());
      Request request =
          new Request(
              head.id(),
              method,
              "/" + String.join("/", path),
              match.variables(),
              Query.parse(head.target().getRawQuery()),
              head.headers(),
              new RequestBody(body, body.length(), settings.maxBody()),
              TimeLimit.of(deadline()),
              stages,
              client);
      return match.route().handler().handle(request);
    }

    private Duration deadline() {
      Optional<String> asked = head.headers().find("X-Deadline-Ms");
      if (asked.isEmpty()) {
        return settings.deadline();
      }
      if (asked.get().matches("[0-9]{1,9}")) {
        long millis = Long.parseLong(asked.get());
        if (millis >= 1 && millis <= LONGEST_DEADLINE_MS) {
          return Duration.ofMillis(millis);
        }
      }
      throw new HttpException(
          400, "X-Deadline-Ms must be a whole number from 1 to " + LONGEST_DEADLINE_MS);
    }

    private List<String> below(List<String> path) {
      int depth = base.size();
      if (path.size() < depth || !path.subList(0, depth).equals(base)) {
        throw new HttpException(404, "there is nothing at this path");
      }
      return path.subList(depth, path.size());
    }

    /** The page's addresses are relative to a path that ends in a slash. */
    private Optional<Response> moved() {
      boolean asked = !base.isEmpty() && head.target().getRawPath().equals(settings.basePath());
      return asked
          ? Optional.of(Response.empty(308).with("Location", settings.basePath() + "/"))
          : Optional.empty();
    }

    private Response options(List<String> path) {
      String allowed = String.join(", ", router.methods(path));
      if (allowed.isEmpty()) {
        throw new HttpException(404, "there is nothing at this path");
      }
      return Response.empty(204).with("Allow", allowed);
    }

    private Response fault(Throwable thrown) {
      LOGGER.log(Level.ERROR, "request " + head.id() + " failed", thrown);
      return Response.error(500, "the server failed; its log says why under the request's id");
    }
  }

  private void send(HttpExchange exchange, Turn turn, Response response, LongAdder sent)
      throws IOException {
    Head head = turn.head;
    com.sun.net.httpserver.Headers headers = exchange.getResponseHeaders();
    keeper.headers(head).forEach(headers::set);
    headers.set("X-Request-Id", head.id());
    if (!turn.stages.isEmpty()) {
      headers.set("Server-Timing", turn.stages.serverTiming());
    }
    for (Map.Entry<String, String> header : response.headers().entrySet()) {
      headers.set(header.getKey(), header.getValue());
    }
    if (!turn.body.isReusable()) {
      headers.set("Connection", "close");
    }
    Patience patience = Patience.atATime(settings.patience(), room);
    sendBody(exchange, turn, response, new PatientOutput(exchange, patience, sent));
  }

  private void sendBody(HttpExchange exchange, Turn turn, Response response, PatientOutput out)
      throws IOException {
    boolean bodiless = response.status() == 204 || response.status() == 304;
    long length = response.length().orElse(-1);
    if (turn.head.method().equals("HEAD")) {
      if (length >= 0 && !bodiless) {
        exchange.getResponseHeaders().set("Content-Length", String.valueOf(length));
      }
      out.begin(response.status(), -1);
    } else if (bodiless || length == 0) {
      out.begin(response.status(), -1);
    } else {
      // The JDK's server takes 0 for a length that is not known.
      out.begin(response.status(), Math.max(0, length));
      response.writeTo(out);
      out.flush();
      if (length > 0 && !turn.body.isReusable()) {
        turn.body.linger(Patience.inAll(REST, room));
      }
    }
  }
}
