package liviano.weights;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import liviano.MalformedModelException;
import liviano.UnsupportedModelException;
import liviano.tensor.Extents;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every way a file can be wrong is one line that names the file and the byte. */
@Isolated
class MalformedSafeTensorsTest {

  /** Two tensors that tile 12 bytes. */
  private static final String GOOD =
      "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
          + "\"b\":{\"dtype\":\"I16\",\"shape\":[1,2],\"data_offsets\":[8,12]}}";

  @TempDir Path folder;

  @Test
  @Tag("locale")
  void theFileThatTheOthersSpoilIsGood() throws IOException {
    assertThat(RawFile.read(folder, RawFile.bytes(GOOD, 12)).weights().names())
        .containsExactly("a", "b");
  }

  @Test
  @Tag("locale")
  void truncatedAtEveryByte() {
    byte[] good = RawFile.bytes(GOOD, 12);
    for (int length = 0; length < good.length; length++) {
      assertMalformed(Arrays.copyOf(good, length));
    }
    assertThat(assertMalformed(RawFile.bytes(GOOD, 11)))
        .hasMessageEndingWith(
            "at byte "
                + (good.length - 1)
                + ": the file ends here, but tensor \"b\" needs 1 bytes more: is the file truncated?");
    assertThat(assertMalformed(RawFile.bytes(GOOD, 13)))
        .hasMessageEndingWith(
            "at byte " + good.length + ": 1 bytes after the last tensor belong to none");
  }

  @ParameterizedTest
  @Tag("locale")
  @ValueSource(
      longs = {
        0,
        1,
        120,
        100_000_000,
        100_000_001,
        1L << 31,
        1L << 62,
        Long.MAX_VALUE,
        -1,
        -8,
        Long.MIN_VALUE
      })
  void headerOfAnotherLength(long length) {
    assertMalformed(RawFile.bytes(length, GOOD.getBytes(UTF_8), 12));
  }

