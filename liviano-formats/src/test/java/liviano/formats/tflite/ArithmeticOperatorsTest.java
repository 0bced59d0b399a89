package liviano.formats.tflite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import liviano.MalformedModelException;
import liviano.graph.Op;
import liviano.model.Model;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Operators of arithmetic, places and parts, against results worked out by hand. */
class ArithmeticOperatorsTest {
  private static final int INT32 = 2;

  @TempDir Path folder;

  /** The sum of each row, subtracted from the row and from a column: either may be repeated. */
  @Test
  void computedTensorsAreRepeatedOverOneAnother() throws IOException {
    SmallFile small = new SmallFile(1, 2, 3);
    int table = small.last();
    Settings keep = new Settings(27).small(0, 1);
    small.then(BuiltinOp.SUM, keep, new int[] {small.integers(2)}, 1, 2, 1);
    int rows = small.last();
    small.reading(BuiltinOp.SUM, keep, List.of(table, small.integers(1)), 1, 1, 3);
    int columns = small.last();
    Settings none = new Settings(28).small(0, 0);

    small.reading(BuiltinOp.SUB, none, List.of(rows, table), 1, 2, 3);
    assertThat(answer(small, 1, 2, 3, 4, 5, 6)).containsExactly(5, 4, 3, 11, 10, 9);
    small.reading(BuiltinOp.SUB, none, List.of(rows, columns), 1, 2, 3);
    assertThat(answer(small, 1, 2, 3, 4, 5, 6)).containsExactly(1, -1, -3, 10, 8, 6);
    small.reading(BuiltinOp.DIV, new Settings(29).small(0, 0), List.of(columns, table), 1, 2, 3);
    assertThat(answer(small, 1, 2, 3, 4, 5, 6)).containsExactly(5, 3.5f, 3, 1.25f, 1.4f, 1.5f);
  }

  @Test
  void constantsOfAnyExtentsAreReadByLayers() throws IOException {
    SmallFile small = new SmallFile(1, 2, 2);
    int perRow = small.file().constant("c", new float[] {10, 100}, 2, 1);
    small.then(BuiltinOp.MUL, new Settings(21).small(0, 0), new int[] {perRow}, 1, 2, 2);
    assertThat(answer(small, 1, 2, 3, 4)).containsExactly(10, 20, 300, 400);

    SmallFile power = new SmallFile(1, 2);
    int bases = power.file().constant("c", new float[] {2, 3}, 2);
    power.reading(BuiltinOp.POW, Settings.none(), List.of(bases, power.last()), 1, 2);
    assertThat(answer(power, 3, -1)).containsExactly(8, (float) Math.pow(3, -1));

    SmallFile floor = new SmallFile(1, 3);
    int twos = floor.file().constant("c", new float[] {2}, 1);
    floor.then(BuiltinOp.FLOOR_DIV, Settings.none(), new int[] {twos}, 1, 3);
    assertThat(answer(floor, 3, -3, 4)).containsExactly(1, -2, 2);
  }

  @Test
  void boundsAreClips() throws IOException {
    SmallFile small = new SmallFile(1, 4);
    int least = small.file().constant("c", new float[] {-1}, 1);
    small.then(BuiltinOp.MAXIMUM, Settings.none(), new int[] {least}, 1, 4);
    Model model = small.read(file());

    assertThat(model.graph().nodes().getFirst().op())
        .isEqualTo(new Op.Clip(-1, Float.POSITIVE_INFINITY));
    assertThat(SmallFile.answer(model, -5, -1, 0, 7)).containsExactly(-1, -1, 0, 7);

    SmallFile each = new SmallFile(1, 2);
    int most = each.file().constant("c", new float[] {3, 4}, 2);
    each.then(BuiltinOp.MINIMUM, Settings.none(), new int[] {most}, 1, 2);
    assertThat(answer(each, 5, 5)).containsExactly(3, 4);
  }

  @Test
  void functionsOfOneNumber() throws IOException {
    assertThat(mapped(BuiltinOp.SQRT, 9)).isEqualTo(3);
    assertThat(mapped(BuiltinOp.RSQRT, 4)).isEqualTo(0.5f);
    assertThat(mapped(BuiltinOp.EXP, 0)).isEqualTo(1);
    assertThat(mapped(BuiltinOp.ABS, -2)).isEqualTo(2);
    assertThat(mapped(BuiltinOp.ROUND, 2.5f)).isEqualTo(2);
    assertThat(mapped(BuiltinOp.ELU, -1)).isEqualTo((float) Math.expm1(-1));
  }

  @Test
  void logarithmsOfSoftmaxAreNotThoseOfRoundedNumbers() throws IOException {
    SmallFile small = new SmallFile(1, 2);
    small.then(BuiltinOp.LOG_SOFTMAX, Settings.none(), new int[0], 1, 2);
    assertThat(answer(small, 0, 200)).containsExactly(-200, 0);
    assertThat(answer(small, 3, 3)).containsOnly(-(float) Math.log(2));
  }

