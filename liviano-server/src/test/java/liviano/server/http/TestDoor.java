package liviano.server.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import liviano.server.http.Route.About;

/** A door of a few routes, where everybody may come in. */
public final class TestDoor implements AutoCloseable {
  public static final int MAX_BODY = 100_000;

  /** What became of the requests, in the order in which they ended. */
  public final BlockingQueue<Observer.Outcome> outcomes = new LinkedBlockingQueue<>();

  private final Door door;

  /** With more routes than its own. */
  public TestDoor(Duration patience, Route... more) throws IOException {
    List<Route> routes = new ArrayList<>(List.of(more));
    routes.add(route("GET", "/hello", request -> text(request.method() + " hello")));
    routes.add(route("POST", "/length", request -> text("" + request.body().bytes().length)));
    routes.add(route("POST", "/unread", request -> text("nobody read it")));
    routes.add(route("GET", "/named/{name}", request -> text(request.variable("name"))));
    routes.add(route("GET", "/query", request -> text(request.query().values().toString())));
    routes.add(
        route(
            "GET",
            "/half",
            request ->
                Response.stream(
                    200,
                    "text/plain",
                    OptionalLong.empty(),
                    out -> {
                      out.write(new byte[100_000]);
                      throw new IllegalStateException("there is no second half");
                    })));
    routes.add(
        route(
            "GET",
            "/fault",
            request -> {
              throw new IllegalStateException("a secret of the server");
            }));
    door =
        Door.open(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            Optional.empty(),
            new Door.Settings("", MAX_BODY, Duration.ofSeconds(30), patience),
            new Router(routes),
            new OpenHouse(),
            new Observer() {
              @Override
              public void began() {}

              @Override
              public void ended(Outcome outcome) {
                outcomes.add(outcome);
              }
            });
  }

  /** A route that is described nowhere. */
  public static Route route(String method, String template, Handler handler) {
    return new Route(method, template, handler, About.of("a test"));
  }

  /** An answer of plain text. */
  public static Response text(String text) {
    return Response.of(200, "text/plain", text.getBytes(StandardCharsets.UTF_8));
  }

  /** A client of it. */
  public RawClient connect() throws IOException {
    return new RawClient(door.address());
  }

  void close(Duration grace) {
    door.close(grace);
  }

  @Override
  public void close() {
    door.close();
  }

  private static final class OpenHouse implements Doorkeeper {
    @Override
    public void screen(Head head) {}

    @Override
    public Client identify(Head head, boolean open) {
      return new Client(true, false);
    }

    @Override
    public Optional<Response> preflight(Head head) {
      return Optional.empty();
    }

    @Override
    public Map<String, String> headers(Head head) {
      return Map.of();
    }
  }
}
