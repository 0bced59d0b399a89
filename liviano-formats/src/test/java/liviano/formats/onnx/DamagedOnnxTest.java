package liviano.formats.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import liviano.LivianoException;
import liviano.formats.ModelFiles;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.Op;
import liviano.graph.Value;
import liviano.model.RandomWeights;
import liviano.tensor.Shape;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Damaged ONNX files give a model or one line, and never hang. */
@Timeout(60)
class DamagedOnnxTest {
  @TempDir Path folder;
  private byte[] whole;

  @BeforeEach
  void write() throws IOException {
    GraphBuilder builder = Graph.builder();
    Value x = builder.input("image", Shape.of(4, 4, 3));
    Value pooled = builder.add("pool", new Op.GlobalAveragePool(), x);
    Graph graph =
        builder.output("logits", builder.add("dense", new Op.Dense(3, true), pooled)).build();
    Path file = folder.resolve("whole.onnx");
    OnnxWriter.write(graph, RandomWeights.of(graph, 1), file);
    whole = Files.readAllBytes(file);
    ModelFiles.read(file);
  }

  @Test
  void everyShorterFileIsRefused() throws IOException {
    int refused = 0;
    int tried = 0;
    for (int length = 1; length < whole.length; length += 3) {
      tried++;
      refused += isRefused(Arrays.copyOf(whole, length)) ? 1 : 0;
    }
    assertThat(refused).isEqualTo(tried);
  }

  @Test
  void changedBytesGiveAModelOrOneLine() throws IOException {
    Random random = new Random(3);
    int refused = 0;
    for (int i = 0; i < 300; i++) {
      byte[] changed = whole.clone();
      for (int n = random.nextInt(3); n >= 0; n--) {
        changed[random.nextInt(changed.length)] = (byte) random.nextInt();
      }
      refused += isRefused(changed) ? 1 : 0;
    }
    assertThat(refused).isPositive();
  }

  /** Any other exception is a failure of the test. */
  private boolean isRefused(byte[] bytes) throws IOException {
    Path file = folder.resolve("damaged.onnx");
    Files.write(file, bytes);
    try {
      ModelFiles.read(file);
      return false;
    } catch (LivianoException e) {
      assertThat(e.getMessage()).doesNotContain("\n").startsWith(file.toString());
      return true;
    }
  }
}