  @Test
  void mirrorsRepeatTheEdgeOrNot() throws IOException {
    SmallFile reflected = new SmallFile(1, 3);
    int[] around = {reflected.integers(0, 0, 2, 1)};
    reflected.then(BuiltinOp.MIRROR_PAD, new Settings(77).small(0, 0), around, 1, 6);
    assertThat(answer(reflected, 1, 2, 3)).containsExactly(3, 2, 1, 2, 3, 2);

    SmallFile symmetric = new SmallFile(1, 3);
    around = new int[] {symmetric.integers(0, 0, 2, 1)};
    symmetric.then(BuiltinOp.MIRROR_PAD, new Settings(77).small(0, 1), around, 1, 6);
    assertThat(answer(symmetric, 1, 2, 3)).containsExactly(2, 1, 1, 2, 3, 3);
  }

  /** Filled, counted and chosen constants are there when the file has been read. */
  @Test
  void constantsAreMadeOfConstants() throws IOException {
    SmallFile filled = new SmallFile(1, 2);
    int image = filled.last();
    int three = filled.file().constant("c", new float[] {3}, 1);
    filled.reading(BuiltinOp.FILL, Settings.none(), List.of(filled.integers(1, 2), three), 1, 2);
    List<Integer> both = List.of(image, filled.last());
    filled.reading(BuiltinOp.ADD, new Settings(11).small(0, 0), both, 1, 2);
    assertThat(answer(filled, 1, 2)).containsExactly(4, 5);

    SmallFile chosen = new SmallFile(1, 2);
    image = chosen.last();
    List<Integer> alike = List.of(chosen.integers(1, 2), chosen.integers(1, 3));
    chosen.reading(BuiltinOp.EQUAL, Settings.none(), alike, 2);
    List<Integer> choices = List.of(chosen.last(), chosen.integers(1, 1), chosen.integers(0, 0));
    chosen.reading(BuiltinOp.SELECT_V2, Settings.none(), choices, 2);
    List<Integer> places = List.of(image, chosen.last());
    chosen.reading(BuiltinOp.GATHER, new Settings(23).integer(0, 1), places, 1, 2);
    assertThat(answer(chosen, 7, 8)).containsExactly(8, 7);
  }

  private float mapped(BuiltinOp op, float x) throws IOException {
    SmallFile small = new SmallFile(1, 1);
    return answer(small.then(op, Settings.none(), new int[0], 1, 1), x)[0];
  }

  /** As a network of poses finds where each part of a body is. */
  @Test
  void whatIsAtThePlaceOfTheGreatestIsFound() throws IOException {
    SmallFile small = new SmallFile(1, 3, 2);
    int scores = small.last();
    TfLiteFile file = small.file();
    int place = file.tensorOf("place", INT32, 1, 2);
    int axis = small.integers(1);
    file.operator(BuiltinOp.ARG_MAX, List.of(scores, axis), place, Settings.none());
    int flat = file.tensorOf("flat", INT32, 2);
    file.operator(BuiltinOp.RESHAPE, List.of(place, small.integers(2)), flat, Settings.none());
    small.reading(BuiltinOp.GATHER, new Settings(23).integer(0, 1), List.of(scores, flat), 1, 2, 2);

    assertThat(answer(small, 1, 9, 7, 2, 3, 4)).containsExactly(7, 2, 1, 9);
  }

  @Test
  void tensorsAreCutIntoPartsAndPackedAgain() throws IOException {
    SmallFile small = new SmallFile(1, 2, 4);
    TfLiteFile file = small.file();
    int axis = file.integers("axis", new int[] {2});
    int left = file.tensor("left", 1, 2, 2);
    int right = file.tensor("right", 1, 2, 2);
    file.operator(
        BuiltinOp.SPLIT,
        List.of(axis, small.last()),
        List.of(left, right),
        new Settings(35).integer(0, 2));
    int top = file.tensor("top", 1, 2);
    int bottom = file.tensor("bottom", 1, 2);
    file.operator(
        BuiltinOp.UNPACK,
        List.of(right),
        List.of(top, bottom),
        new Settings(64).integer(0, 2).integer(1, 1));
    small.reading(
        BuiltinOp.PACK,
        new Settings(59).integer(0, 3).integer(1, 2),
        List.of(bottom, top, bottom),
        1,
        2,
        3);

    assertThat(answer(small, 0, 1, 2, 3, 4, 5, 6, 7)).containsExactly(6, 2, 6, 7, 3, 7);
  }

  @Test
  void partsHaveTheExtentsThatTheFileSays() throws IOException {
    SmallFile small = new SmallFile(1, 5);
    TfLiteFile file = small.file();
    int sizes = small.integers(2, -1);
    int first = file.tensor("first", 1, 2);
    int rest = file.tensor("rest", 1, 3);
    int axis = file.integers("axis", new int[] {-1});
    file.operator(
        BuiltinOp.SPLIT_V,
        List.of(small.last(), sizes, axis),
        List.of(first, rest),
        new Settings(79).integer(0, 2));
    small.reading(BuiltinOp.NEG, Settings.none(), List.of(rest), 1, 3);

    assertThat(answer(small, 1, 2, 3, 4, 5)).containsExactly(-3, -4, -5);
  }

