package liviano.formats.tflite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import liviano.UnsupportedModelException;
import liviano.graph.Op;
import liviano.graph.Padding;
import liviano.graph.Window;
import liviano.model.Model;
import liviano.model.Role;
import liviano.model.VisionTask;
import liviano.tensor.DType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Operators one by one: what layers they become, and what these compute. */
class OperationsTest {
  private static final int VALID = 1;

  @TempDir Path folder;

  @Test
  void zerosBeforeAWindowArePartOfIt() throws IOException {
    SmallFile small = new SmallFile(1, 6, 6, 2);
    small.then(BuiltinOp.PAD, Settings.none(), new int[] {pads(small, 0, 1, 2, 0)}, 1, 7, 8, 2);
    Model model =
        small.then(BuiltinOp.CONV_2D, conv(2), filters(small, 4, 3, 2), 1, 3, 3, 4).read(file());

    assertThat(model.graph().nodes()).hasSize(1);
    Window window = ((Op.Conv2d) model.graph().nodes().getFirst().op()).window();
    assertThat(window.padding()).isEqualTo(new Padding.Explicit(0, 1, 2, 0));
    assertThat(model.graph().outputs().firstEntry().getValue().shape().toArray())
        .containsExactly(3, 3, 4);
  }

  @Test
  void zerosBeforeAnythingElseAreALayer() throws IOException {
    SmallFile small = new SmallFile(1, 2, 2, 1);
    small.then(BuiltinOp.PAD, Settings.none(), new int[] {pads(small, 1, 0, 0, 1)}, 1, 3, 3, 1);
    Model model = small.then(BuiltinOp.RELU, Settings.none(), new int[0], 1, 3, 3, 1).read(file());

    assertThat(SmallFile.answer(model, 1, 2, 3, 4)).containsExactly(0, 0, 0, 1, 2, 0, 3, 4, 0);
  }

  /** As detectors of faces widen their shortcuts. */
  @Test
  void channelsArePadded() throws IOException {
    SmallFile small = new SmallFile(1, 2, 1, 2);
    int pads = small.file().integers("pads", new int[] {0, 0, 1, 0, 0, 0, 0, 1}, 4, 2);
    Model model =
        small.then(BuiltinOp.PAD, Settings.none(), new int[] {pads}, 1, 3, 1, 3).read(file());

    assertThat(SmallFile.answer(model, 1, 2, 3, 4)).containsExactly(0, 0, 0, 1, 2, 0, 3, 4, 0);
  }

  /** The average of a pool does not count its own padding, but a layer's zeros before it. */
  @Test
  void zerosBeforeAnAverageCount() throws IOException {
    SmallFile small = new SmallFile(1, 2, 2, 1);
    small.then(BuiltinOp.PAD, Settings.none(), new int[] {pads(small, 1, 0, 0, 0)}, 1, 3, 2, 1);
    Model model =
        small
            .then(BuiltinOp.AVERAGE_POOL_2D, pool(VALID, 1, 2, 2), new int[0], 1, 2, 1, 1)
            .read(file());

    assertThat(SmallFile.answer(model, 1, 3, 5, 7)).containsExactly(1, 4);
  }

  @Test
  void aPoolOfTheWholeMapIsItsAverage() throws IOException {
    SmallFile small = new SmallFile(1, 2, 2, 1);
    Model model =
        small
            .then(BuiltinOp.AVERAGE_POOL_2D, pool(VALID, 2, 2, 2), new int[0], 1, 1, 1, 1)
            .read(file());

    assertThat(model.graph().nodes().getFirst().op()).isInstanceOf(Op.GlobalAveragePool.class);
    assertThat(SmallFile.answer(model, 1, 3, 5, 7)).containsExactly(4);
  }

  @Test
  void fusedActivationsFollow() throws IOException {
    float[] given = {-7, -0.5f, 0.25f, 8};
    assertThat(added(1, given)).containsExactly(0, 0, 0.25f, 8);
    assertThat(added(2, given))
        .usingComparatorWithPrecision(1e-6f)
        .containsExactly(-1, -0.5f, 0.25f, 1);
    assertThat(added(3, given)).containsExactly(0, 0, 0.25f, 6);
    assertThat(added(4, given))
        .usingComparatorWithPrecision(1e-6f)
        .containsExactly(
            (float) Math.tanh(-7), (float) Math.tanh(-0.5), (float) Math.tanh(0.25), 1f);
  }

  /** A sum with zeros, and an activation in the same operator. */
  private float[] added(int activation, float... given) throws IOException {
    SmallFile small = new SmallFile(1, 4);
    int zero = small.file().constant("zero", new float[1]);
    Model model =
        small
            .then(BuiltinOp.ADD, new Settings(11).small(0, activation), new int[] {zero}, 1, 4)
            .read(file());
    return SmallFile.answer(model, given);
  }

