package liviano.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import liviano.tensor.DType;
import liviano.tensor.Extents;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What is written comes back, and files of other writers are read. */
@Tag("locale")
class SafeTensorsTest {

  @TempDir Path folder;

  @Test
  void everyTypeRoundTrips() throws IOException {
    var random = new Random(3);
    for (int round = 0; round < 50; round++) {
      List<Tensor> tensors = new ArrayList<>();
      for (DType type : DType.values()) {
        tensors.add(anyTensor(random, type));
      }
      Weights weights = Weights.of(tensors);
      Map<String, String> metadata = Map.of("b", "two\n\"é😀", "a", "", "format", "liviano");
      Path file = folder.resolve("model.safetensors");
      SafeTensors.write(file, weights, metadata);

      SafeTensorsFile back = SafeTensors.read(file);
      assertThat(back.weights()).isEqualTo(weights);
      assertThat(back.weights().names()).isEqualTo(weights.names());
      assertThat(back.weights().file()).contains(file.toString());
      assertThat(back.metadata()).isEqualTo(metadata);
      assertThat(back.metadata().keySet()).containsExactly("a", "b", "format");
    }
    assertThat(folder.toFile().list()).containsExactly("model.safetensors");
  }

  private static Tensor anyTensor(Random random, DType type) {
    Extents dims =
        Extents.of(LongStream.generate(() -> random.nextInt(5)).limit(random.nextInt(5)).toArray());
    byte[] bytes = new byte[(int) dims.bytes(type)];
    random.nextBytes(bytes);
    return new Tensor("blocks." + type + ".weight", type, dims, MemorySegment.ofArray(bytes));
  }

  @Test
  void theSameContentGivesTheSameBytes() throws IOException {
    Weights weights = Weights.of(List.of(Tensor.of("w", Extents.of(2), 1, 2)));
    SafeTensors.write(folder.resolve("1"), weights, Map.of("a", "1", "b", "2", "c", "3"));
    SafeTensors.write(folder.resolve("2"), weights, Map.of("c", "3", "b", "2", "a", "1"));
    assertThat(folder.resolve("1")).hasSameBinaryContentAs(folder.resolve("2"));
    // Over a file that is there already, and mapped.
    SafeTensorsFile mapped = SafeTensors.read(folder.resolve("1"));
    SafeTensors.write(folder.resolve("1"), mapped.weights(), Map.of("x", "y"));
    assertThat(SafeTensors.read(folder.resolve("1")).weights()).isEqualTo(weights);
    assertThat(mapped.weights()).isEqualTo(weights);
  }

  @Test
  void dataStartOnA64ByteBoundary() throws IOException {
    for (int length = 0; length < 70; length++) {
      Path file = folder.resolve("model");
      Tensor tensor = Tensor.of("w".repeat(length), Extents.of(3), 1, 2, 3);
      SafeTensors.write(file, Weights.of(List.of(tensor)), Map.of());
      byte[] bytes = Files.readAllBytes(file);
      long header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
      assertThat((8 + header) % 64).isZero();
      assertThat(bytes).hasSize((int) (8 + header + 12));
      Tensor back = SafeTensors.read(file).weights().tensors().getFirst();
      assertThat(back.data().address() % 64).isZero();
      assertThat(back.floats()).as("a view, not a copy").isSameAs(back.data());
    }
  }

  @Test
  void readsWhatOtherWritersWrite() throws IOException {
    // Spaces after the header, tensors out of order, tensors without elements, odd alignment.
    String header =
        """
        {"b":{"dtype":"F32","shape":[2],"data_offsets":[1,9]},\
        "none":{"dtype":"F32","shape":[3,0],"data_offsets":[9,9]},\
        "__metadata__":{"format":"pt"},\
        "first":{"dtype":"I64","shape":[0],"data_offsets":[0,0]},\
        "a":{"shape":[],"dtype":"U8","data_offsets":[0,1]}}   \
        """;
    SafeTensorsFile file = RawFile.read(folder, RawFile.bytes(header, 9));
    assertThat(file.weights().names()).containsExactly("b", "none", "first", "a");
    assertThat(file.weights().get("b").toFloats()).containsExactly(0, 0);
    assertThat(file.weights().get("b").floats().byteSize()).isEqualTo(8);
    assertThat(file.weights().get("none").elementCount()).isZero();
    assertThat(file.weights().get("none").toFloats()).isEmpty();
    assertThat(file.weights().get("a").elementCount()).isEqualTo(1);
    assertThat(file.metadata()).containsExactly(Map.entry("format", "pt"));
  }

  @Test
  void readsAFileWithoutTensors() throws IOException {
    assertThat(RawFile.read(folder, RawFile.bytes("{}", 0)).weights().size()).isZero();
    SafeTensors.write(folder.resolve("none"), Weights.of(List.of()), Map.of());
    assertThat(SafeTensors.read(folder.resolve("none")).weights().size()).isZero();
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "needs files with holes")
  void readsTensorsBeyondTwoGigabytes() throws IOException {
    long count = (1L << 30) + 3;
    String header =
        String.format(
            Locale.ROOT,
            "{\"w\":{\"dtype\":\"F32\",\"shape\":[%d],\"data_offsets\":[0,%d]}}",
            count,
            4 * count);
    Path path = Files.write(folder.resolve("big"), RawFile.bytes(header, 0));
    try (var file = new RandomAccessFile(path.toFile(), "rw")) {
      file.setLength(file.length() + 4 * count - 4);
      file.seek(file.length());
      file.writeInt(Integer.reverseBytes(Float.floatToIntBits(7)));
    }
    Tensor tensor = SafeTensors.read(path).weights().require("w", Extents.of(count));
    assertThat(tensor.elementCount()).isEqualTo(count);
    assertThat(tensor.data().get(ValueLayout.JAVA_BYTE, 4 * count - 1)).isEqualTo((byte) 0x40);
  }

  @Test
  void refusesToWriteWhatItWouldNotRead() {
    Path file = folder.resolve("model");
    Tensor reserved = Tensor.of("__metadata__", Extents.of(1), 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SafeTensors.write(file, Weights.of(List.of(reserved)), Map.of()));
    Tensor half = Tensor.of("\ud800", Extents.of(1), 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SafeTensors.write(file, Weights.of(List.of(half)), Map.of()))
        .withMessageContaining("surrogate");
    Map<String, String> tooLong = Map.of("k", "x".repeat(SafeTensorsHeader.MAX_BYTES));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SafeTensors.write(file, Weights.of(List.of()), tooLong))
        .withMessageContaining("longer than 100000000 bytes");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void saysWhatIsNoFile() {
    assertThatThrownBy(() -> SafeTensors.read(folder.resolve("missing")))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("missing");
    assertThatThrownBy(() -> SafeTensors.read(folder))
        .isInstanceOf(FileSystemException.class)
        .hasMessage(folder + ": is a directory, expected a .safetensors file");
    assertThatThrownBy(() -> SafeTensors.write(folder, Weights.of(List.of()), Map.of()))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("is a directory");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void doesNotReadDevicesWithoutEnd() {
    assertThatThrownBy(() -> SafeTensors.read(Path.of("/dev/zero")))
        .hasMessage("/dev/zero: is no regular file, expected a .safetensors file");
  }
}
