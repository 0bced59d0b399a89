package liviano.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import liviano.UnsupportedModelException;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.GraphException;
import liviano.graph.Op;
import liviano.graph.Padding;
import liviano.graph.TensorType;
import liviano.graph.Value;
import liviano.graph.Window;
import liviano.model.RandomWeights;
import liviano.tensor.DType;
import liviano.tensor.Extents;
import liviano.tensor.Quantization;
import liviano.tensor.Shape;
import liviano.weights.Tensor;
import liviano.weights.Weights;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What nobody computes is refused before anything is planned by the size of its numbers. */
class NumberFormatsTest {

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "F32")
  void aLayerOnAnotherFormatIsRefusedByItsName(DType dtype) {
    assertThatThrownBy(() -> graph(new TensorType(Shape.of(8, 8, 16), dtype, Optional.empty())))
        .isInstanceOf(GraphException.class)
        .hasMessage("layer a: it is computed in f32, not in " + dtype.jsonName());
  }

  @Test
  void aQuantizedValueOfAnotherFormatIsRefused() {
    Graph graph =
        graph(
            new TensorType(
                Shape.of(8, 8, 16), DType.F32, Optional.of(new Quantization(List.of(1f), 0))));

    assertThatThrownBy(
            () -> Engine.compile(graph, RandomWeights.of(graph, 1), CompileOptions.defaults()))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageStartingWith("value 'x' is of f32, quantized");
  }

  @ParameterizedTest
  @EnumSource
  void aConstantIsComputedFromOrRefusedByItsName(DType type) {
    Graph graph = graph(TensorType.f32(Shape.of(8, 8, 16)));
    Tensor weight =
        new Tensor(
            "a.weight",
            type,
            Extents.of(64, 1, 1, 16),
            Arena.ofAuto().allocate(64L * 16 * type.bytes(), 64));
    boolean floating = Set.of(DType.F32, DType.F16, DType.BF16, DType.F64).contains(type);

    if (floating) {
      assertThat(
              Engine.compile(graph, Weights.of(List.of(weight)), CompileOptions.defaults()).steps())
          .hasSize(1);
    } else {
      assertThatThrownBy(
              () -> Engine.compile(graph, Weights.of(List.of(weight)), CompileOptions.defaults()))
          .isInstanceOf(UnsupportedModelException.class)
          .hasMessageStartingWith("tensor 'a.weight' holds " + type);
    }
  }

  private static Graph graph(TensorType type) {
    GraphBuilder b = Graph.builder();
    Value x = b.input("x", type);
    Value a = b.add("a", new Op.Conv2d(64, Window.square(1, 1, Padding.SAME), 1, false), x);
    return b.output("y", b.add("flat", new Op.Reshape(Shape.of(8 * 8 * 64)), a)).build();
  }
}
