package liviano.formats.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import liviano.Limits;
import liviano.Limits.Limit;
import liviano.MalformedModelException;
import liviano.UnsupportedModelException;
import liviano.formats.Allowance;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Weights in files beside the model's: in its folder, whole, and nowhere else. */
class ExternalDataTest {
  @TempDir Path outside;
  private Path folder;

  @BeforeEach
  void files() throws IOException {
    folder = Files.createDirectory(outside.resolve("model"));
    Files.write(outside.resolve("secret"), new byte[16]);
    Files.write(folder.resolve("weights.data"), new byte[] {1, 2, 3, 4, 5, 6, 7, 8});
    Files.createDirectory(folder.resolve("inner"));
    Files.createSymbolicLink(folder.resolve("link"), outside.resolve("secret"));
  }

  @Test
  void aPartOfTheFileIsTheTensor() {
    MemorySegment data = read("weights.data", "4", "4");

    assertThat(data.toArray(ValueLayout.JAVA_BYTE)).containsExactly(5, 6, 7, 8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"../secret", "inner/../../secret", "/etc/passwd", "link", "inner", ""})
  void nothingButAFileOfTheFolderIsRead(String location) {
    assertThatThrownBy(() -> read(location, "0", "4"))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining("which is no file in the model's own folder");
  }

  @Test
  void aMissingFileIsNamed() {
    assertThatThrownBy(() -> read("other.data", "0", "4"))
        .isInstanceOf(MalformedModelException.class)
        .hasMessage(
            "its weights are in the file 'other.data', which is not beside it; put it there");
  }

  @Test
  void placesBeyondTheFileAreRefused() {
    for (String offset : List.of("5", "9", "9223372036854775807", "-1", "x")) {
      assertThatThrownBy(() -> read("weights.data", offset, "4"))
          .isInstanceOf(MalformedModelException.class);
    }
    assertThatThrownBy(() -> read("weights.data", "0", "3"))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining("takes 4 bytes");
  }

  @Test
  void aFileBeyondTheLimitIsNotMapped() {
    Limits limits = Limits.defaults();

    assertThat(read("weights.data", "4", "4", limits.with(Limit.FILE_BYTES, 8)).byteSize())
        .isEqualTo(4);
    assertThatThrownBy(() -> read("weights.data", "4", "4", limits.with(Limit.FILE_BYTES, 7)))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("weights.data")
        .hasMessageContaining("FILE_BYTES");
  }

  private MemorySegment read(String location, String offset, String length) {
    return read(location, offset, length, Limits.defaults());
  }

  private MemorySegment read(String location, String offset, String length, Limits limits) {
    List<WireMessage> entries =
        List.of(entry("location", location), entry("offset", offset), entry("length", length));
    return new ExternalData(Optional.of(folder), limits).data("'w'", entries, 4).get();
  }

  private static WireMessage entry(String key, String value) {
    byte[] bytes =
        new Message()
            .text(OnnxFields.Entry.KEY, key)
            .text(OnnxFields.Entry.VALUE, value)
            .toByteString()
            .toByteArray();
    return WireMessage.of(MemorySegment.ofArray(bytes), new Allowance(Limits.defaults()));
  }
}
