package liviano.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import liviano.server.http.RawClient.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests of every kind are answered, and a connection stays of use after every error. */
class DoorTest {
  private TestDoor door;
  private RawClient client;

  @BeforeEach
  void open() throws IOException {
    door = new TestDoor(Duration.ofSeconds(10));
    client = door.connect();
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    door.close();
  }

  private Answer get(String target) throws IOException {
    return client.send("GET " + target + " HTTP/1.1\r\nHost: x\r\n\r\n").answer();
  }

  private Answer post(String path, String body) throws IOException {
    return client
        .send(
            "POST %s HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n%s"
                .replaceFirst("%s", path)
                .replaceFirst("%d", "" + body.length())
                .replaceFirst("%s", body))
        .answer();
  }

  private void assertStillServes() throws IOException {
    assertThat(get("/hello").body()).isEqualTo("GET hello");
  }

  @Test
  void headHasTheHeadersOfGetAndNoBody() throws IOException {
    Answer head = client.send("HEAD /hello HTTP/1.1\r\nHost: x\r\n\r\n").head();

    assertThat(head.status()).isEqualTo(200);
    assertThat(head.header("Content-Length")).isEqualTo("9");
    assertThat(head.header("Content-Type")).isEqualTo("text/plain");
    assertStillServes();
  }

  @Test
  void optionsNamesTheMethods() throws IOException {
    Answer answer = client.send("OPTIONS /hello HTTP/1.1\r\nHost: x\r\n\r\n").answer();

    assertThat(answer.status()).isEqualTo(204);
    assertThat(answer.header("Allow")).isEqualTo("GET, HEAD, OPTIONS");
    assertStillServes();
  }

