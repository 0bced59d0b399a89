package liviano.server.inference;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import liviano.json.Json;
import liviano.server.ModelSource;
import liviano.server.ModelSource.Offer;
import liviano.server.http.Buffers;
import liviano.server.http.RawClient;
import liviano.server.http.RawClient.Answer;
import liviano.server.http.Route;
import liviano.server.http.TestDoor;
import liviano.server.models.Models;
import liviano.server.work.Gate;
import liviano.server.work.HeldGate;
import liviano.vision.PictureReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Inferences for which there is no room or no time, in the errors of the protocol. */
@Timeout(60)
class NoRoomTest {
  private static final String PATH = "/v2/models/small/infer";

  /** Of a picture of 32x32 pixels; with its JSON about 12 KB. */
  private static final byte[] TENSOR = new byte[32 * 32 * 3 * Float.BYTES];

  /** Of all bodies together: room for one, and not for two. */
  private static final long SHARE = 20_000;

  private final Gate gate = new Gate(1, 1);
  private final Models models = models(Long.MAX_VALUE);

  private static Models models(long memory) {
    Offer offer = Offer.of("small", InferenceServer.CLASSIFIER);
    return new Models(ModelSource.of(List.of(offer)), 1, memory);
  }

  private TestDoor door(Models served, Buffers buffers) throws IOException {
    InferenceRoutes routes =
        new InferenceRoutes(served, gate, buffers, PictureReader.defaults(), true);
    return new TestDoor(Duration.ofSeconds(20), routes.routes().toArray(Route[]::new));
  }

  private TestDoor door() throws IOException {
    return door(models, new Buffers(1 << 20));
  }

  @AfterEach
  void close() {
    gate.close();
    models.close();
  }

  private static byte[] request(String... headers) {
    byte[] json =
        """
        {"inputs":[{"name":"image","datatype":"FP32","shape":[1,32,32,3],
         "parameters":{"binary_data_size":%d}}]}"""
            .formatted(TENSOR.length)
            .getBytes(UTF_8);
    String head =
        String.join(
            "\r\n",
            "POST " + PATH + " HTTP/1.1",
            "Host: x",
            "Inference-Header-Content-Length: " + json.length,
            "Content-Length: " + (json.length + TENSOR.length),
            String.join("\r\n", headers) + (headers.length > 0 ? "\r\n\r\n" : "\r\n"));
    return Wire.join(head.getBytes(UTF_8), json, TENSOR);
  }

  private static Answer ask(TestDoor door, String... headers) throws IOException {
    try (RawClient client = door.connect()) {
      return client.send(request(headers)).answer();
    }
  }

  private static String error(Answer answer) {
    Schemas.require("error", answer.body());
    return Json.parse(answer.body()).asObject().string("error");
  }

  private static void assertComesBack(Answer answer, String reason) {
    assertThat(answer.status()).isEqualTo(503);
    assertThat(Integer.parseInt(answer.header("Retry-After"))).isBetween(1, 60);
    assertThat(error(answer)).isEqualTo("the server is busy: " + reason);
  }

  private static void assertServed(TestDoor door) throws IOException {
    Answer answer = ask(door);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    Schemas.require("response", answer.body());
  }

  @Test
  void aFullQueueIsToldWhenToComeBack() throws Exception {
    try (TestDoor door = door();
        RawClient waits = door.connect()) {
      try (HeldGate held = new HeldGate(gate)) {
        waits.send(request());
        held.awaitWaiting(1);

        assertComesBack(ask(door), "1 requests wait already");
      }
      assertThat(waits.answer().status()).isEqualTo(200);
      assertServed(door);
    }
  }

  @Test
  void aRequestWhoseTimeIsOverLeavesItsPlace() throws Exception {
    try (TestDoor door = door()) {
      assertServed(door); // the model is there now
      try (HeldGate held = new HeldGate(gate)) {
        Answer answer = ask(door, "X-Deadline-Ms: 200");

        assertThat(answer.status()).isEqualTo(504);
        assertThat(error(answer)).contains("200 ms").contains("X-Deadline-Ms");
        held.awaitWaiting(0);
      }
      assertServed(door);
    }
  }

  @Test
  void bodiesBeyondTheirShareOfMemoryAreToldToComeBack() throws Exception {
    Buffers buffers = new Buffers(SHARE);
    try (TestDoor door = door(models, buffers);
        RawClient waits = door.connect()) {
      try (HeldGate held = new HeldGate(gate)) {
        waits.send(request());
        held.awaitWaiting(1);
        long before = buffers.used();

        assertComesBack(ask(door), "too much is being sent to it at once");
        assertThat(buffers.used()).isEqualTo(before).isPositive();
      }
      assertThat(waits.answer().status()).isEqualTo(200);
      while (buffers.used() > 0) {
        Thread.sleep(1); // given back once the answer is made
      }
      assertServed(door);
    }
  }

  @Test
  void aBodyThatIsTooLongIsRefusedBeforeItIsRead() throws IOException {
    try (TestDoor door = door();
        RawClient client = door.connect()) {
      Answer answer =
          client
              .send(
                  String.format(
                      Locale.ROOT,
                      "POST %s HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n",
                      PATH,
                      TestDoor.MAX_BODY + 1))
              .answer();

      assertThat(answer.status()).isEqualTo(413);
      assertThat(error(answer)).isEqualTo("the body is longer than 100000 bytes");
      assertServed(door);
    }
  }

  @Test
  void aModelBeyondTheMemoryOfAllIsRefused() throws IOException {
    try (Models small = models(1000);
        TestDoor door = door(small, new Buffers(1 << 20));
        RawClient client = door.connect()) {
      assertIsTooLarge(client.send(request()).answer());
      assertIsTooLarge(
          client
              .send(
                  "POST /v2/repository/models/small/load HTTP/1.1\r\n"
                      + "Host: x\r\nContent-Length: 0\r\n\r\n")
              .answer());
    }
  }

  private static void assertIsTooLarge(Answer answer) {
    assertThat(answer.status()).isEqualTo(507);
    assertThat(error(answer))
        .contains("\"small\" takes ")
        .endsWith("bytes of memory, and all models together may take 1000");
  }
}
