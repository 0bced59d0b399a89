package liviano.formats.importer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.Op;
import liviano.graph.Padding;
import liviano.graph.TensorType;
import liviano.graph.Value;
import liviano.graph.Window;
import liviano.model.ChannelOrder;
import liviano.model.Normalization;
import liviano.model.Preset;
import liviano.model.Rgb;
import liviano.tensor.DType;
import liviano.tensor.Quantization;
import liviano.tensor.Shape;
import org.junit.jupiter.api.Test;

/** How pictures are prepared where the file does not say it. */
class ConventionsTest {

  private static Conventions of(TensorType input) {
    GraphBuilder builder = Graph.builder();
    Value image = builder.input("image", input);
    Graph graph =
        builder.output("out", builder.add("same", new Op.Reshape(input.shape()), image)).build();
    return Conventions.of(graph, Optional.empty(), Optional.empty());
  }

  private static TensorType quantised(DType type, float scale, int zeroPoint, int channels) {
    return new TensorType(
        Shape.of(96, 96, channels), type, Optional.of(new Quantization(List.of(scale), zeroPoint)));
  }

  @Test
  void anEightBitInputTakesPixelsAsTheyAre() {
    Conventions conventions = of(quantised(DType.U8, 0.25f, 3, 3));

    assertThat(conventions.preprocessing().normalization())
        .isEqualTo(new Normalization(Rgb.all(3), Rgb.all(4)));
    assertThat(conventions.reason())
        .isEqualTo("preset keras at 96x96, its input is pixels, the whole picture");
  }

  @Test
  void aSignedOneTakesThemLess128() {
    Conventions conventions = of(quantised(DType.I8, 1f / 256, -128, 3));

    assertThat(conventions.preprocessing().normalization())
        .isEqualTo(new Normalization(Rgb.all(0), Rgb.all(256)));
    assertThat(conventions.reason()).contains("its int8 input is pixel - 128");
  }

  @Test
  void oneChannelIsGrey() {
    Conventions conventions = of(quantised(DType.I8, 1f / 256, -128, 1));

    assertThat(conventions.preprocessing().channels()).isEqualTo(ChannelOrder.GRAY);
    assertThat(conventions.preprocessing().fit())
        .isEqualTo(Preset.EDGE_IMPULSE.preprocessing(96, 96).fit());
    assertThat(conventions.reason()).startsWith("preset edge-impulse at 96x96 in grey");
  }

  @Test
  void whatTheFileStatesCounts() {
    Normalization stated = new Normalization(Rgb.all(1), Rgb.all(2));
    GraphBuilder builder = Graph.builder();
    Value image = builder.input("image", quantised(DType.U8, 0.25f, 3, 3));
    Graph graph =
        builder.output("o", builder.add("r", new Op.Reshape(Shape.of(96, 96, 3)), image)).build();

    assertThat(Conventions.of(graph, Optional.of(stated), Optional.empty()).preprocessing())
        .isEqualTo(Preset.KERAS.preprocessing(96, 96).withNormalization(stated));
  }

  /** A layer of each place, then one of all places, without pooling between them. */
  @Test
  void aHeadThatDoesNotPoolIsEdgeImpulses() {
    GraphBuilder builder = Graph.builder();
    Value image = builder.input("image", Shape.of(96, 96, 3));
    Window one = Window.square(1, 32, Padding.NONE);
    Value places = builder.add("places", new Op.Conv2d(16, one, 1, true), image);
    Value relu = builder.add("relu", new Op.Relu(), places);
    Value flat = builder.add("flat", new Op.Reshape(Shape.of(144)), relu);
    Value dense = builder.add("dense", new Op.Dense(4, true), flat);
    Graph graph = builder.output("logits", dense).build();

    Conventions conventions = Conventions.of(graph, Optional.empty(), Optional.empty());

    assertThat(conventions.preprocessing()).isEqualTo(Preset.EDGE_IMPULSE.preprocessing(96, 96));
    assertThat(conventions.reason()).contains("Edge Impulse's, which does not pool");
  }

  @Test
  void withoutAnySignItIsAGuess() {
    Conventions conventions = of(TensorType.f32(Shape.of(96, 64, 3)));

    assertThat(conventions.preprocessing()).isEqualTo(Preset.KERAS.preprocessing(64, 96));
    assertThat(conventions.reason())
        .isEqualTo("preset keras at 64x96, which is a guess: the file says nothing of it");
  }
}