  @ParameterizedTest
  @Tag("locale")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[0,8]     | [0,9]     | 9: header: a: F32 [2] takes 8 bytes, but data_offsets span [0, 9)",
        "[0,8]     | [8,0]     | 9: header: a.data_offsets: [8, 0) is no range of bytes",
        "[0,8]     | [-8,0]    | 9: header: a.data_offsets: [-8, 0) is no range of bytes",
        "[0,8]     | [0]       | 9: header: a.data_offsets: expected two offsets but found 1",
        "[0,8]     | [0,8,8]   | 9: header: a.data_offsets: expected two offsets but found 3",
        "[0,8]     | [0,8.0]   | data_offsets[1]: expected an integer of 64 bits but found 8.0",
        "[0,8]     | [0,1e1]   | data_offsets[1]: expected an integer of 64 bits but found 10.0",
        "[0,8]     | \"0,8\"   | 9: header: a.data_offsets: expected an array but found a string",
        "[0,8]     | [0,18446744073709551624] | data_offsets[1]: expected an integer of 64 bits",
        "[0,8]     | [1,9223372036854775807]  | 9: header: a: F32 [2] takes 8 bytes",
        "[0,8]     | [4,12]    | bytes before tensor \"a\" belong to no tensor",
        "[8,12]    | [4,8]     | tensor \"b\" overlaps the tensor before it",
        "[8,12]    | [0,4]     | tensor \"a\" overlaps the tensor before it",
        "[8,12]    | [9,13]    | the file ends here, but tensor \"b\" needs 1 bytes more",
        "[2]       | [3]       | 9: header: a: F32 [3] takes 12 bytes, but data_offsets span [0,"
            + " 8)",
        "[2]       | []        | 9: header: a: F32 [] takes 4 bytes",
        "[2]       | [-2]      | 9: header: a.shape: negative dimension in [-2]",
        "[2]       | [-2,-1]   | 9: header: a.shape: negative dimension",
        "[2]       | [2.0]     | a.shape[0]: expected an integer of 64 bits but found 2.0",
        "[2]       | [1.5]     | a.shape[0]: expected an integer of 64 bits but found 1.5",
        "[2]       | [1e2]     | a.shape[0]: expected an integer of 64 bits but found 100.0",
        "[2]       | [\"2\"]   | a.shape[0]: expected an integer but found a string",
        "[2]       | 2         | 9: header: a.shape: expected an array but found a number",
        "[2]       | [4611686018427387904,4] | 9: header: a.shape: more than 2^63 bytes in F32",
        "[2]       | [4294967296,4294967296] | 9: header: a.shape: more than 2^63 bytes in F32",
        "[2]       | [9223372036854775808]   | a.shape[0]: expected an integer of 64 bits",
        "[2]       | [1,1,1,1,1,1,1,1,2] | 9: header: a.shape: 9 dimensions, at most 8 are"
            + " supported",
        "F32       | F31       | 9: header: a.dtype: unknown \"F31\", known are F64, F32",
        "F32       | f32       | 9: header: a.dtype: unknown \"f32\"",
        "\"F32\"   | 32        | 9: header: a.dtype: expected a string but found a number",
        "\"F32\"   | null      | 9: header: a.dtype: expected a string but found null",
        "\"dtype\":\"F32\", |  | 9: header: a: missing member \"dtype\"",
        "dtype     | type      | 9: header: a: unknown member \"type\", known are data_offsets,"
            + " dtype, shape",
        "dtype     | shape     | duplicate member \"shape\"",
        "\"b\"     | \"a\"     | duplicate member \"a\"",
        "\"b\"     | \"\\u0061\" | duplicate member \"a\"",
        "\"b\":{   | \"b\":[{  | expected a comma or a closing bracket",
        "\"b\"     | \"__metadata__\" | __metadata__.shape: expected a string but found an array",
        "{\"a\"    | {\"__metadata__\":{\"k\":1},\"a\" | __metadata__.k: expected a string but"
            + " found",
        "{\"a\"    | {\"__metadata__\":\"k\",\"a\" | __metadata__: expected an object but found a"
            + " str",
        "{\"a\"    | {\"__metadata__\":{\"k\":null},\"a\" | __metadata__.k: expected a string but",
        "{\"a\"    | {\"x\":[[[[]]]],\"a\" | nested deeper than 4 levels",
        "{\"a\"    | {\"x\":1,\"a\" | header: x: expected an object but found a number",
        "{\"a\"    | ` {\"a\"` | at byte 8: the header does not start with '{'",
        "{\"a\"    | [\"a\"    | at byte 8: the header does not start with '{'",
        "{\"a\"    | {a        | 9: header: expected a name in double quotes but found 'a'",
        "12]}}     | 12]}}x    | expected nothing after the value but found 'x'",
        "12]}}     | 12]}}}    | expected nothing after the value but found '}'",
      })
  void oneThingWrong(String part, String instead, String message) {
    String header =
        GOOD.replaceFirst(
            Pattern.quote(part), Matcher.quoteReplacement(instead == null ? "" : instead));
    assertThat(header).isNotEqualTo(GOOD);
    assertThat(assertMalformed(RawFile.bytes(header, 12))).hasMessageContaining(message);
  }

  @Test
  @Tag("locale")
  void tensorsThatShareTheirBytes() {
    String header = GOOD.replace("I16", "F32").replace("[1,2]", "[2]").replace("[8,12]", "[0,8]");
    assertThat(assertMalformed(RawFile.bytes(header, 8)))
        .hasMessageContaining("overlaps the tensor before it");
  }

  @Test
  @Tag("locale")
  void textThatIsNotUtf8() {
    byte[] header = GOOD.replace("\"a\"", "\"\u00e9\"").getBytes(ISO_8859_1);
    assertThat(assertMalformed(RawFile.bytes(header, 12)))
        .hasMessageContaining("at byte 10: header: not valid UTF-8");
  }

  @Test
  @Timeout(60)
  void headersMadeToExhaust() {
    assertMalformed(RawFile.bytes("{\"a\":" + "[".repeat(1_000_000), 0));
    assertMalformed(RawFile.bytes("{\"a\":" + "{\"a\":".repeat(1_000_000), 0));
    byte[] manyValues = RawFile.bytes("{\"a\":[" + "{},".repeat(3_000_000) + "{}]}", 0);
    assertThatThrownBy(() -> RawFile.read(folder, manyValues))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageMatching(".*its header holds more than [0-9]+ values; .*-Xmx.*");
    assertMalformed(RawFile.bytes("{\"" + "a".repeat(10_000_000), 0));
    assertThat(
            assertMalformed(RawFile.bytes("{\"" + "\\n".repeat(2_000_000) + "\":1}", 0))
                .getMessage())
        .hasSizeLessThan(700);
  }

  /** Random damage to a real file either leaves a file that is right or is a clear error. */
  @Test
  @Timeout(60)
  void randomDamage() throws IOException {
    Path path = folder.resolve("good");
    var random = new Random(5);
    SafeTensors.write(
        path,
        Weights.of(
            List.of(
                Tensor.of("stem.conv.weight", Extents.of(2, 3), 1, 2, 3, 4, 5, 6),
                Tensor.of("scalar", Extents.of(), 1),
                Tensor.of("none", Extents.of(0, 4)))),
        Map.of("format", "liviano"));
    byte[] good = Files.readAllBytes(path);
    int malformed = 0;
    for (int round = 0; round < 8_000; round++) {
      byte[] bad = damaged(good, random);
      try {
        SafeTensorsFile file = RawFile.read(folder, bad);
        file.weights().tensors().forEach(Tensor::hashCode);
        assertThat(file.weights().totalBytes()).isLessThan(bad.length);
      } catch (MalformedModelException e) {
        malformed++;
        assertThat(e.getMessage()).doesNotContain("\n").hasSizeLessThan(1000);
        assertThat(e.file()).isPresent();
        assertThat(e.offset().orElseThrow()).isBetween(0L, (long) bad.length);
      }
    }
    assertThat(malformed).isBetween(4_000, 7_999);
  }

  private static byte[] damaged(byte[] good, Random random) {
    byte[] bad = good.clone();
    for (int i = random.nextInt(4); i >= 0; i--) {
      int at = random.nextInt(bad.length);
      bad[at] =
          switch (random.nextInt(4)) {
            case 0 -> (byte) random.nextInt(256);
            case 1 -> (byte) (bad[at] ^ 1 << random.nextInt(8));
            case 2 -> (byte) "0123456789-.eE[]{},:\"\\ ".charAt(random.nextInt(23));
            default -> bad[random.nextInt(bad.length)];
          };
    }
    return random.nextInt(8) == 0 ? Arrays.copyOf(bad, random.nextInt(2 * bad.length)) : bad;
  }

  private MalformedModelException assertMalformed(byte[] content) {
    MalformedModelException error =
        catchThrowableOfType(MalformedModelException.class, () -> RawFile.read(folder, content));
    assertThat(error).isNotNull().hasMessageStartingWith(folder.toString());
    assertThat(error.getMessage()).doesNotContain("\n");
    assertThat(error.offset().orElseThrow()).isBetween(0L, (long) content.length);
    return error;
  }
}
