package liviano.vision.quantize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import liviano.UnsupportedModelException;
import liviano.engine.CompileOptions;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.Node;
import liviano.graph.Op;
import liviano.graph.Padding;
import liviano.graph.ParamSpec;
import liviano.graph.ParamSpec.Role;
import liviano.graph.Value;
import liviano.graph.Window;
import liviano.model.Model;
import liviano.model.ModelCard;
import liviano.model.Preprocessing;
import liviano.model.RandomWeights;
import liviano.model.VisionTask;
import liviano.tensor.Shape;
import liviano.vision.Picture;
import liviano.vision.PictureRunner;
import liviano.vision.Region;
import liviano.vision.TestPictures;
import liviano.weights.Tensor;
import liviano.weights.Weights;
import org.junit.jupiter.api.Test;

class NormSpreadsTest {
  private static final float EPSILON = 1e-3f;
  private static final Window ONE = Window.square(1, 1, Padding.NONE);
  private static final Window THREE = Window.square(3, 1, Padding.SAME);
  private static final Picture PICTURE = TestPictures.noise(32, 32);

  /** An inverted residual between two convolutions, the last of which has no norm. */
  private static Graph graph(Op between) {
    GraphBuilder builder = Graph.builder();
    Value in = builder.input("image", Shape.of(32, 32, 3));
    Value stem = normed(builder, "stem", new Op.Conv2d(8, THREE, 1, false), in);
    Value wide = normed(builder, "expand", new Op.Conv2d(24, ONE, 1, false), stem);
    wide = builder.add("expand.relu6", new Op.Relu6(), wide);
    wide = normed(builder, "depthwise", new Op.DepthwiseConv2d(THREE, 1, false), wide);
    wide = builder.add("depthwise.relu6", new Op.Relu6(), wide);
    wide = builder.add("between", between, wide);
    Value narrow = normed(builder, "project", new Op.Conv2d(8, ONE, 1, false), wide);
    Value sum = builder.add("sum", new Op.Add(), narrow, stem);
    Value head = builder.add("head", new Op.Conv2d(5, ONE, 1, true), sum);
    return builder.output("logits", head).build();
  }

  private static Value normed(GraphBuilder builder, String name, Op op, Value in) {
    Value out = builder.add(name, op, in);
    return builder.add(name + ".norm", new Op.BatchNorm(EPSILON), out);
  }

  private static Model model(Graph graph, Weights weights) {
    ModelCard card =
        ModelCard.of(VisionTask.CLASSIFICATION, "normed", Preprocessing.tensorflow(32, 32));
    return new Model(graph, weights, card, Optional.empty());
  }

  /** With the statistics that the convolutions have on the picture, norm after norm. */
  private static Model trained(Op between) {
    Graph graph = graph(between);
    Model model = model(graph, RandomWeights.of(graph, 3));
    for (Node node : graph.nodes()) {
      if (node.op() instanceof Op.BatchNorm) {
        model = model(graph, withStatistics(model, node));
      }
    }
    return model;
  }

  private static Weights withStatistics(Model model, Node norm) {
    Graph part = model.graph().endingAt(norm.input().name());
    float[] seen =
        new PictureRunner(model, part, model.card().preprocessing(), CompileOptions.defaults())
            .run(PICTURE, Region.whole(PICTURE), norm.input().name());
    int channels = norm.output().shape().channels();
    float[] mean = new float[channels];
    float[] variance = new float[channels];
    int rows = seen.length / channels;
    for (int i = 0; i < seen.length; i++) {
      mean[i % channels] += seen[i] / rows;
    }
    for (int i = 0; i < seen.length; i++) {
      float away = seen[i] - mean[i % channels];
      variance[i % channels] += away * away / rows;
    }
    List<Tensor> tensors = new ArrayList<>();
    for (Tensor tensor : model.weights().tensors()) {
      ParamSpec means = norm.param(Role.MEAN).orElseThrow();
      ParamSpec variances = norm.param(Role.VARIANCE).orElseThrow();
      float[] numbers =
          tensor.name().equals(means.name())
              ? mean
              : tensor.name().equals(variances.name()) ? variance : tensor.toFloats();
      tensors.add(Tensor.of(tensor.name(), tensor.dims(), numbers));
    }
    return Weights.of(tensors);
  }

  @Test
  void rangesAreThoseThatTheNormsSay() {
    Model model = trained(new Op.Relu());
    Graph integers =
        Quantizer.of(model, QuantizerOptions.builder().ranges(RangeRule.MINMAX).build())
            .quantizeByNorms()
            .model()
            .graph();
    assertThat(steps(integers, "image.quantized")).isCloseTo(2f / 255, within(1e-6f));
    float[] offsets = model.weights().get("stem.norm.offset").toFloats();
    float low = 0;
    float high = 0;
    for (float offset : offsets) { // of which all deviations are 1
      low = Math.min(low, offset - 3.49f);
      high = Math.max(high, offset + 3.49f);
    }
    assertThat(steps(integers, "stem")).isCloseTo((high - low) / 255, within(1e-3f));
    assertThat(steps(integers, "sum")).isGreaterThan(steps(integers, "stem"));
  }

  private static float steps(Graph graph, String value) {
    return graph.find(value).orElseThrow().type().quantization().orElseThrow().scale(0);
  }

  @Test
  void integersAnswerAlikeOnWhatTheNormsHaveSeen() {
    for (Scheme scheme : Scheme.values()) {
      QuantizerOptions options =
          QuantizerOptions.builder().scheme(scheme).equalize(true).correctBias(true).build();
      Quantizer quantizer = Quantizer.of(trained(new Op.Relu()), options);
      Quantized quantized = quantizer.quantizeByNorms();
      assertThat(quantizer.report(quantized, List.of(PICTURE)).decibels()).isGreaterThan(15);
    }
  }

  @Test
  void namesTheLayerOfWhichNormsSayNothing() {
    Quantizer quantizer = Quantizer.of(trained(new Op.Sigmoid()), QuantizerOptions.defaults());
    assertThatThrownBy(quantizer::quantizeByNorms)
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessage(
            "layer between: batch norms do not say what it gives: measure ranges on pictures");
  }

  @Test
  void refusesANetworkWithoutNorms() {
    GraphBuilder builder = Graph.builder();
    Value in = builder.input("image", Shape.of(32, 32, 3));
    Graph graph =
        builder.output("out", builder.add("conv", new Op.Conv2d(8, THREE, 1, true), in)).build();
    Quantizer quantizer =
        Quantizer.of(model(graph, RandomWeights.of(graph, 3)), QuantizerOptions.defaults());
    assertThatThrownBy(quantizer::quantizeByNorms)
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("no batch norms left")
        .hasMessageContaining("measure ranges on pictures");
  }
}
