package liviano.formats.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import liviano.LivianoException;
import liviano.MalformedModelException;
import liviano.formats.ModelFiles;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.Op;
import liviano.graph.Value;
import liviano.model.RandomWeights;
import liviano.tensor.Shape;
import liviano.weights.Tensor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

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

  /** Where the weights are said to be, and what the one line says of it. */
  static Stream<Arguments> places() {
    String outside = "which is no file in the model's own folder";
    String short32 = "takes 16 bytes, but 16 from byte %s of 'whole.bin' are named, which has 32";
    return Stream.of(
        Arguments.of(at("absent.bin"), "'absent.bin', which is not beside it; put it there"),
        Arguments.of(at("inner/absent.bin"), "which is not beside it; put it there"),
        Arguments.of(at("dangling"), "'dangling', which is not beside it; put it there"),
        Arguments.of(at("cut.bin"), "takes 16 bytes, but 16 from byte 0 of 'cut.bin' are named"),
        Arguments.of(at("empty.bin"), "of 'empty.bin' are named, which has 0"),
        Arguments.of(at("whole.bin", "17", "16"), short32.formatted("17")),
        Arguments.of(at("whole.bin", "32", "16"), short32.formatted("32")),
        Arguments.of(at("whole.bin", "9223372036854775807", "16"), "from byte 9223372036854775807"),
        Arguments.of(at("whole.bin", "0", "17"), "but 17 from byte 0 of 'whole.bin' are named"),
        Arguments.of(at("whole.bin", "0", "9223372036854775807"), "but 9223372036854775807 from"),
        Arguments.of(at("whole.bin", "-1", "16"), "'-1' is no place in a file"),
        Arguments.of(at("whole.bin", "zero", "16"), "'zero' is no place in a file"),
        Arguments.of(at("whole.bin", "99999999999999999999", "16"), "is no place in a file"),
        Arguments.of(at("../secret.bin"), outside),
        Arguments.of(at("inner/../../secret.bin"), outside),
        Arguments.of(at("/etc/hostname"), outside),
        Arguments.of(at("link.bin"), outside),
        Arguments.of(at("linked/secret.bin"), outside),
        Arguments.of(at("inner"), outside),
        Arguments.of(at("."), outside),
        Arguments.of(at(""), outside),
        Arguments.of(at("a\0b"), outside),
        Arguments.of(Map.of(), outside));
  }

  @ParameterizedTest
  @MethodSource("places")
  void weightsThatAreNotInAFileBesideItAreRefused(Map<String, String> place, String says)
      throws IOException {
    Path model = externalFiles().resolve("model.onnx");
    ExternalModel.write(model, place);

    assertThatThrownBy(() -> ModelFiles.read(model))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageStartingWith(model + ": ")
        .hasMessageNotContaining("\n")
        .hasMessageContaining(says);
  }

  /** What the refused ones have wrong is all that is wrong with them. */
  @Test
  void weightsInAFileBesideItAreRead() throws IOException {
    Path model = externalFiles().resolve("model.onnx");
    ExternalModel.write(model, at("whole.bin", "16", "16"));

    Tensor weights = ModelFiles.read(model).weights().get("sum.bias");

    assertThat(weights.data().toArray(ValueLayout.JAVA_BYTE)).containsOnly(1);
  }

  private static Map<String, String> at(String location) {
    return at(location, "0", String.valueOf(ExternalModel.BYTES));
  }

  private static Map<String, String> at(String location, String offset, String length) {
    return Map.of("location", location, "offset", offset, "length", length);
  }

  /** A folder of a model with all that its weights might be said to be. */
  private Path externalFiles() throws IOException {
    Path inside = Files.createDirectory(folder.resolve("model"));
    Path secret = Files.write(folder.resolve("secret.bin"), new byte[ExternalModel.BYTES]);
    byte[] whole = new byte[2 * ExternalModel.BYTES];
    Arrays.fill(whole, ExternalModel.BYTES, whole.length, (byte) 1);
    Files.write(inside.resolve("whole.bin"), whole);
    Files.write(inside.resolve("cut.bin"), new byte[ExternalModel.BYTES - 1]);
    Files.createFile(inside.resolve("empty.bin"));
    Files.createDirectory(inside.resolve("inner"));
    Files.createSymbolicLink(inside.resolve("link.bin"), secret);
    Files.createSymbolicLink(inside.resolve("linked"), folder);
    Files.createSymbolicLink(inside.resolve("dangling"), inside.resolve("nothing"));
    return inside;
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
