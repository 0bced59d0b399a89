package liviano.formats.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import liviano.formats.GraphCut;
import liviano.formats.ModelFiles;
import liviano.formats.ReadOptions;
import liviano.formats.tensorflow.PbFile.Node;
import liviano.model.Model;
import liviano.model.Normalization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What operations of a graph compute, against results worked out beside them. */
class GraphOperationsTest {
  private static final int BOOL = 10;
  private static final int FLOATS_FIELD = 5;

  @TempDir Path folder;

  private Model read(PbFile file) throws IOException {
    return ModelFiles.read(file.write(folder.resolve("graph.pb")));
  }

  private float[] answer(PbFile file, float... values) throws IOException {
    return Answers.of(read(file), values);
  }

  @Test
  void aNormInTrainingTakesThePicturesOwnMeanAndVariance() throws IOException {
    PbFile file = new PbFile().input("image", 1, 2, 2, 1);
    file.reals("scale", new float[] {2}, 1).reals("offset", new float[] {10}, 1);
    file.reals("mean", new float[0], 0).reals("variance", new float[0], 0);
    file.add(
        new Node("out", "FusedBatchNorm", "image", "scale", "offset", "mean", "variance")
            .real("epsilon", 0.25f)
            .flag("is_training", true));
    // Mean 4, variance 6; the square root of 6.25 is 2.5.
    assertThat(answer(file, 0, 4, 6, 6))
        .usingComparatorWithPrecision(1e-5f)
        .containsExactly(6.8f, 10f, 11.6f, 11.6f);
  }

  @Test
  void theLastNumberOfAConstantIsRepeated() throws IOException {
    PbFile file = new PbFile().input("x", 1, 4);
    file.constant("y", PbFile.FLOAT, t -> t.real(FLOATS_FIELD, 1).real(FLOATS_FIELD, 5), 4);
    file.node("out", "AddV2", "x", "y");
    assertThat(answer(file, 0, 10, 20, 30)).containsExactly(1, 15, 25, 35);
  }

  @Test
  void halvesAndBrainFloatsAreRead() throws IOException {
    PbFile file = new PbFile().input("x", 1, 2);
    int half = Float.floatToFloat16(1.5f);
    int brain = Float.floatToIntBits(-4f) >>> 16;
    file.constant("h", 19, t -> t.whole(13, half), 2);
    file.constant("b", 14, t -> t.whole(13, brain), 2);
    file.node("y", "Mul", "x", "h").node("out", "Add", "y", "b");
    assertThat(answer(file, 2, 4)).containsExactly(-1, 2);
  }

  @Test
  void theWayOfTrainingIsLeftOut() throws IOException {
    PbFile file = new PbFile().input("x", 1, 2);
    file.constant("training", BOOL, t -> t.whole(11, 0));
    file.node("switch", "Switch", "x", "training");
    file.reals("two", new float[] {2}).node("dropped", "RandomDropout", "switch:1");
    file.node("kept", "Mul", "switch", "two").node("merged", "Merge", "dropped", "kept");
    file.node("out", "Relu", "merged");
    assertThat(answer(file, -1, 3)).containsExactly(0, 6);
  }

  @Test
  void anInputThatSaysWhetherItTrainsIsNone() throws IOException {
    PbFile file = new PbFile().input("x", 1, 2);
    file.add(new Node("is_training", "Placeholder").type("dtype", BOOL));
    file.node("switch", "Switch", "x", "is_training").node("train", "Unknown", "switch:1");
    file.node("merged", "Merge", "train", "switch:0").node("out", "Neg", "merged");
    Model model = read(file);
    assertThat(model.graph().inputs()).hasSize(1);
    assertThat(Answers.of(model, 1, 2)).containsExactly(-1, -2);
  }

  @Test
  void fusedConvolutionsHaveBiasAndActivation() throws IOException {
    PbFile file = new PbFile().input("image", 1, 1, 2, 2);
    file.reals("weights", new float[] {1, 2, 3, 4}, 1, 1, 2, 2)
        .reals("bias", new float[] {-8, 1}, 2);
    file.add(
        new Node("out", "_FusedConv2D", "image", "weights", "bias")
            .wholes("strides", 1, 1, 1, 1)
            .text("padding", "VALID")
            .texts("fused_ops", "BiasAdd", "Relu"));
    assertThat(answer(file, 1, 2, -3, 1)).containsExactly(0, 11, 0, 0);
  }

