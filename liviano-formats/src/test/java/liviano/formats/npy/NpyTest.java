package liviano.formats.npy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import liviano.Limits;
import liviano.MalformedModelException;
import liviano.tensor.Extents;
import liviano.weights.Tensor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("locale")
class NpyTest {
  private static final String HEADER =
      "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }";

  @TempDir private Path folder;

  private Tensor read(byte[] bytes) throws IOException {
    Path file = folder.resolve("array.npy");
    Files.write(file, bytes);
    return Npy.read("array", file, Limits.defaults());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void everyVersionIsRead(int version) throws IOException {
    Tensor tensor = read(RawNpy.file(version, HEADER, 1, 2, 3, -4, 5, Float.MIN_VALUE));

    assertThat(tensor)
        .isEqualTo(Tensor.of("array", Extents.of(2, 3), 1, 2, 3, -4, 5, Float.MIN_VALUE));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'descr': '<f4', 'fortran_order': False, 'shape': (), }         | ~~",
        "{ 'descr': '<f4', 'fortran_order': False, 'shape': (1,) } | 1",
        "{\"shape\":(1,1,1,1,1,1,1,1),\"fortran_order\":False,\"descr\":\"<f4\"} | 1 1 1 1 1 1 1 1",
        "{'fortran_order': False, 'shape': (1, 1,), 'descr': '<f4',} | 1 1",
      })
  void theDictionaryMayBeWrittenInManyWays(String header, String dims) throws IOException {
    Extents expected =
        Extents.of(
            Arrays.stream(dims.split(" "))
                .filter(dim -> !dim.isEmpty())
                .mapToLong(Long::parseLong)
                .toArray());

    assertThat(read(RawNpy.file(1, header, 7)).dims()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'<f4' | '>f4' | '>f4' in C order",
        "'<f4' | '<f8' | '<f8' in C order",
        "'<f4' | '<i4' | little-endian 32-bit floats",
        "'<f4' | [('a', '<f4')] | a quoted word is needed",
        "False | True | in Fortran order",
        "False | 0 | True or False is needed",
        "(2, 3) | (2, 4) | 24 bytes follow the header, its shape [2, 4] takes 32",
        "(2, 3) | (2, 2) | 24 bytes follow the header, its shape [2, 2] takes 16",
        "(2, 3) | (-2, -3) | a number of 1 to 18 digits is needed",
        "(2, 3) | (6) | ends in a comma",
        "(2, 3) | (2 3) | a tuple of at most 8 numbers",
        "(2, 3) | (6, 1, 1, 1, 1, 1, 1, 1, 1) | a tuple of at most 8 numbers",
        "(2, 3) | (2, 3, 0) | its shape [2, 3, 0] takes 0",
        "(2, 3) | (999999999999999999, 999999999999999999) | takes 9223372036854775807",
        "(2, 3) | (300000000,) | takes 1200000000",
        "(2, 3) | (9999999999999999999,) | a number of 1 to 18 digits is needed",
        "'shape' | 'shapes' | unknown key 'shapes'",
        "'shape' | 'descr' | a quoted word is needed",
        "'shape': (2, 3), | ~~ | one of 'descr', 'fortran_order', 'shape' is missing",
        "(2, 3), | (2, 3), 'descr': '<f4' | comes twice",
        "} | }} | text after the dictionary",
        "} | ~~ | a quoted word is needed",
        "{ | [ | '{' is needed",
      })
  void aBrokenHeaderIsNamed(String from, String to, String reason) {
    assertThat(HEADER).contains(from);
    byte[] file = RawNpy.file(1, HEADER.replace(from, to), 1, 2, 3, 4, 5, 6);

    assertThatThrownBy(() -> read(file))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining("array.npy: ")
        .hasMessageContaining(reason)
        .hasMessageNotContaining("\n");
  }

  @Test
  void aFileThatIsNoArrayIsNamed() throws IOException {
    byte[] file = RawNpy.file(1, HEADER, 1, 2, 3, 4, 5, 6);

    assertBroken(with(file, 0, 0), "at byte 0: it does not start as a NumPy array file");
    assertBroken(with(file, 6, 4), "at byte 6: NumPy format version 4.0");
    assertBroken(with(file, 7, 1), "NumPy format version 1.1");
    assertBroken(with(RawNpy.file(2, HEADER), 11, 0x7F), "at most 65536 are read");
    assertBroken(new byte[0], "at byte 0: it ends here");
    assertThatThrownBy(() -> Npy.read("a", folder, Limits.defaults()))
        .isInstanceOf(FileSystemException.class);
    assertThatThrownBy(() -> Npy.read("a", folder.resolve("no.npy"), Limits.defaults()))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void everyTruncationAndEveryChangedByteIsAnArrayOrAnError() throws IOException {
    byte[] file = RawNpy.file(1, HEADER, 1, 2, 3, 4, 5, 6);
    for (int length = 0; length < file.length; length++) {
      assertBroken(Arrays.copyOf(file, length), "array.npy: ");
    }
    assertBroken(Arrays.copyOf(file, file.length + 1), "25 bytes follow");
    SplittableRandom random = new SplittableRandom(5);
    int read = 0;
    for (int i = 0; i < 500; i++) {
      byte[] changed = with(file, random.nextInt(file.length - 24), random.nextInt(256));
      try {
        assertThat(read(changed).elementCount()).isEqualTo(6);
        read++;
      } catch (MalformedModelException e) {
        assertThat(e.getMessage()).contains("array.npy: ").doesNotContain("\n");
      }
    }
    assertThat(read).isBetween(1, 100);
  }

  private void assertBroken(byte[] bytes, String reason) {
    assertThatThrownBy(() -> read(bytes))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining(reason);
  }

  private static byte[] with(byte[] file, int at, int value) {
    byte[] changed = file.clone();
    changed[at] = (byte) value;
    return changed;
  }
}