  @Test
  void anotherMethodIsRefusedWithThoseThatThereAre() throws IOException {
    Answer answer = client.send("DELETE /length HTTP/1.1\r\nHost: x\r\n\r\n").answer();

    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.header("Allow")).isEqualTo("OPTIONS, POST");
    assertStillServes();
  }

  @Test
  void olderClientsAreAnsweredOnceAConnection() throws IOException {
    Answer answer = client.send("GET /hello HTTP/1.0\r\n\r\n").answer();

    assertThat(answer.body()).isEqualTo("GET hello");
    assertThat(client.isClosed()).isTrue();
  }

  @Test
  void aWholeAddressIsTakenForItsPath() throws IOException {
    assertThat(get("http://x/hello").body()).isEqualTo("GET hello");
  }

  @Test
  void whoWaitsToBeToldGoesOn() throws IOException {
    client.send(
        "POST /length HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
    assertThat(client.head().status()).isEqualTo(100);
    assertThat(client.send("abc").answer().body()).isEqualTo("3");
    assertStillServes();
  }

  @ParameterizedTest
  @CsvSource({
    "/nothing, 404",
    "/hello/there, 404",
    "/hello//, 400",
    "/./hello, 400",
    "/x/../hello, 400",
    "/%2e%2e/hello, 400",
    "/named/%2e%2e, 400",
    "/named/a%2fb, 400",
    "/named/a%5cb, 400",
    "/named/a%00b, 400",
    "/named/%ff, 400",
    "/named/%c0%af, 400",
    "/query?a=%ff, 400",
    "/query?a=1&a=2, 400",
    "/query?=1, 400",
    "/query?a&&b, 400",
  })
  void addressesThatAreNoneAreRefused(String target, int status) throws IOException {
    Answer answer = get(target);

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.body()).startsWith("{\"error\":\"");
    assertThat(answer.header("X-Request-Id")).isNotEmpty();
    assertStillServes();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/query?a=%",
        "/query?a=%4",
        "/query?a=%zz",
        "/a b",
        "hello",
        "//hello",
        "*",
        "/\u00e4"
      })
  void addressesThatTheJdkRefusesAreAnsweredToo(String target) throws IOException {
    assertThat(get(target).status()).isBetween(400, 499);
  }

  @ParameterizedTest
  @CsvSource({
    "/named/a%20b, a b",
    "/named/%C3%A4.x-y_z, ä.x-y_z",
    "/named/a+b, a+b",
    "/hello/, GET hello",
    "/query?a=b+c%2B, '{a=b c+}'",
    "/query?a, '{a=}'",
    "/query?, '{}'",
  })
  void addressesAreDecodedOnce(String target, String body) throws IOException {
    assertThat(get(target).body()).isEqualTo(body);
  }

  @ParameterizedTest
  @CsvSource({"/, 5000", "/query?, 20000"})
  void longAddressesAreRefused(String begin, int length) throws IOException {
    assertThat(get(begin + "a".repeat(length)).status()).isEqualTo(414);
    assertStillServes();
  }

  @Test
  void bodiesAreReadToTheLimitAndNotBeyond() throws IOException {
    assertThat(post("/length", "a".repeat(TestDoor.MAX_BODY)).body()).isEqualTo("100000");
    assertThat(chunked("/length", 10, 10_000).body()).isEqualTo("100000");
    assertThat(post("/length", "").body()).isEqualTo("0");
    assertStillServes();
  }

  @Test
  void whatIsAnnouncedTooLongIsRefusedBeforeItComes() throws IOException {
    client.send("POST /length HTTP/1.1\r\nHost: x\r\nContent-Length: 999999999999\r\n\r\n");
    client.finish();
    Answer answer = client.answer();

    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.header("Connection")).isEqualTo("close");
    assertThat(client.isClosed()).isTrue();
  }

  @Test
  void whoSendsAllOfARefusedBodySeesTheAnswer() throws IOException {
    Answer answer = post("/length", "a".repeat(20 * TestDoor.MAX_BODY));

    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.body()).isEqualTo("{\"error\":\"the body is longer than 100000 bytes\"}");
    assertThat(client.isClosed()).isTrue();
  }

  @Test
  void chunksAreCounted() throws IOException {
    assertThat(chunked("/length", 21, 10_000).status()).isEqualTo(413);
  }

  private Answer chunked(String path, int chunks, int size) throws IOException {
    String chunk = Integer.toHexString(size) + "\r\n" + "a".repeat(size) + "\r\n";
    return client
        .send("POST " + path + " HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
        .send(chunk.repeat(chunks) + "0\r\n\r\n")
        .answer();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: -1",
        "Content-Length: many",
        "Content-Length: 3\r\nContent-Length: 4",
        "Content-Length: 3\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: gzip",
      })
  void lengthsThatAreNoneAreRefused(String header) throws IOException {
    Answer answer =
        client.send("POST /length HTTP/1.1\r\nHost: x\r\n" + header + "\r\n\r\n").answer();

    assertThat(answer.status()).isIn(400, 501);
    assertThat(client.isClosed()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "zz\r\nabc\r\n0\r\n\r\n",
        "-3\r\nabc\r\n",
        "3\r\nabcd\r\n0\r\n\r\n",
        "80000001\r\nabc\r\n"
      })
  void wrongChunksAreRefused(String chunks) throws IOException {
    Answer answer =
        client
            .send("POST /length HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
            .send(chunks)
            .answer();

    assertThat(answer.status()).isEqualTo(400);
    assertThat(client.isClosed()).isTrue();
  }

  @Test
  void aBodyThatBreaksOffIsAnError() throws IOException {
    client.send("POST /length HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc");
    client.finish();

    assertThat(client.answer().status()).isEqualTo(400);
  }

  @Test
  void aShortBodyThatNobodyReadsLeavesTheConnectionOfUse() throws IOException {
    assertThat(post("/unread", "a".repeat(50_000)).body()).isEqualTo("nobody read it");
    assertThat(post("/nothing", "a".repeat(50_000)).status()).isEqualTo(404);
    assertStillServes();
  }

  @Test
  void aLongBodyThatNobodyReadsEndsTheConnection() throws IOException {
    Answer answer = post("/unread", "a".repeat(500_000));

    assertThat(answer.body()).isEqualTo("nobody read it");
    assertThat(answer.header("Connection")).isEqualTo("close");
    assertThat(client.isClosed()).isTrue();
  }

  @Test
  void aFaultIsNotToldToTheClient() throws IOException {
    Answer answer = get("/fault");

    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.body()).doesNotContain("secret").doesNotContain("Exception");
    assertStillServes();
  }

  /** The client must not take it for the whole. */
  @Test
  void anAnswerThatBreaksOffEndsTheConnectionWithoutItsEnd() throws IOException {
    client.send("GET /half HTTP/1.1\r\nHost: x\r\n\r\n");
    assertThat(client.head().status()).isEqualTo(200);
    assertThat(client.rest()).doesNotContain("0\r\n\r\n").hasSizeGreaterThan(0);
  }

  @ParameterizedTest
  @CsvSource({"abc-DEF_1.2, true", "'a b', false", "'a\"b', false", "'', false"})
  void harmlessIdsAreTakenOver(String id, boolean taken) throws IOException {
    Answer answer =
        client.send("GET /hello HTTP/1.1\r\nHost: x\r\nX-Request-Id: " + id + "\r\n\r\n").answer();

    assertThat(answer.header("X-Request-Id").equals(id)).isEqualTo(taken);
    assertThat(answer.header("X-Request-Id")).matches("[A-Za-z0-9._-]{1,64}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "1.5", "soon", "600001", "99999999999999999999"})
  void deadlinesThatAreNoneAreRefused(String deadline) throws IOException {
    Answer answer =
        client
            .send("GET /hello HTTP/1.1\r\nHost: x\r\nX-Deadline-Ms: " + deadline + "\r\n\r\n")
            .answer();

    assertThat(answer.status()).isEqualTo(400);
    assertStillServes();
  }
}
