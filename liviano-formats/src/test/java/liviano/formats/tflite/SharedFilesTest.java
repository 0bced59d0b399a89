package liviano.formats.tflite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.flatbuffers.Table;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Real files, counted by the library of FlatBuffers, too. */
@Tag("shared")
class SharedFilesTest {
  private static final Path MODELS =
      Path.of(System.getProperty("liviano.shared", "../shared"), "models");

  /** A table as the library of FlatBuffers reads it, which checks nothing. */
  private static final class Plain extends Table {
    Plain(ByteBuffer bytes, int at) {
      __reset(at, bytes);
    }

    /** Entries of the vector in a field. */
    int count(int field) {
      int offset = __offset(4 + 2 * field);
      return offset == 0 ? 0 : __vector_len(offset);
    }

    Plain entry(int field, int index) {
      return new Plain(bb, __indirect(__vector(__offset(4 + 2 * field)) + 4 * index));
    }
  }

  @Test
  void everyFileIsReadWhole() throws IOException {
    List<Path> files = files();
    assumeTrue(!files.isEmpty(), "skipped: the real files are not here: " + MODELS);
    for (Path path : files) {
      byte[] bytes = Files.readAllBytes(path);
      TfLiteModel model = ModelParser.parse(MemorySegment.ofArray(bytes));
      ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      Plain plain = new Plain(buffer, buffer.getInt(0));

      assertThat(model.subgraphs()).as(path.toString()).hasSize(plain.count(2));
      for (int i = 0; i < plain.count(2); i++) {
        Plain subgraph = plain.entry(2, i);
        TfLiteModel.Subgraph ours = model.subgraphs().get(i);
        assertThat(ours.tensors()).as(path.toString()).hasSize(subgraph.count(0));
        assertThat(ours.operators()).as(path.toString()).hasSize(subgraph.count(3));
        for (int operator = 0; operator < subgraph.count(3); operator++) {
          assertThat(ours.operators().get(operator).inputs())
              .hasSize(subgraph.entry(3, operator).count(1));
        }
      }
    }
    assertThat(files).hasSizeGreaterThanOrEqualTo(26);
  }

  private static List<Path> files() throws IOException {
    if (!Files.isDirectory(MODELS)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(MODELS)) {
      return all.filter(file -> file.toString().endsWith(".tflite")).sorted().toList();
    }
  }
}
