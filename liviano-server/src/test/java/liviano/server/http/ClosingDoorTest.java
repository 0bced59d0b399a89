package liviano.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A door that closes lets those who are inside go out. */
@Timeout(60)
class ClosingDoorTest {
  private final CountDownLatch inside = new CountDownLatch(1);
  private final CountDownLatch hold = new CountDownLatch(1);

  private TestDoor door() throws IOException {
    return new TestDoor(
        Duration.ofSeconds(10),
        TestDoor.route(
            "GET",
            "/held",
            request -> {
              inside.countDown();
              try {
                hold.await();
              } catch (InterruptedException e) {
                throw new IOException("thrown out", e);
              }
              return TestDoor.text("to the end");
            }));
  }

  @Test
  void requestsUnderWayAreAnswered() throws IOException, InterruptedException {
    try (TestDoor door = door();
        RawClient client = door.connect()) {
      client.send("GET /held HTTP/1.1\r\nHost: x\r\n\r\n");
      inside.await();
      Thread closing = Thread.startVirtualThread(() -> door.close(Duration.ofSeconds(30)));
      while (isOpen(door)) {
        Thread.sleep(1);
      }
      hold.countDown();

      assertThat(client.answer().body()).isEqualTo("to the end");
      closing.join();
      assertThat(client.isClosed()).isTrue();
    }
  }

  private static boolean isOpen(TestDoor door) {
    try (RawClient _ = door.connect()) {
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  @Test
  void whoIsNotGoneInTimeIsThrownOut() throws IOException, InterruptedException {
    try (TestDoor door = door();
        RawClient client = door.connect()) {
      client.send("GET /held HTTP/1.1\r\nHost: x\r\n\r\n");
      inside.await();
      door.close(Duration.ZERO);

      assertThatThrownBy(client::answer).isInstanceOf(IOException.class);
      assertThat(door.outcomes.take().broken()).isTrue();
    }
  }

  @Test
  void whatIsNoRequestYetDoesNotKeepItOpen() throws IOException {
    try (TestDoor door = door();
        RawClient client = door.connect()) {
      client.send("GET /hello HT");
      long start = System.nanoTime();
      door.close(Duration.ofSeconds(50));
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(25));
    }
  }

  @Test
  void anIdleConnectionDoesNotKeepItOpen() throws IOException {
    try (TestDoor door = door();
        RawClient client = door.connect()) {
      client.send("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n").answer();
      door.close(Duration.ofSeconds(50));
      assertThat(client.isClosed()).isTrue();
    }
  }
}
