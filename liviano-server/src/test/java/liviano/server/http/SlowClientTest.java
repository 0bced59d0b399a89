package liviano.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Clients that keep the server waiting are given up, whatever they leave undone. */
class SlowClientTest {
  private static final Duration SHORT = Duration.ofMillis(200);

  @Test
  void aBodyThatDoesNotComeIsGivenUp() throws IOException, InterruptedException {
    try (TestDoor door = new TestDoor(SHORT);
        RawClient client = door.connect()) {
      client.send("POST /length HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc");

      assertThat(client.isClosed()).isTrue();
      assertThat(door.outcomes.poll(20, TimeUnit.SECONDS).status()).isEqualTo(408);
    }
  }

  @Test
  void aChunkThatDoesNotComeIsGivenUp() throws IOException, InterruptedException {
    try (TestDoor door = new TestDoor(SHORT);
        RawClient client = door.connect()) {
      client.send("POST /length HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab");

      assertThat(client.isClosed()).isTrue();
      assertThat(door.outcomes.poll(20, TimeUnit.SECONDS).status()).isEqualTo(408);
    }
  }

  @Test
  void aBodyThatAnotherThreadWaitsForIsGivenUpToo() throws IOException, InterruptedException {
    Route elsewhere =
        TestDoor.route(
            "POST",
            "/elsewhere",
            request -> {
              FutureTask<byte[]> read = new FutureTask<>(request.body()::bytes);
              Thread.startVirtualThread(read);
              try {
                return TestDoor.text("" + read.get().length);
              } catch (ExecutionException e) {
                throw (HttpException) e.getCause();
              } catch (InterruptedException e) {
                throw new IllegalStateException("the wrong thread was interrupted", e);
              }
            });
    try (TestDoor door = new TestDoor(SHORT, elsewhere);
        RawClient client = door.connect()) {
      client.send("POST /elsewhere HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc");

      assertThat(client.isClosed()).isTrue();
      assertThat(door.outcomes.poll(20, TimeUnit.SECONDS).status()).isEqualTo(408);
    }
  }

  @Test
  void aBodyThatTricklesIsGivenUp() throws IOException, InterruptedException {
    try (TestDoor door = new TestDoor(SHORT);
        RawClient client = door.connect()) {
      client.send("POST /length HTTP/1.1\r\nHost: x\r\nContent-Length: 10000\r\n\r\n");
      Thread trickle =
          Thread.startVirtualThread(
              () -> {
                try {
                  while (true) {
                    client.send("a");
                    Thread.sleep(20);
                  }
                } catch (IOException | InterruptedException _) {
                  // The server has closed the connection.
                }
              });

      assertThat(door.outcomes.poll(20, TimeUnit.SECONDS).status()).isEqualTo(408);
      trickle.interrupt();
      trickle.join();
    }
  }

  @Test
  void aBodyThatComesInPiecesIsWaitedFor() throws IOException, InterruptedException {
    try (TestDoor door = new TestDoor(Duration.ofSeconds(10));
        RawClient client = door.connect()) {
      client.send("POST /length HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n");
      for (int i = 0; i < 10; i++) {
        Thread.sleep(5);
        client.send("a");
      }

      assertThat(client.answer().body()).isEqualTo("10");
    }
  }

  @Test
  void anAnswerThatIsNotTakenIsGivenUp() throws IOException, InterruptedException {
    byte[] much = new byte[1 << 20];
    Route flood =
        TestDoor.route(
            "GET",
            "/flood",
            request ->
                Response.stream(
                    200,
                    "application/octet-stream",
                    OptionalLong.empty(),
                    out -> {
                      while (true) {
                        out.write(much);
                      }
                    }));
    try (TestDoor door = new TestDoor(SHORT, flood);
        RawClient client = door.connect()) {
      client.send("GET /flood HTTP/1.1\r\nHost: x\r\n\r\n");

      assertThat(client.head().status()).isEqualTo(200);
      assertThat(door.outcomes.poll(20, TimeUnit.SECONDS).broken()).isTrue();
    }
  }
}
