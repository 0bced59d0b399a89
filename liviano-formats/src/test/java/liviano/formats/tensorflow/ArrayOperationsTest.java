package liviano.formats.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import liviano.UnsupportedModelException;
import liviano.formats.ModelFiles;
import liviano.formats.tensorflow.PbFile.Node;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Operations of frozen graphs on a map of 2x2 pixels of two channels, 1 to 8. */
class ArrayOperationsTest {
  private static final float[] MAP = {1, 2, 3, 4, 5, 6, 7, 8};

  @TempDir Path folder;

  private static Arguments of(PbFile graph, float... answer) {
    return arguments(graph, answer);
  }

  private static PbFile map() {
    return new PbFile().input("x", 1, 2, 2, 2);
  }

  private static PbFile reduction(String op) {
    PbFile graph = map().integers("axes", 1, 2);
    return graph.add(new Node("out", op, "x", "axes").flag("keep_dims", false));
  }

  static Stream<Arguments> reductions() {
    return Stream.of(
        of(reduction("Sum"), 16, 20),
        of(reduction("Mean"), 4, 5),
        of(reduction("Max"), 7, 8),
        of(reduction("Min"), 1, 2),
        of(reduction("Prod"), 105, 384));
  }

  static Stream<Arguments> places() {
    PbFile gathered = map().integers("which", 1, 0, 1).integer("axis", 3);
    gathered.node("out", "GatherV2", "x", "which", "axis");
    PbFile slopes = map().node("less", "Neg", "x").reals("slopes", new float[] {0.5f, 2}, 2);
    slopes.node("out", "Prelu", "less", "slopes");
    PbFile greatest = map().integer("axis", 3).node("which", "ArgMax", "x", "axis");
    greatest.add(new Node("out", "Cast", "which").type("DstT", PbFile.FLOAT));
    return Stream.of(
        of(gathered, 2, 1, 2, 4, 3, 4, 6, 5, 6, 8, 7, 8),
        of(slopes, -0.5f, -4, -1.5f, -8, -2.5f, -12, -3.5f, -16),
        of(greatest, 1, 1, 1, 1));
  }

  private static PbFile mirrored(String mode, int... pairs) {
    PbFile graph = map().integers("around", pairs);
    return graph.add(new Node("out", "MirrorPad", "x", "around").text("mode", mode));
  }

  static Stream<Arguments> mirrors() {
    return Stream.of(
        of(
            mirrored("REFLECT", 0, 0, 1, 0, 0, 1, 0, 0),
            new float[] {5, 6, 7, 8, 5, 6, 1, 2, 3, 4, 1, 2, 5, 6, 7, 8, 5, 6}),
        of(
            mirrored("SYMMETRIC", 0, 0, 2, 0, 0, 0, 0, 0),
            new float[] {5, 6, 7, 8, 1, 2, 3, 4, 1, 2, 3, 4, 5, 6, 7, 8}),
        of(
            mirrored("SYMMETRIC", 0, 0, 0, 0, 0, 0, 0, 1),
            new float[] {1, 2, 2, 3, 4, 4, 5, 6, 6, 7, 8, 8}));
  }

  /** What shapes and constants say is worked out when the graph is read. */
  static Stream<Arguments> constants() {
    PbFile filled = map().node("extents", "Shape", "x").reals("three", new float[] {3});
    filled.node("threes", "Fill", "extents", "three").node("out", "Add", "x", "threes");
    PbFile counted = map().integer("one", 1).integer("end", -1);
    counted.node("which", "Range", "one", "end", "end").integer("axis", 3);
    counted.node("out", "GatherV2", "x", "which", "axis");
    PbFile chosen = map().node("extents", "Shape", "x").integers("expected", 1, 3, 2, 2);
    chosen.node("alike", "Equal", "extents", "expected").integers("yes", 0, 0, 0, 1);
    chosen.integers("no", 0, 1, 0, 0).node("which", "Select", "alike", "yes", "no");
    chosen.integer("axis", 3).node("out", "GatherV2", "x", "which", "axis");
    PbFile wide = new PbFile().input("x", 1, 8).integers("extents", 2, 8);
    wide.node("out", "BroadcastTo", "x", "extents");
    return Stream.of(
        of(filled, 4, 5, 6, 7, 8, 9, 10, 11),
        of(counted, 2, 1, 4, 3, 6, 5, 8, 7),
        of(chosen, new float[] {1, 2, 1, 2, 3, 4, 3, 4, 5, 6, 5, 6, 7, 8, 7, 8}),
        of(wide, 1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8));
  }

