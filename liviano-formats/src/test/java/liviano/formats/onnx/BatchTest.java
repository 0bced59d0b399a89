package liviano.formats.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import liviano.Limits;
import liviano.UnsupportedModelException;
import liviano.engine.CompileOptions;
import liviano.engine.Engine;
import liviano.engine.Session;
import liviano.formats.importer.ImportedGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Convolutions over several maps at once give what they give of each map by itself. */
class BatchTest {
  private static final int MAPS = 3;
  private static final int EACH = 2 * 4 * 4;

  private static ImportedGraph network(String kind, int group, int batch) {
    OnnxGraph onnx = new OnnxGraph();
    onnx.input("maps", List.of(batch, 2, 4, 4));
    int out = kind.equals("Conv") ? 2 / group : 2;
    String filter = onnx.constant("filter", numbers(2 * out * 9), 2, out, 3, 3);
    int channels = kind.equals("Conv") ? 2 : 2 * group;
    String bias = onnx.constant("bias", numbers(channels), channels);
    onnx.node(
        "conv",
        kind,
        List.of("maps", filter, bias),
        "conv",
        Attribute.of("group", group),
        Attribute.ints("pads", 1, 1, 0, 0),
        Attribute.ints("strides", 2, 2));
    onnx.node("out", "Relu", List.of("conv"), "out");
    onnx.output("out", List.of(batch, channels, -1, -1));
    byte[] file = onnx.toFile("network", Map.of()).toByteArray();
    return OnnxReader.imported(
        OnnxModel.of(MemorySegment.ofArray(file), Limits.defaults()),
        new ExternalData(Optional.empty()),
        Map.of(),
        Limits.defaults());
  }

  private static float[] numbers(int count) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (i * 7 % 23 - 11) / 8f;
    }
    return numbers;
  }

  /** Numbers in the file's order in and out. */
  private static float[] answer(ImportedGraph network, float[] maps) {
    Session session =
        Engine.compile(network.graph(), network.weights(), CompileOptions.defaults()).newSession();
    network
        .layouts()
        .get("maps")
        .toMemory(MemorySegment.ofArray(maps), session.input("maps").segment(), Float.BYTES);
    session.run();
    float[] answer = new float[network.graph().outputs().get("out").shape().elements()];
    network
        .layouts()
        .get("out")
        .toFile(session.output("out").segment(), MemorySegment.ofArray(answer), Float.BYTES);
    return answer;
  }

  @ParameterizedTest
  @CsvSource({"Conv, 1", "Conv, 2", "ConvTranspose, 1", "ConvTranspose, 2"})
  void mapsAreFilteredOneByOne(String kind, int group) {
    float[] maps = numbers(MAPS * EACH);
    ImportedGraph batch = network(kind, group, MAPS);
    float[] together = answer(batch, maps);
    ImportedGraph single = network(kind, group, 1);

    assertThat(batch.layouts().get("out").extents().getFirst()).isEqualTo(MAPS);
    int each = together.length / MAPS;
    for (int i = 0; i < MAPS; i++) {
      float[] alone = answer(single, Arrays.copyOfRange(maps, i * EACH, (i + 1) * EACH));
      assertThat(Arrays.copyOfRange(together, i * each, (i + 1) * each))
          .containsExactly(alone, within(1e-5f));
    }
  }

  /** Each map takes layers of its own: a small file must not ask for millions. */
  @Test
  void aBatchOfMillionsIsRefused() {
    assertThatThrownBy(() -> network("Conv", 1, 1_000_000))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("of a batch of maps");
  }
}
