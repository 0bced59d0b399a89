package liviano.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import liviano.engine.CompileOptions;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.GraphException;
import liviano.graph.Op;
import liviano.graph.TensorType;
import liviano.graph.Value;
import liviano.model.ChannelOrder;
import liviano.model.Model;
import liviano.model.ModelCard;
import liviano.model.Preprocessing;
import liviano.model.Preset;
import liviano.model.RandomWeights;
import liviano.model.TensorLayout;
import liviano.model.VisionTask;
import liviano.tensor.DType;
import liviano.tensor.Extents;
import liviano.tensor.Shape;
import liviano.weights.Tensor;
import org.junit.jupiter.api.Test;

/** Tensors in, tensors out. */
class ModelRunnerTest {
  private static final Preprocessing RGB = Preset.KERAS.preprocessing(2, 1);

  /** One row of an orange and a blue pixel. */
  private static final Picture PICTURE =
      Picture.ofRgb(2, 1, new byte[] {(byte) 255, (byte) 128, 0, 10, 20, (byte) 200});

  private static Model model(Graph graph) {
    return model(graph, new LinkedHashMap<>());
  }

  private static Model model(Graph graph, SequencedMap<String, TensorLayout> layouts) {
    ModelCard card = ModelCard.of(VisionTask.OTHER, "any", RGB).withLayouts(layouts);
    return new Model(graph, RandomWeights.of(graph, 1), card, Optional.empty());
  }

  /** A network that gives what it reads. */
  private static Graph same(TensorType type) {
    GraphBuilder builder = Graph.builder();
    Value in = builder.input("in", type);
    return builder.output("out", builder.add("same", new Op.Reshape(type.shape()), in)).build();
  }

  @Test
  void severalInputsAndOutputsAreCalledByTheirNames() {
    GraphBuilder builder = Graph.builder();
    Value a = builder.input("a", Shape.of(2));
    Value b = builder.input("b", Shape.of(2));
    Graph graph =
        builder
            .output("sum", builder.add("add", new Op.Add(), a, b))
            .output("positive", builder.add("relu", new Op.Relu(), b))
            .build();
    ModelRunner runner = ModelRunner.of(model(graph));

    SequencedMap<String, Tensor> results =
        runner.run(
            Map.of(
                "b", Tensor.of("", Extents.of(1, 2), -3, 4),
                "a", Tensor.of("", Extents.of(1, 2), 1, 2)));

    assertThat(runner.inputs().keySet()).containsExactly("a", "b");
    assertThat(results.sequencedKeySet()).containsExactly("sum", "positive");
    assertThat(results.get("sum").toFloats()).containsExactly(-2, 6);
    assertThat(results.get("positive")).isEqualTo(Tensor.of("positive", Extents.of(1, 2), 0, 4));
  }

  @Test
  void anyValueMayBeAskedFor() {
    GraphBuilder builder = Graph.builder();
    Value a = builder.input("a", Shape.of(2));
    Value relu = builder.add("relu", new Op.Relu(), a);
    Model model =
        model(builder.output("out", builder.add("twice", new Op.Add(), relu, relu)).build());
    ModelRunner runner = ModelRunner.of(model, List.of("relu"), CompileOptions.defaults());

    assertThat(runner.run(Map.of("a", Tensor.of("", Extents.of(1, 2), -3, 4))).keySet())
        .containsExactly("relu");
    assertThat(runner.program().steps()).hasSize(1);
    assertThatThrownBy(() -> ModelRunner.of(model, List.of("x"), CompileOptions.defaults()))
        .isInstanceOf(GraphException.class)
        .hasMessageContaining("there is no value 'x'");
  }