  @Test
  void denseLayersNeedNoBias() throws IOException {
    SmallFile small = new SmallFile(1, 3);
    int weights = small.file().constant("w", new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
    Model model =
        small
            .reading(
                BuiltinOp.FULLY_CONNECTED,
                new Settings(8).small(0, 0),
                List.of(small.last(), weights, -1),
                1,
                2)
            .read(file());

    assertThat(model.graph().nodes().getFirst().op()).isEqualTo(new Op.Dense(2, false));
    assertThat(SmallFile.answer(model, 1, 1, 2)).containsExactly(9, 21);
  }

  /** Edge Impulse's head: a dense layer at each place of a map, then one over all. */
  @Test
  void denseLayersReadRows() throws IOException {
    SmallFile small = new SmallFile(1, 2, 1, 2);
    int shape = small.integers(2, 2);
    small.then(BuiltinOp.RESHAPE, Settings.none(), new int[] {shape}, 2, 2);
    int weights = small.file().constant("w", new float[] {1, 10, 100, 1000}, 2, 2);
    int bias = small.file().constant("b", new float[] {0.5f, 0}, 2);
    small.then(
        BuiltinOp.FULLY_CONNECTED, new Settings(8).small(0, 0), new int[] {weights, bias}, 2, 2);
    Model model =
        small
            .then(BuiltinOp.RESHAPE, Settings.none(), new int[] {small.integers(1, -1)}, 1, 4)
            .read(file());

    assertThat(SmallFile.answer(model, 1, 2, 3, 4)).containsExactly(21.5f, 2100, 43.5f, 4300);
  }

  @Test
  void constantsAreFactorsAndSummandsOfChannels() throws IOException {
    assertThat(combined(BuiltinOp.ADD, 11, false)).containsExactly(11, 22, 13, 24);
    assertThat(combined(BuiltinOp.SUB, 28, false)).containsExactly(-9, -18, -7, -16);
    assertThat(combined(BuiltinOp.SUB, 28, true)).containsExactly(9, 18, 7, 16);
    assertThat(combined(BuiltinOp.MUL, 21, true)).containsExactly(10, 40, 30, 80);
    assertThat(combined(BuiltinOp.DIV, 29, false)).containsExactly(0.1f, 0.1f, 0.3f, 0.2f);
  }

  private float[] combined(BuiltinOp op, int settings, boolean constantFirst) throws IOException {
    SmallFile small = new SmallFile(1, 2, 1, 2);
    int constant = small.file().constant("c", new float[] {10, 20}, 2);
    List<Integer> reads =
        constantFirst ? List.of(constant, small.last()) : List.of(small.last(), constant);
    Model model =
        small.reading(op, new Settings(settings).small(0, 0), reads, 1, 2, 1, 2).read(file());
    return SmallFile.answer(model, 1, 2, 3, 4);
  }

  /** The gate of squeeze and excite may come first. */
  @Test
  void theSmallerOfTwoTensorsIsRepeated() throws IOException {
    SmallFile small = new SmallFile(1, 2, 1, 2);
    int map = small.last();
    small.then(
        BuiltinOp.MEAN, new Settings(27).small(0, 1), new int[] {small.integers(1, 2)}, 1, 1, 1, 2);
    Model model =
        small
            .reading(
                BuiltinOp.MUL, new Settings(21).small(0, 0), List.of(small.last(), map), 1, 2, 1, 2)
            .read(file());

    assertThat(SmallFile.answer(model, 1, 2, 3, 4)).containsExactly(2, 6, 6, 12);
  }

  @Test
  void tensorsAreJoinedAtTheInnermostAndTheOutermostAxis() throws IOException {
    assertThat(joined(-1, 1, 2, 1, 4)).containsExactly(1, 2, 1, 2, 3, 4, 3, 4);
    assertThat(joined(1, 1, 4, 1, 2)).containsExactly(1, 2, 3, 4, 1, 2, 3, 4);
  }

  private float[] joined(int axis, int... dims) throws IOException {
    SmallFile small = new SmallFile(1, 2, 1, 2);
    int map = small.last();
    Settings settings = new Settings(10).integer(0, axis);
    Model model =
        small.reading(BuiltinOp.CONCATENATION, settings, List.of(map, map), dims).read(file());
    return SmallFile.answer(model, 1, 2, 3, 4);
  }

  /** Half-precision constants stay what they are in the model. */
  @Test
  void halvesAreWidenedWhenTheyAreComputed() throws IOException {
    SmallFile small = new SmallFile(1, 2);
    int halves = small.file().constant("w", 1, SmallFile.halves(0.5f, 2, 3, -1), 2, 2);
    int weights = small.file().tensor("wide", 2, 2);
    small.file().operator(BuiltinOp.DEQUANTIZE, List.of(halves), weights, Settings.none());
    Model model =
        small
            .reading(
                BuiltinOp.FULLY_CONNECTED,
                new Settings(8).small(0, 0),
                List.of(small.last(), weights),
                1,
                2)
            .read(file());

    assertThat(model.weights().tensors().getFirst().type()).isEqualTo(DType.F16);
    assertThat(SmallFile.answer(model, 2, 10)).containsExactly(21, -4);
  }

  @Test
  void channelsBecomeBlocksAndBack() throws IOException {
    SmallFile small = new SmallFile(1, 1, 2, 4);
    Model model =
        small
            .then(BuiltinOp.DEPTH_TO_SPACE, new Settings(94).integer(0, 2), new int[0], 1, 2, 4, 1)
            .read(file());
    assertThat(SmallFile.answer(model, 1, 2, 3, 4, 5, 6, 7, 8))
        .containsExactly(1, 2, 5, 6, 3, 4, 7, 8);

    SmallFile back = new SmallFile(1, 2, 4, 1);
    Model there =
        back.then(BuiltinOp.SPACE_TO_DEPTH, new Settings(19).integer(0, 2), new int[0], 1, 1, 2, 4)
            .read(file());
    assertThat(SmallFile.answer(there, 1, 2, 5, 6, 3, 4, 7, 8))
        .containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
  }

  /** Some converters compute a shape from the batch of another tensor. */
  @Test
  void shapesThatAreComputedAreConstant() throws IOException {
    SmallFile small = new SmallFile(1, 2, 2, 2);
    TfLiteFile file = small.file();
    int image = small.last();
    int shape = file.tensor("shape", 4);
    file.operator(BuiltinOp.SHAPE, List.of(image), shape, Settings.none());
    int batch = file.tensor("batch");
    List<Integer> slice = List.of(shape, small.integers(0), small.integers(1), small.integers(1));
    file.operator(BuiltinOp.STRIDED_SLICE, slice, batch, new Settings(32).integer(4, 1));
    int wanted = file.tensor("wanted", 3);
    int open = file.integers("open", new int[] {-1});
    int two = file.integers("two", new int[] {2});
    file.operator(
        BuiltinOp.PACK, List.of(batch, open, two), wanted, new Settings(59).integer(0, 3));
    Model model =
        small
            .reading(BuiltinOp.RESHAPE, Settings.none(), List.of(image, wanted), 1, 4, 2)
            .read(file());

    assertThat(model.graph().outputs().firstEntry().getValue().shape().toArray())
        .containsExactly(4, 2);
  }

  /** Blocks put apart, filtered, and put back: the taps of one convolution are apart. */
  @Test
  void blocksAroundAConvolutionAreItsDilation() throws IOException {
    SmallFile small = new SmallFile(1, 5, 5, 2);
    int block = small.integers(2, 2);
    int zeros = small.file().integers("zeros", new int[] {2, 3, 2, 3}, 2, 2);
    int cut = small.file().integers("cut", new int[] {0, 1, 0, 1}, 2, 2);
    small.then(BuiltinOp.SPACE_TO_BATCH_ND, Settings.none(), new int[] {block, zeros}, 4, 5, 5, 2);
    small.then(BuiltinOp.CONV_2D, conv(1), filters(small, 4, 3, 2), 4, 3, 3, 4);
    Model model =
        small
            .then(BuiltinOp.BATCH_TO_SPACE_ND, Settings.none(), new int[] {block, cut}, 1, 5, 5, 4)
            .read(file());

    SmallFile apart = new SmallFile(1, 5, 5, 2);
    int[] filters = filters(apart, 4, 3, 2);
    Settings same = new Settings(1).integer(1, 1).integer(2, 1).integer(4, 2).integer(5, 2);
    Model dilated =
        apart
            .then(BuiltinOp.CONV_2D, same, filters, 1, 5, 5, 4)
            .read(folder.resolve("dilated.tflite"));
    assertThat(SmallFile.answer(model)).isEqualTo(SmallFile.answer(dilated));
    assertThat(((Op.Conv2d) model.graph().nodes().getFirst().op()).window().padding())
        .isEqualTo(new Padding.Explicit(2, 2, 2, 2));
  }

  @Test
  void activationsAreTheSchemas() throws IOException {
    assertThat(activated(BuiltinOp.LEAKY_RELU, new Settings(75).real(0, 0.5f), -2)).isEqualTo(-1);
    assertThat(activated(BuiltinOp.LOGISTIC, Settings.none(), 0)).isEqualTo(0.5f);
    assertThat(activated(BuiltinOp.HARD_SWISH, Settings.none(), 1))
        .isEqualTo(2 / 3f, within(1e-6f));
    assertThat(activated(BuiltinOp.RELU_0_TO_1, Settings.none(), 3)).isEqualTo(1, within(1e-6f));
    assertThat(activated(BuiltinOp.L2_NORMALIZATION, Settings.none(), -4)).isEqualTo(-1);
  }

  private float activated(BuiltinOp op, Settings settings, float x) throws IOException {
    return SmallFile.answer(
        new SmallFile(1, 1).then(op, settings, new int[0], 1, 1).read(file()), x)[0];
  }

  /** As TensorFlow's own MobileNets end: the classifier is a convolution of one position. */
  @Test
  void aConvolutionOfOnePositionIsADenseLayer() throws IOException {
    SmallFile small = new SmallFile(1, 2, 2, 3);
    small.then(BuiltinOp.AVERAGE_POOL_2D, pool(VALID, 2, 2, 2), new int[0], 1, 1, 1, 3);
    small.then(BuiltinOp.CONV_2D, conv(1), filters(small, 5, 1, 3), 1, 1, 1, 5);
    small.then(BuiltinOp.RESHAPE, Settings.none(), new int[] {small.integers(-1, 5)}, 1, 5);
    Model model =
        small.then(BuiltinOp.SOFTMAX, new Settings(9).real(0, 1), new int[0], 1, 5).read(file());

    assertThat(model.graph().nodes().stream().map(node -> node.op().getClass().getSimpleName()))
        .containsExactly("GlobalAveragePool", "Dense", "Softmax");
    assertThat(model.card().task()).isEqualTo(VisionTask.CLASSIFICATION);
  }

  /** Without a softmax it is a classifier if somebody named as many classes. */
  @Test
  void aDenseLayerOfAsManyUnitsAsLabelsClassifies() throws IOException {
    Files.writeString(folder.resolve("labels.txt"), "cat\ndog\n");
    for (int units : new int[] {2, 3}) {
      SmallFile small = new SmallFile(1, 4);
      int[] constants = {small.floats(units, 4)};
      Model model =
          small
              .then(BuiltinOp.FULLY_CONNECTED, new Settings(8).small(0, 0), constants, 1, units)
              .read(folder.resolve(units + ".tflite"));

      assertThat(model.card().task())
          .isEqualTo(units == 2 ? VisionTask.CLASSIFICATION : VisionTask.OTHER);
      assertThat(model.graph().outputs()).containsOnlyKeys("fully_connected/out");
      assertThat(model.find(Role.LOGITS).isPresent()).isEqualTo(units == 2);
    }
  }

  @Test
  void aConstantOfManyNumbersIsHeldByTheGraph() throws IOException {
    SmallFile small = new SmallFile(1, 2, 1, 2);
    int constant = small.floats(2, 1, 2);
    Model model =
        small
            .then(BuiltinOp.MUL, new Settings(21).small(0, 0), new int[] {constant}, 1, 2, 1, 2)
            .read(file());

    assertThat(SmallFile.answer(model, 5, 6, 7, 8)).containsExactly(-6.25f, 3, -3.5f, 10);
  }

  @Test
  void whatIsNotComputedIsSaidByItsName() {
    SmallFile small = new SmallFile(2, 4, 4, 2);
    small.then(BuiltinOp.CONV_2D, conv(1), filters(small, 4, 3, 2), 2, 2, 2, 4);

    assertThatThrownBy(() -> small.read(file()))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessage(
            file()
                + ": CONV_2D (3) of 'conv_2d/out': it reads a batch of 2 maps at once;"
                + " export the network up to what it reads");
  }

  private static int pads(SmallFile small, int top, int bottom, int left, int right) {
    return small.file().integers("pads", new int[] {0, 0, top, bottom, left, right, 0, 0}, 4, 2);
  }

  private static Settings conv(int stride) {
    return new Settings(1).small(0, VALID).integer(1, stride).integer(2, stride);
  }

  private static Settings pool(int padding, int stride, int width, int height) {
    return new Settings(5)
        .small(0, padding)
        .integer(1, stride)
        .integer(2, stride)
        .integer(3, width)
        .integer(4, height);
  }

  private static int[] filters(SmallFile small, int out, int kernel, int in) {
    return new int[] {small.floats(out, kernel, kernel, in), small.floats(out)};
  }

  private Path file() {
    return folder.resolve("small.tflite");
  }
}
