package liviano.formats.npy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import liviano.MalformedModelException;
import liviano.UnsupportedModelException;
import liviano.tensor.DType;
import liviano.tensor.Extents;
import liviano.weights.Tensor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Arrays that are written and read again. */
@Tag("locale")
class NpyArraysTest {
  private static final Set<DType> NOT_NUMPYS = Set.of(DType.BF16, DType.F8_E4M3, DType.F8_E5M2);

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(DType.class)
  void everyFormatThatNumPyHasComesBack(DType type) throws IOException {
    Path file = folder.resolve("array.npy");
    byte[] bytes = new byte[6 * type.bytes()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (type == DType.BOOL ? i % 2 : 37 * i + 1);
    }
    Tensor tensor = new Tensor("", type, Extents.of(1, 3, 2), MemorySegment.ofArray(bytes));
    if (NOT_NUMPYS.contains(type)) {
      assertThatThrownBy(() -> NpyArrays.write(file, tensor))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(file).doesNotExist();
      return;
    }

    NpyArrays.write(file, tensor);

    assertThat(NpyArrays.read(file)).isEqualTo(tensor);
    assertThat(NpyArrays.isArray(Files.readAllBytes(file))).isTrue();
  }

  /** Byte for byte what numpy.save writes. */
  @Test
  void theHeaderIsNumPys() throws IOException {
    Path file = folder.resolve("array.npy");
    NpyArrays.write(file, Tensor.of("", Extents.of(2), 1, 2));
    byte[] bytes = Files.readAllBytes(file);

    assertThat(bytes).hasSize(128 + 8).startsWith(0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, 118, 0);
    assertThat(new String(bytes, 10, 118, StandardCharsets.US_ASCII))
        .startsWith("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }   ")
        .endsWith(" \n");
  }

  @Test
  void oneNumberHasNoExtents() throws IOException {
    Path file = folder.resolve("array.npy");
    Tensor number = Tensor.of("", Extents.of(), 5);

    NpyArrays.write(file, number);

    assertThat(NpyArrays.read(file)).isEqualTo(number);
  }

  @Test
  void otherOrdersOfBytesAreRefused() throws IOException {
    Path file = folder.resolve("array.npy");
    NpyArrays.write(file, Tensor.of("", Extents.of(2), 1, 2));
    byte[] bytes = Files.readAllBytes(file);
    int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("<f4");
    byte[] big = bytes.clone();
    big[at] = '>';
    Files.write(file, big);
    assertThatThrownBy(() -> NpyArrays.read(file))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageStartingWith(file + ": it holds '>f4'");

    Files.write(file, Arrays.copyOf(bytes, bytes.length - 1));
    assertThatThrownBy(() -> NpyArrays.read(file))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining("7 bytes follow the header");
  }
}
