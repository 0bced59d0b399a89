package liviano.server.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import liviano.server.http.RawClient;
import liviano.server.http.TestDoor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that go away while they wait for their turn. */
@Timeout(60)
class GoneClientTest {

  /** The JDK's server does not say that a client has gone; its request's time still passes. */
  @Test
  void theirPlaceIsFreeWhenTheirTimeIsOverAndTheirWorkIsNotDone() throws Exception {
    AtomicInteger done = new AtomicInteger();
    try (Gate gate = new Gate(1, 1);
        TestDoor door =
            new TestDoor(
                Duration.ofSeconds(20),
                TestDoor.route(
                    "POST",
                    "/work",
                    request -> {
                      request.body().bytes();
                      return gate.run(
                          request.limit(),
                          request.stages(),
                          () -> TestDoor.text("piece " + done.incrementAndGet()));
                    }))) {
      try (HeldGate held = new HeldGate(gate)) {
        try (RawClient goes = door.connect()) {
          goes.send(request("X-Deadline-Ms: 300\r\n"));
          held.awaitWaiting(1);
        }
        assertThat(door.outcomes.take().status()).isEqualTo(504);
        held.awaitWaiting(0);
      }
      try (RawClient next = door.connect()) {
        assertThat(next.send(request("")).answer().body()).isEqualTo("piece 1");
      }
    }
  }

  private static String request(String headers) {
    return "POST /work HTTP/1.1\r\nHost: x\r\n" + headers + "Content-Length: 3\r\n\r\nabc";
  }
}
