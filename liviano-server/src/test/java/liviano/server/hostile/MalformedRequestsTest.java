package liviano.server.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that are no HTTP, or that two servers would read in two ways. */
class MalformedRequestsTest extends VictimTest {
  private static final String POST = "POST /v1/classify HTTP/1.1\r\nHost: localhost\r\n";
  private static final String GET = "GET /v1/models HTTP/1.1\r\nHost: localhost\r\n";

  /** What a server in front would take for the beginning of the next request. */
  private static final String HIDDEN = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: -1",
        "Content-Length: abc",
        "Content-Length: 0x10",
        "Content-Length: 1e3",
        "Content-Length: 99999999999999999999",
        "Content-Length: 9223372036854775808",
        "Content-Length: 1, 2",
        "Content-Length: 3\r\nContent-Length: 4",
        "Content-Length: ",
        "Content-Length: 10\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: chunked\r\nContent-Length: 10",
        "Transfer-Encoding: xchunked",
        "Transfer-Encoding: chunked, identity",
        "Transfer-Encoding: gzip, chunked",
        "Transfer-Encoding: identity",
      })
  void lengthsThatCannotBe(String headers) throws IOException {
    connect().ask(Wire.bytes(POST + headers + "\r\n\r\n0\r\n\r\n" + HIDDEN)).mustRefuse();
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MAX_VALUE, 5L << 30, (4 << 20) + 1})
  void lengthsAboveTheLimit(long length) throws IOException {
    String head = POST + "Content-Length: " + length + "\r\n\r\n";

    assertThat(connect().ask(Wire.bytes(head + "x")).mustRefuse().status()).isEqualTo(413);
  }

  @Test
  void aBodyShorterThanItsLength() throws IOException {
    connect().ask(Wire.bytes(POST + "Content-Length: 1000\r\n\r\nshort")).mustRefuse();
  }

  static Stream<String> chunks() {
    return Stream.of(
        "ffffffffffffffff\r\nx\r\n",
        "7fffffffffffffff\r\nx\r\n",
        "80000000\r\nx\r\n",
        "-1\r\nx\r\n",
        "zz\r\nx\r\n",
        "\r\n\r\n",
        "5\r\nabcdefgh\r\n0\r\n\r\n",
        "0x5\r\nabcde\r\n0\r\n\r\n",
        "5;" + "e".repeat(1 << 20) + "\r\nabcde\r\n0\r\n\r\n",
        "1".repeat(1 << 20) + "\r\n",
        "5\nabcde\n0\n\n",
        "5\r\nabcde",
        "1\r\na\r\n".repeat(1 << 20) + "0\r\n\r\n",
        "10000\r\n" + "a".repeat(1 << 16) + "\r\n" + "10000\r\n" + "b".repeat(1 << 16));
  }

  @ParameterizedTest
  @MethodSource("chunks")
  void chunksThatCannotBe(String chunks) throws IOException {
    connect().ask(Wire.bytes(POST + "Transfer-Encoding: chunked\r\n\r\n" + chunks)).mustRefuse();
  }

  @Test
  void chunksWithoutEnd() throws IOException {
    byte[] chunk = Wire.bytes("10000\r\n" + "a".repeat(1 << 16) + "\r\n");
    try (Wire wire = connect()) {
      wire.send(Wire.bytes(POST + "Transfer-Encoding: chunked\r\n\r\n"));
      for (int i = 0; i < 4096 && wire.send(chunk); i++) {
        // 256 MiB at most; the server takes 4.
      }
    }
  }

  static Stream<String> heads() {
    return Stream.of(
        "GET\r\n\r\n",
        "GET /v1/models\r\n\r\n",
        "GET  /v1/models HTTP/1.1\r\n\r\n",
        "GET /v1/models HTTP/9.9\r\nHost: localhost\r\n\r\n",
        "GET http:// HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /%zz HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /{x}|<y> HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "\0\0\0\0\r\n\r\n",
        "\r\n\r\n\r\n\r\n",
        "CONNECT localhost:22 HTTP/1.1\r\nHost: localhost:22\r\n\r\n",
        "TRACE / HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "g\u00ebt / HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /" + "a".repeat(1 << 20) + " HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "G".repeat(1 << 20) + " / HTTP/1.1\r\nHost: localhost\r\n\r\n",
        GET + "no colon\r\n\r\n",
        GET + ": no name\r\n\r\n",
        GET + "X-Long: " + "a".repeat(1 << 20) + "\r\n\r\n",
        GET + "X-Many: a\r\n".repeat(20_000) + "\r\n",
        GET + "X-Nul: a\0b\r\n\r\n",
        GET + "X Y: a\r\n\r\n",
        POST + "Content-Length : 5\r\n\r\nabcde",
        POST + "Content-Length: 5\r\n folded: 6\r\n\r\nabcde");
  }

  @ParameterizedTest
  @MethodSource("heads")
  void headsThatCannotBe(String head) throws IOException {
    connect().ask(Wire.bytes(head)).mustBeDecent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/../../etc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/assets/..%2f..%2fetc/passwd",
        "/assets/%2e%2e/%2e%2e/etc/passwd",
        "/assets/..\\..\\etc\\passwd",
        "/assets/..%5c..%5cetc%5cpasswd",
        "/assets//etc/passwd",
        "//etc/passwd",
        "/samples/%252e%252e/x",
        "/samples/%c0%ae%c0%ae/x",
        "/samples/x%00.jpg",
        "/v1/taught/..%2f..%2fx.safetensors",
        "/v1/taught/%2fetc%2fpasswd",
        "/v2/models/..%2f..%2fetc/ready",
        "/v2/models/tiny%0d%0aX-Evil:%201/ready",
        "/v2/models/%ff/ready",
        "/v1/models;x=y/../..",
        "/%",
      })
  void pathsThatLeadElsewhere(String path) throws IOException {
    Reply reply = connect().ask(Wire.bytes("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n"));

    reply.mustRefuse();
    assertThat(reply.text()).doesNotContain("root:").doesNotContain("\r\nX-Evil");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/classify?model=%0d%0aX-Evil:%201",
        "/v1/classify?model=..%2f..%2fetc%2fpasswd",
        "/v1/classify?model=file:///etc/passwd",
        "/v1/classify?model=http://127.0.0.1:1/x",
        "/v1/classify?model=" + "%f0%9f%98%80",
        "/v1/classify?model=tiny&model=tiny",
        "/v1/classify?maxResults=99999999999",
        "/v1/classify?maxResults=-1",
        "/v1/classify?scoreThreshold=NaN",
        "/v1/classify?scoreThreshold=1e999",
        "/v1/classify?nonsense=1",
        "/v1/classify?%",
      })
  void parametersThatCannotBe(String target) throws IOException {
    Reply reply = connect().ask(Wire.request("POST", target, "", Victim.picture()));

    reply.mustRefuse();
    assertThat(reply.text()).doesNotContain("root:").doesNotContain("\r\nX-Evil");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-Request-Id: a\r\n\tb",
        "X-Request-Id: a\u0085b\u009b31m",
        "X-Request-Id: \"}{\"",
        "traceparent: 00-\u001b[31m-x-01",
        "User-Agent: a\"},\n{\"forged\":\"line",
        "Origin: http://evil.example",
        "Host: evil.example",
        "X-Deadline-Ms: 99999999999999999999",
        "X-Deadline-Ms: -1",
        "Accept: " + "text/html;q=0.1,",
        "Expect: 200-nonsense",
        "Authorization: Bearer \u00ff",
      })
  void headersThatWantToBeSomewhereElse(String header) throws IOException {
    String host = header.startsWith("Host:") ? "" : "Host: localhost\r\n";
    byte[] picture = Victim.picture();
    byte[] request =
        Wire.bytes(
            "POST /v1/classify HTTP/1.1\r\n"
                + host
                + header
                + "\r\nContent-Length: "
                + picture.length
                + "\r\n\r\n",
            picture);

    Reply reply = connect().ask(request).mustBeDecent();

    assertThat(reply.head().chars()).noneMatch(c -> c < ' ' && c != '\r' && c != '\n' || c > '~');
    assertThat(reply.answers()).isLessThanOrEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Host: evil.example", "Host: localhost\r\nOrigin: http://evil.example"})
  void pagesOfOthersAskForNothing(String headers) throws IOException {
    byte[] picture = Victim.picture();
    String head = "POST /v1/classify HTTP/1.1\r\n" + headers + "\r\nContent-Length: ";

    Reply reply = connect().ask(Wire.bytes(head + picture.length + "\r\n\r\n", picture));

    assertThat(reply.mustRefuse().status()).isEqualTo(403);
  }
}
