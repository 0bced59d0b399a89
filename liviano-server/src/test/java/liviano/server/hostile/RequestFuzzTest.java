package liviano.server.hostile;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Requests that were good until bytes were changed, left out, repeated or put in. The same for the
 * same seed. For longer: {@code -Dliviano.server.fuzz=1000000 -Dliviano.server.seed=2}.
 */
class RequestFuzzTest extends VictimTest {
  private static final int REQUESTS = Integer.getInteger("liviano.server.fuzz", 3_000);
  private static final long SEED = Long.getLong("liviano.server.seed", 1);

  /** How often a good request shows that the server still serves. */
  private static final int BETWEEN = 250;

  private static final List<String> TOKENS =
      List.of(
          "\r\n",
          "\n",
          "\0",
          ":",
          " ",
          "%",
          "%00",
          "%2e%2e/",
          "/",
          "\\",
          "?",
          "&",
          "=",
          "\"",
          "{",
          "[[[[[[[[",
          "}",
          "-1",
          "0",
          "99999999999999999999",
          "1e999",
          "NaN",
          "chunked",
          "Content-Length: 3\r\n",
          "Transfer-Encoding: chunked\r\n",
          "Expect: 100-continue\r\n",
          "Host: x\r\n",
          "Connection: close\r\n",
          "--b\r\n",
          "--b--",
          "\u00ff\u00fe",
          "HTTP/1.0",
          "GET / HTTP/1.1\r\n\r\n",
          "Inference-Header-Content-Length: 7\r\n");

  @Test
  void survivesRequestsThatWereChanged() throws IOException {
    List<byte[]> seeds = seeds();
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 1; i <= REQUESTS; i++) {
      byte[] request = seeds.get(random.nextInt(seeds.size()));
      for (int times = random.nextInt(1, 6); times > 0; times--) {
        request = changed(request, random);
      }
      try {
        connect().ask(request).mustBeDecent();
      } catch (AssertionError e) {
        throw new AssertionError("request " + i + " of seed " + SEED + ": " + shown(request), e);
      }
      if (i % BETWEEN == 0) {
        victim.mustAnswerGood();
      }
    }
  }

  private static String shown(byte[] request) {
    return new String(request, StandardCharsets.ISO_8859_1)
        .replace("\r", "\\r")
        .replace("\n", "\\n");
  }

  private static byte[] changed(byte[] request, SplittableRandom random) {
    int length = request.length;
    int at = random.nextInt(length + 1);
    int count = random.nextInt(Math.min(length - at, 40) + 1);
    byte[] head = Arrays.copyOf(request, at);
    byte[] cut = Arrays.copyOfRange(request, at, at + count);
    byte[] tail = Arrays.copyOfRange(request, at + count, length);
    return switch (random.nextInt(7)) {
      case 0 -> Wire.bytes("", head, flipped(cut, random), tail);
      case 1 -> Wire.bytes("", head, tail);
      case 2 -> Wire.bytes("", head, cut, cut, tail);
      case 3 -> Wire.bytes("", head, cut);
      case 4 -> Wire.bytes("", tail, cut, head);
      case 5 -> {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        yield Wire.bytes("", head, bytes, tail);
      }
      default -> {
        String token = TOKENS.get(random.nextInt(TOKENS.size()));
        yield Wire.bytes("", head, token.getBytes(StandardCharsets.ISO_8859_1), cut, tail);
      }
    };
  }

  private static byte[] flipped(byte[] bytes, SplittableRandom random) {
    if (bytes.length > 0) {
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return bytes;
  }

  private static List<byte[]> seeds() throws IOException {
    byte[] picture = Victim.picture();
    byte[] none = new byte[0];
    String form =
        "--b\r\nContent-Disposition: form-data; name=\"cats\"; filename=\"a.png\"\r\n\r\n";
    byte[] twoParts = Wire.bytes(form, picture, Wire.bytes("\r\n" + form), picture, end());
    String tensor =
        "{\"id\":\"1\",\"inputs\":[{\"name\":\"picture\",\"datatype\":\"BYTES\",\"shape\":[1],"
            + "\"parameters\":{\"binary_data_size\":"
            + (picture.length + 4)
            + "}}],\"outputs\":[{\"name\":\"logits\",\"parameters\":{\"classification\":2}}]}";
    byte[] size = {(byte) picture.length, (byte) (picture.length >> 8), 0, 0};
    String numbers =
        "{\"inputs\":[{\"name\":\"input\",\"datatype\":\"FP32\",\"shape\":[1,2,2,3],\"data\":"
            + "[0,0.5,1,-1,0,0,0,0,0,0,0,1e-3]}]}";
    String json = "Content-Type: application/json";
    String multipart = "Content-Type: multipart/form-data; boundary=b";
    return List.of(
        Wire.request("GET", "/v1/models", "", none),
        Wire.request("GET", "/v2/models/tiny/versions/1", "Accept: application/json", none),
        Wire.request("GET", "/metrics", "Authorization: Bearer abcdefgh", none),
        Wire.request("OPTIONS", "/v1/classify", "Origin: http://localhost", none),
        Wire.request("POST", "/v1/classify?maxResults=2", "Content-Type: image/png", picture),
        Wire.request("POST", "/v1/explain?class=cat", "Accept: image/png", picture),
        Wire.request("POST", "/v1/embed", "X-Deadline-Ms: 500", picture),
        Wire.request("POST", "/v1/classify", multipart, twoParts),
        Wire.request("POST", "/v1/teach", multipart, twoParts),
        Wire.request("POST", "/v2/models/tiny/infer", json, Wire.bytes(numbers)),
        Wire.request(
            "POST",
            "/v2/models/tiny/infer",
            "Inference-Header-Content-Length: " + tensor.length(),
            Wire.bytes(tensor, size, picture)),
        Wire.request("POST", "/v2/repository/index", json, Wire.bytes("{\"ready\":true}")),
        Wire.bytes(
            "POST /v1/classify HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
                + Integer.toHexString(picture.length)
                + "\r\n",
            picture,
            Wire.bytes("\r\n0\r\n\r\n")));
  }

  private static byte[] end() {
    return Wire.bytes("\r\n--b--\r\n");
  }
}
