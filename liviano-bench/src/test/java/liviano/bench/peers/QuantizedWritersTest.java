package liviano.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import liviano.formats.IntegerRounding;
import liviano.formats.ModelFiles;
import liviano.formats.ReadOptions;
import liviano.formats.Recognition;
import liviano.formats.export.ExportOptions;
import liviano.formats.export.FileKind;
import liviano.formats.export.ModelExport;
import liviano.graph.Node;
import liviano.graph.Op;
import liviano.model.Model;
import liviano.tensor.DType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Drawn networks of integers, written for other engines, give there what they give here. */
class QuantizedWritersTest {
  private static final int GRAPHS = 40;
  private static final int INPUTS = 3;
  private static final ExportOptions BYTES = ExportOptions.defaults().withEnds(DType.U8);

  @TempDir Path folder;

  /** Rest: its softmax and sigmoid are tables of its own, and its averages are summed in floats. */
  @Tag("peers")
  @Test
  void onnxRuntimeComputesTheSameInIntegersAlone() throws Exception {
    Steps all = new Steps();
    for (long seed = 0; seed < GRAPHS; seed++) {
      Model written = written(DrawnIntegers.of(seed, true), FileKind.ONNX, seed);
      try (OnnxBytes engine = OnnxBytes.load(file(FileKind.ONNX, seed), folder)) {
        assertThat(engine.operations())
            .as("of seed %d", seed)
            .containsKeys("QLinearConv", "QGemm")
            .doesNotContainKeys("Conv", "FusedConv", "NhwcFusedConv", "Gemm", "MatMul");
        for (int i = 0; i < INPUTS; i++) {
          Map<String, byte[]> inputs = Steps.drawn(written, seed + i);
          all.add(Steps.ours(written, inputs), engine.run(written.graph(), inputs));
        }
      }
    }
    assertThat(all.equalShare()).as("%s", all).isGreaterThan(0.999);
    assertThat(all.most()).as("%s", all).isLessThanOrEqualTo(2);
  }

  @Tag("peers")
  @Test
  void kernelsOfTensorFlowLiteGiveTheSameIntegers() throws Exception {
    Steps all = new Steps();
    for (long seed = 0; seed < GRAPHS; seed++) {
      written(DrawnIntegers.of(seed, true), FileKind.TFLITE, seed);
      ReadOptions own = ReadOptions.defaults().withRounding(IntegerRounding.TFLITE);
      run(ModelFiles.read(file(FileKind.TFLITE, seed), own, _ -> {}), seed, false, all);
    }
    assertThat(all.equalShare()).as("%s", all).isGreaterThan(0.999);
    assertThat(all.most()).as("%s", all).isLessThanOrEqualTo(1);
  }

  /**
   * XNNPACK rounds products as the network does that was written, to the nearest. Where a scale
   * changes without a product (parts of a concatenation, what a pool gives) it has a formula of its
   * own, one step off now and then, which a drawn network then makes more of.
   */
  @Tag("peers")
  @Test
  void xnnpackGivesTheIntegersOfTheNetworkAsItWasQuantized() throws Exception {
    Steps all = new Steps();
    for (long seed = 0; seed < GRAPHS; seed++) {
      Model quantized = DrawnIntegers.of(seed, false);
      written(quantized, FileKind.TFLITE, seed);
      run(written(quantized, FileKind.SAFETENSORS, seed), seed, true, all);
    }
    assertThat(all.equalShare()).as("%s", all).isGreaterThan(0.99);
    assertThat(all.most()).as("%s", all).isLessThanOrEqualTo(2);
  }

  private void run(Model ours, long seed, boolean delegates, Steps all) {
    try (TfLiteBytes engine = new TfLiteBytes(file(FileKind.TFLITE, seed), delegates)) {
      for (int i = 0; i < INPUTS; i++) {
        Map<String, byte[]> inputs = Steps.drawn(ours, seed + i);
        all.add(Steps.ours(ours, inputs), engine.run(ours.graph(), inputs));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"ONNX", "TFLITE"})
  void readBackItGivesTheSameInEveryBit(FileKind kind) throws Exception {
    for (long seed = 0; seed < GRAPHS; seed++) {
      Model written = written(DrawnIntegers.of(seed, true), kind, seed);
      List<String> notices = new ArrayList<>();
      Model read = ModelFiles.read(file(kind, seed), notices::add);
      Map<String, byte[]> inputs = Steps.drawn(written, seed);
      Steps steps = new Steps();
      steps.add(Steps.ours(written, inputs), Steps.ours(read, inputs));

      assertThat(steps.most()).as("seed %d: %s", seed, steps).isZero();
      if (written.graph().nodes().stream().noneMatch(QuantizedWritersTest::isOtherwiseInFiles)) {
        assertThat(notices)
            .as("of seed %d: %s", seed, Recognition.of(written.graph(), read.graph()).difference())
            .isEmpty();
        assertThat(read.graph()).isEqualTo(written.graph());
      }
    }
  }

  /** Files have other operations for it, or say it otherwise. */
  private static boolean isOtherwiseInFiles(Node node) {
    return switch (node.onReals().op()) {
      case Op.SelectChannels _, Op.Slice _, Op.Sigmoid _ -> true;
      default -> false;
    };
  }

  private Model written(Model model, FileKind kind, long seed) throws Exception {
    return ModelExport.write(model, kind, BYTES, file(kind, seed));
  }

  private Path file(FileKind kind, long seed) {
    return folder.resolve(seed + kind.ending());
  }
}