  static Stream<Arguments> logarithms() {
    return Stream.of(
        of(
            map().node("out", "LogSoftmax", "x"),
            new float[] {
              -1.31326f, -0.31326f, -1.31326f, -0.31326f, -1.31326f, -0.31326f, -1.31326f, -0.31326f
            }));
  }

  @Test
  void whatIsComputedIsNotCountedOrCompared() throws IOException {
    PbFile graph = new PbFile().input("x", 1, 2).reals("one", new float[] {1}, 1);
    graph.node("out", "Equal", "x", "one");
    Path file = graph.write(folder.resolve("graph.pb"));

    assertThatThrownBy(() -> ModelFiles.read(file))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("Equal of 'out'");
  }

  @Test
  void mirrorsAreNoLargerThanWhatTheyMirror() throws IOException {
    for (PbFile graph :
        List.of(
            mirrored("REFLECT", 0, 0, 2, 0, 0, 0, 0, 0),
            mirrored("SYMMETRIC", 0, 0, 0, 3, 0, 0, 0, 0),
            mirrored("REFLECT", 0, 0, -1, 0, 0, 0, 0, 0))) {
      Path file = graph.write(folder.resolve("graph.pb"));
      assertThatThrownBy(() -> ModelFiles.read(file))
          .isInstanceOf(UnsupportedModelException.class)
          .hasMessageContaining("it pads 2 numbers by ");
    }
  }

  private static PbFile resized(String op, String sampling) {
    PbFile graph = new PbFile().input("x", 1, 1, 4, 2).integers("size", 1, 7);
    return graph.add(new Node("out", op, "x", "size").flag(sampling, true));
  }

  static Stream<Arguments> resizes() {
    PbFile legacy = new PbFile().input("x", 1, 1, 4, 2).integers("size", 1, 8);
    legacy.node("out", "ResizeBilinear", "x", "size");
    PbFile nearest = new PbFile().input("x", 1, 1, 4, 2).integers("size", 1, 2);
    nearest.node("out", "ResizeNearestNeighbor", "x", "size");
    return Stream.of(
        of(
            resized("ResizeBilinear", "align_corners"),
            new float[] {1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8}),
        of(legacy, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 7, 8),
        of(nearest, 1, 2, 5, 6));
  }

  /** Two by two kernels of one stride each: every pixel becomes its own square. */
  static Stream<Arguments> transposed() {
    PbFile graph = map().integers("size", 1, 4, 4, 1);
    graph.reals("weights", new float[] {1, 0, 0, 1, 1, 1, 0, 0}, 2, 2, 1, 2);
    graph.add(
        new Node("out", "Conv2DBackpropInput", "size", "weights", "x")
            .wholes("strides", 1, 2, 2, 1)
            .text("padding", "SAME"));
    return Stream.of(of(graph, 1, 2, 3, 4, 3, 0, 7, 0, 5, 6, 7, 8, 11, 0, 15, 0));
  }

  /** A row of zeros above, a column of them on the right. */
  static Stream<Arguments> padded() {
    PbFile graph = map().reals("weights", new float[] {1, 1}, 1, 1, 2, 1);
    graph.add(
        new Node("out", "Conv2D", "x", "weights")
            .wholes("strides", 1, 1, 1, 1)
            .text("padding", "EXPLICIT")
            .wholes("explicit_paddings", 0, 0, 1, 0, 0, 1, 0, 0));
    return Stream.of(of(graph, 0, 0, 0, 3, 7, 0, 11, 15, 0));
  }

  @ParameterizedTest
  @MethodSource({
    "constants",
    "logarithms",
    "reductions",
    "places",
    "resizes",
    "transposed",
    "padded",
    "mirrors"
  })
  void givesWhatIsWorkedOutByHand(PbFile graph, float[] answer) throws IOException {
    Path file = graph.write(folder.resolve("graph.pb"));
    assertThat(Answers.of(ModelFiles.read(file), MAP))
        .usingComparatorWithPrecision(1e-4f)
        .containsExactly(answer);
  }
}
