package liviano.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MultipartTest {
  private static final Multipart.Limits LIMITS = new Multipart.Limits(20, 1 << 20, 8 << 10);
  private static final String HEAD = "Content-Disposition: form-data; name=\"a\"\r\n\r\n";

  /** A part as its reader sees it. */
  private record Read(String name, String fileName, byte[] body) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Read read
          && read.name.equals(name)
          && read.fileName.equals(fileName)
          && Arrays.equals(read.body, body);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(body);
    }
  }

  /** Gives its bytes in pieces, as networks do. */
  private static InputStream inPieces(byte[] bytes, Random random, int most) {
    return new ByteArrayInputStream(bytes) {
      @Override
      public int read(byte[] to, int offset, int count) {
        return super.read(to, offset, Math.min(count, 1 + random.nextInt(most)));
      }
    };
  }

  private static List<Read> read(InputStream in, String boundary, Multipart.Limits limits)
      throws IOException {
    Multipart form = new Multipart(in, boundary, limits);
    List<Read> parts = new ArrayList<>();
    for (var part = form.next(); part.isPresent(); part = form.next()) {
      parts.add(
          new Read(
              part.get().name(),
              part.get().fileName().orElse(""),
              part.get().body().readAllBytes()));
    }
    assertThat(form.next()).isEmpty();
    return parts;
  }

  private static List<Read> read(String form) throws IOException {
    return read(new ByteArrayInputStream(form.getBytes(StandardCharsets.UTF_8)), "b", LIMITS);
  }

  private static void assertRefused(int status, String form) {
    assertThatThrownBy(() -> read(form))
        .isInstanceOfSatisfying(HttpException.class, e -> assertThat(e.status()).isEqualTo(status));
  }

  /** Bodies are made of pieces of delimiters, the worst that a reader can meet. */
  @Test
  void whateverTheBytesAndHoweverTheyComeThePartsAreThoseThatWereSent() throws IOException {
    Random random = new Random(11);
    String[] pieces = {
      "\r", "\n", "-", "--", "\r\n", "\r\n-", "\r\n--", "\r\n--b", "\r\r\n--bo", "x"
    };
    for (int round = 0; round < 2000; round++) {
      String boundary = "bo" + "u".repeat(random.nextInt(60)) + "nd";
      List<Read> sent = new ArrayList<>();
      ByteArrayOutputStream form = new ByteArrayOutputStream();
      form.writeBytes(bytes(random.nextBoolean() ? "" : "preamble\r\n"));
      for (int parts = random.nextInt(5); parts > 0; parts--) {
        StringBuilder body = new StringBuilder();
        for (int n = random.nextInt(40); n > 0; n--) {
          body.append(pieces[random.nextInt(pieces.length)]);
        }
        if (random.nextInt(10) == 0) {
          body.append("y".repeat(random.nextInt(40_000)));
        }
        Read part = new Read("n" + parts, "f.png", bytes(body.toString()));
        sent.add(part);
        form.writeBytes(
            bytes(
                "--"
                    + boundary
                    + (random.nextBoolean() ? "" : " \t")
                    + "\r\n"
                    + "Content-Disposition: form-data; name=\""
                    + part.name
                    + "\"; filename=\"f.png\"\r\n\r\n"));
        form.writeBytes(part.body);
        form.writeBytes(bytes("\r\n"));
      }
      form.writeBytes(bytes("--" + boundary + "--\r\nepilogue"));
      InputStream in = inPieces(form.toByteArray(), random, 1 + random.nextInt(200));
      assertThat(read(in, boundary, LIMITS)).isEqualTo(sent);
    }
  }

  @Test
  void partsThatNobodyReadsArePassedOver() throws IOException {
    String form = "--b\r\n" + HEAD + "x".repeat(100_000) + "\r\n--b\r\n" + HEAD + "second\r\n--b--";
    Multipart parts = new Multipart(new ByteArrayInputStream(bytes(form)), "b", LIMITS);
    Multipart.Part first = parts.next().orElseThrow();
    assertThat(first.body().readNBytes(3)).isEqualTo(bytes("xxx"));
    Multipart.Part second = parts.next().orElseThrow();
    assertThat(first.body().read()).isEqualTo(-1);
    assertThat(second.body().readAllBytes()).isEqualTo(bytes("second"));
    assertThat(parts.next()).isEmpty();
  }

  @Test
  void namesAreReadAsClientsWriteThem() throws IOException {
    assertThat(name("name=\"Katze \\\"ä\\\"\"")).isEqualTo("Katze \"ä\"");
    assertThat(name("name=\"a%22b; c\"")).isEqualTo("a\"b; c");
    assertThat(name("name=plain")).isEqualTo("plain");
    assertThat(name("name=\"x\"; filename=\"C:\\dir\\cat.jpg\"")).isEqualTo("x");
    assertThat(read("--b\r\n\r\nno headers\r\n--b--").getFirst().name()).isEmpty();
  }

  private static String name(String parameters) throws IOException {
    return read("--b\r\nContent-Disposition: form-data; " + parameters + "\r\n\r\n\r\n--b--")
        .getFirst()
        .name();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "--",
        "--b",
        "--b\r\n",
        "--b\r\n" + HEAD,
        "--b\r\n" + HEAD + "body",
        "--b\r\n" + HEAD + "body\r\n--b",
        "--b\r\n" + HEAD + "body\r\n--b-",
        "--b\r\n" + HEAD + "body\r\n--bc--",
        "--b \rx",
        "--b\n" + HEAD + "body\r\n--b--",
        "--b\r\nno colon\r\n\r\n\r\n--b--",
        "--b\r\n: no name\r\n\r\n\r\n--b--",
        "--b\r\nA: b\r\n folded\r\n\r\n\r\n--b--",
        "--b\r\nA: b\rc\r\n\r\n\r\n--b--",
        "--b\r\nA: b\u0000\r\n\r\n\r\n--b--",
        "--b\r\nContent-Disposition: attachment; name=a\r\n\r\n\r\n--b--",
        "--b\r\nContent-Disposition: form-data; name=\"a\r\n\r\n\r\n--b--",
        "--b\r\nContent-Disposition: form-data; name=a; name=b\r\n\r\n\r\n--b--",
        "--b\r\nContent-Disposition: form-data; name\r\n\r\n\r\n--b--",
        "--b\r\nContent-Transfer-Encoding: base64\r\n\r\n\r\n--b--",
        "--b\r\nContent-Type: png\r\n\r\n\r\n--b--"
      })
  void whatIsNoFormIsRefused(String form) {
    assertRefused(400, form);
  }

  @Test
  void nothingIsReadBeyondItsLimit() {
    assertRefused(400, "x".repeat(100_000) + "\r\n--b--");
    assertRefused(400, "--b\r\nA: " + "x".repeat(9000) + "\r\n\r\n\r\n--b--");
    assertRefused(400, "--b\r\n" + "A: bc\r\n".repeat(2000) + "\r\n\r\n--b--");
    assertRefused(400, "--b\r\n" + ("\r\n\r\n--b\r\n").repeat(21) + "\r\n\r\n--b--");
    assertRefused(400, "--b" + " ".repeat(1000) + "\r\n\r\n\r\n--b--");
    assertRefused(413, "--b\r\n" + HEAD + "x".repeat((1 << 20) + 1) + "\r\n--b--");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a ", "a\"b", "a\r\nb", "ä"})
  void whatIsNoBoundaryIsRefused(String boundary) {
    assertThatThrownBy(() -> new Multipart(InputStream.nullInputStream(), boundary, LIMITS))
        .isInstanceOf(HttpException.class);
    assertThatThrownBy(() -> new Multipart(InputStream.nullInputStream(), "x".repeat(71), LIMITS))
        .isInstanceOf(HttpException.class);
  }

  /** Damaged forms are read or refused, and never anything else. */
  @Test
  void damageIsRefusedOrReadButNeverMore() throws IOException {
    Random random = new Random(12);
    byte[] good = bytes("--b\r\n" + HEAD + "body\r\n--b\r\n" + HEAD + "other\r\n--b--\r\n");
    for (int round = 0; round < 20_000; round++) {
      byte[] bad = good.clone();
      for (int n = 1 + random.nextInt(3); n > 0; n--) {
        bad[random.nextInt(bad.length)] = (byte) "\r\n-b:;\"= \0\377x".charAt(random.nextInt(12));
      }
      try {
        assertThat(read(inPieces(bad, random, 30), "b", LIMITS).size()).isLessThan(4);
      } catch (HttpException e) {
        assertThat(e.status()).isEqualTo(400);
      }
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