  @Test
  void factorsAndSummandsBecomePartOfTheConvolution() throws IOException {
    PbFile file = new PbFile().input("image", 1, 2, 2, 2);
    file.reals("weights", new float[] {1, 2, 3, 4}, 1, 1, 2, 2);
    file.add(
        new Node("filtered", "Conv2D", "image", "weights")
            .wholes("strides", 1, 1, 1, 1)
            .text("padding", "SAME"));
    file.reals("factors", new float[] {2, -1}, 2).node("scaled", "Mul", "filtered", "factors");
    file.reals("less", new float[] {1, 0}, 2).node("shifted", "Sub", "scaled", "less");
    file.node("sum", "Add", "image", "shifted");
    file.reals("more", new float[] {0, 100}, 2).node("out", "Add", "sum", "more");
    Model model = read(file);
    assertThat(model.graph().nodes()).hasSize(2);
    assertThat(Answers.of(model, 1, 1, 0, 0, 0, 0, 2, 0))
        .containsExactly(8, 95, -1, 100, -1, 100, 5, 96);
  }

  @Test
  void aMatrixHasItsOutputsInnermost() throws IOException {
    PbFile file = new PbFile().input("x", 1, 2);
    file.reals("m", new float[] {1, 2, 3, 4, 5, 6}, 2, 3).node("out", "MatMul", "x", "m");
    assertThat(answer(file, 10, 1)).containsExactly(14, 25, 36);
  }

  @Test
  void partsAreSplitAndJoined() throws IOException {
    PbFile file = new PbFile().input("x", 1, 4).integer("axis", 1);
    file.add(new Node("parts", "Split", "axis", "x").whole("num_split", 2));
    file.node("out", "ConcatV2", "parts:1", "parts", "axis");
    assertThat(answer(file, 1, 2, 3, 4)).containsExactly(3, 4, 1, 2);
  }

  @Test
  void shapesAreComputedFromShapes() throws IOException {
    PbFile file = new PbFile().input("x", 1, 2, 3, 1).node("shape", "Shape", "x");
    file.integers("one", 1).integers("two", 2).integers("three", 3).integer("minus", -1);
    file.add(
        new Node("height", "StridedSlice", "shape", "one", "two", "one")
            .whole("shrink_axis_mask", 1));
    file.add(new Node("rows", "Pack", "height", "minus"));
    file.node("y", "Reshape", "x", "rows").node("out", "Softmax", "y");
    assertThat(read(file).graph().outputs().lastEntry().getValue().shape().dims())
        .containsExactly(2, 3);
  }

  @Test
  void aGraphThatTakesBytesPreparesPixelsItself() throws IOException {
    PbFile file = new PbFile();
    file.add(new Node("image", "Placeholder").type("dtype", 4).shape("shape", 1, 2, 2, 3));
    file.add(new Node("real", "Cast", "image").type("DstT", PbFile.FLOAT));
    file.node("out", "Neg", "real");
    assertThat(read(file).card().preprocessing().normalization()).isEqualTo(Normalization.none());
  }

  @Test
  void onlyThePartThatIsAskedForIsRead() throws IOException {
    PbFile file = new PbFile().input("raw", -1, -1, -1, 3).node("decoded", "DecodeJpeg", "raw");
    file.node("middle", "Relu", "decoded").node("end", "Neg", "middle").node("rest", "Foo", "end");
    Path path = file.write(folder.resolve("cut.pb"));
    GraphCut cut = GraphCut.of(List.of("decoded:2x1x1"), List.of("end:0"));
    Model model = ModelFiles.read(path, ReadOptions.defaults().withCut(cut), _ -> {});
    assertThat(Answers.of(model, 1, 4)).containsExactly(-1, -4);
  }

  @Test
  void samplesThatArePartedAndPutBackAreTapsApart() throws IOException {
    PbFile file = new PbFile().input("image", 1, 4, 4, 1);
    file.reals("weights", new float[] {1, 0, 0, 0, 0, 0, 0, 0, 10}, 3, 3, 1, 1);
    file.integers("block", 2, 2);
    file.constant("pads", PbFile.INT32, t -> t.whole(7, 2), 2, 2);
    file.constant("crops", PbFile.INT32, t -> t.whole(7, 0), 2, 2);
    file.node("parted", "SpaceToBatchND", "image", "block", "pads");
    file.add(
        new Node("filtered", "DepthwiseConv2dNative", "parted", "weights")
            .wholes("strides", 1, 1, 1, 1)
            .text("padding", "VALID"));
    file.node("back", "BatchToSpaceND", "filtered", "block", "crops");
    file.reals("factor", new float[] {2}, 1).node("out", "Mul", "back", "factor");
    float[] image = new float[16];
    image[0] = 1;
    image[5] = 3;
    float[] answer = answer(file, image);
    assertThat(answer[10]).isCloseTo(2f, within(1e-6f)); // two up, two left of it is the first
    assertThat(answer[15]).isCloseTo(6f, within(1e-6f));
    assertThat(answer[0]).isZero();
  }
}