  @Test
  void whatDoesNotFitIsSaidWithWhatIsNeeded() {
    ModelRunner runner = ModelRunner.of(model(same(TensorType.f32(Shape.of(3)))));

    assertThatThrownBy(() -> runner.run(Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("input 'in' (float32 [1, 3]) is missing");
    assertThatThrownBy(() -> runner.run(Map.of("in", Tensor.of("", Extents.of(3), 1, 2, 3))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("input 'in' (float32 [1, 3]) is given float32 [3]");
    Tensor integers =
        new Tensor("", DType.I32, Extents.of(1, 3), MemorySegment.ofArray(new int[3]));
    assertThatThrownBy(() -> runner.run(Map.of("in", integers)))
        .hasMessage("input 'in' (float32 [1, 3]) is given int32 [1, 3]");
    assertThatThrownBy(() -> runner.run(Map.of("x", integers)))
        .hasMessage("there is no input 'x'; there are ['in' (float32 [1, 3])]");
  }

  /** The file has the channels first, and its output without a batch. */
  @Test
  void shapesAreThoseOfTheFile() {
    SequencedMap<String, TensorLayout> layouts = new LinkedHashMap<>();
    layouts.put("in", new TensorLayout(List.of(1, 3, 1, 2), List.of(0, 2, 3, 1)));
    layouts.put("out", new TensorLayout(List.of(3, 2), List.of(1, 0)));
    ModelRunner runner = ModelRunner.of(model(same(TensorType.f32(Shape.of(1, 2, 3))), layouts));
    Tensor planes = Tensor.of("", Extents.of(1, 3, 1, 2), 1, 2, 3, 4, 5, 6);

    assertThat(runner.run(Map.of("in", planes)).get("out"))
        .isEqualTo(Tensor.of("out", Extents.of(3, 2), 1, 2, 3, 4, 5, 6));
    assertThat(
            runner.tensor("in", PICTURE, RGB, Optional.of(new PixelRule.Affine(1, 0))).toFloats())
        .containsExactly(255, 10, 128, 20, 0, 200);
  }

  @Test
  void pixelsBecomeWhatTheRuleSays() {
    ModelRunner runner = ModelRunner.of(model(same(TensorType.f32(Shape.of(1, 2, 3)))));

    assertThat(
            runner
                .tensor(
                    "in",
                    PICTURE,
                    RGB.withChannels(ChannelOrder.BGR),
                    Optional.of(new PixelRule.Affine(0.5, -1)))
                .toFloats())
        .containsExactly(-1, 63, 126.5f, 99, 9, 4);
    PixelRule torch = new PixelRule.Standard(255, List.of(0.5, 0.25, 0.0), List.of(0.5, 0.5, 2.0));
    assertThat(runner.tensor("in", PICTURE, RGB, Optional.of(torch)).toFloats())
        .startsWith(1, (float) ((128 / 255.0 - 0.25) / 0.5), 0);
    assertThat(runner.tensor("in", PICTURE, RGB, Optional.empty()).toFloats())
        .startsWith(1, (float) (0.5 / 127.5), -1);
  }

  @Test
  void oneChannelIsGreyInWholePixels() {
    ModelRunner runner = ModelRunner.of(model(same(TensorType.f32(Shape.of(1, 2, 1)))));

    // 0.299 * 255 + 0.587 * 128 = 151.4; 0.299 * 10 + 0.587 * 20 + 0.114 * 200 = 37.5
    assertThat(
            runner.tensor("in", PICTURE, RGB, Optional.of(new PixelRule.Affine(1, 0))).toFloats())
        .containsExactly(151, 38);
  }

  @Test
  void aPictureOfAnotherSizeIsResized() {
    ModelRunner runner = ModelRunner.of(model(same(TensorType.f32(Shape.of(1, 1, 3)))));

    assertThat(runner.isSizeOf("in", PICTURE)).isFalse();
    assertThat(
            runner.tensor("in", PICTURE, RGB, Optional.of(new PixelRule.Affine(1, 0))).toFloats())
        .containsExactly(132.5f, 74, 100);
  }

  @Test
  void whatTakesNoPictureSaysSo() {
    ModelRunner runner = ModelRunner.of(model(same(TensorType.f32(Shape.of(6)))));

    assertThatThrownBy(() -> runner.tensor("in", PICTURE, RGB, Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("input 'in' (float32 [1, 6]) takes no picture: give it an array");
  }
}