  @Test
  void slicesOfComputedTensors() throws IOException {
    float[] numbers = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
    SmallFile small = new SmallFile(1, 3, 4);
    int table = small.last();
    int[] part = {small.integers(0, 1, 2), small.integers(1, 2, -1)};
    small.then(BuiltinOp.SLICE, Settings.none(), part, 1, 2, 2);
    assertThat(answer(small, numbers)).containsExactly(6, 7, 10, 11);

    // [:, ::-1, 1:4:2]
    List<Integer> backwards =
        List.of(table, small.integers(0, 0, 1), small.integers(0, 0, 4), small.integers(1, -1, 2));
    Settings open = new Settings(32).integer(0, 3).integer(1, 3);
    small.reading(BuiltinOp.STRIDED_SLICE, open, backwards, 1, 3, 2);
    assertThat(answer(small, numbers)).containsExactly(9, 11, 5, 7, 1, 3);

    // [..., newaxis, -1]
    List<Integer> last =
        List.of(table, small.integers(0, 0, -1), small.integers(0, 0, 0), small.integers(1, 1, 1));
    Settings sets = new Settings(32).integer(2, 1).integer(3, 2).integer(4, 4);
    small.reading(BuiltinOp.STRIDED_SLICE, sets, last, 1, 3, 1);
    Model model = small.read(file());
    assertThat(SmallFile.answer(model, numbers)).containsExactly(3, 7, 11);
    assertThat(model.graph().outputs().lastEntry().getValue().shape().toArray())
        .containsExactly(3, 1);
  }

  @Test
  void tensorsAreTurnedRepeatedJoinedAndSurrounded() throws IOException {
    SmallFile small = new SmallFile(1, 2, 3);
    int table = small.last();
    small.then(BuiltinOp.TRANSPOSE, Settings.none(), new int[] {small.integers(0, 2, 1)}, 1, 3, 2);
    assertThat(answer(small, 1, 2, 3, 4, 5, 6)).containsExactly(1, 4, 2, 5, 3, 6);
    small.reading(
        BuiltinOp.TILE, Settings.none(), List.of(table, small.integers(1, 1, 2)), 1, 2, 6);
    assertThat(answer(small, 1, 2, 3, 4, 5, 6)).containsExactly(1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6);
    int pads = small.file().integers("pads", new int[] {0, 0, 0, 1, 1, 0}, 3, 2);
    int value = small.file().constant("v", new float[] {9});
    small.reading(BuiltinOp.PADV2, Settings.none(), List.of(table, pads, value), 1, 3, 4);
    assertThat(answer(small, 1, 2, 3, 4, 5, 6)).containsExactly(9, 1, 2, 3, 9, 4, 5, 6, 9, 9, 9, 9);

    SmallFile middle = new SmallFile(1, 2, 1, 2);
    int constant = middle.file().constant("c", new float[] {8, 9, 6, 7}, 1, 2, 1, 2);
    Settings axis = new Settings(10).integer(0, 2);
    middle.then(BuiltinOp.CONCATENATION, axis, new int[] {constant}, 1, 2, 2, 2);
    assertThat(answer(middle, 1, 2, 3, 4)).containsExactly(1, 2, 8, 9, 3, 4, 6, 7);
  }

  /** Positions become samples and come back, with something else between than a convolution. */
  @Test
  void positionsBecomeSamplesAndBack() throws IOException {
    SmallFile small = new SmallFile(1, 2, 3, 1);
    int block = small.integers(2, 2);
    int zeros = small.file().integers("zeros", new int[] {0, 0, 1, 0}, 2, 2);
    small.then(BuiltinOp.SPACE_TO_BATCH_ND, Settings.none(), new int[] {block, zeros}, 4, 1, 2, 1);
    assertThat(answer(small, 1, 2, 3, 4, 5, 6)).containsExactly(0, 2, 1, 3, 0, 5, 4, 6);
    small.then(BuiltinOp.EXP, Settings.none(), new int[0], 4, 1, 2, 1);
    small.then(BuiltinOp.LOG, Settings.none(), new int[0], 4, 1, 2, 1);
    small.then(BuiltinOp.BATCH_TO_SPACE_ND, Settings.none(), new int[] {block, zeros}, 1, 2, 3, 1);
    assertThat(answer(small, 1, 2, 3, 4, 5, 6))
        .usingComparatorWithPrecision(1e-5f)
        .containsExactly(1, 2, 3, 4, 5, 6);
  }

  @Test
  void whatNoProgramComputesIsMalformed() {
    SmallFile small = new SmallFile(1, 2, 3);
    int constant = small.floats(2, 2);
    small.then(BuiltinOp.MUL, new Settings(21).small(0, 0), new int[] {constant}, 1, 2, 3);

    assertThatThrownBy(() -> small.read(file()))
        .isInstanceOf(MalformedModelException.class)
        .hasMessage(file() + ": MUL (18) of 'mul/out': it combines [1, 2, 3] and [2, 2]");
  }

  private float[] answer(SmallFile small, float... values) throws IOException {
    return SmallFile.answer(small.read(file()), values);
  }

  private Path file() {
    return folder.resolve("small.tflite");
  }
}
