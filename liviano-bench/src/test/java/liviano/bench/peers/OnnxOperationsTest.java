package liviano.bench.peers;

import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.Op;
import liviano.tensor.Reduction;
import liviano.tensor.Shape;
import liviano.tensor.UnaryFunction;
import liviano.tensor.UnaryFunction.Plain;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Operations of other people's graphs, written to ONNX one by one. */
class OnnxOperationsTest {
  private static final Shape MAP = Shape.of(6, 5, 7);

  @TempDir Path folder;

  static Stream<Arguments> written() {
    return Stream.concat(
        Stream.of(
                Plain.ABS,
                Plain.NEGATE,
                Plain.EXP,
                Plain.SQUARE,
                Plain.FLOOR,
                Plain.CEIL,
                Plain.ROUND,
                Plain.SIGN,
                Plain.ERF,
                Plain.RECIPROCAL,
                Plain.SOFTPLUS,
                Plain.SOFTSIGN,
                Plain.SWISH,
                Plain.MISH,
                Plain.SIN,
                Plain.COS,
                Plain.TAN,
                Plain.ASIN,
                Plain.ACOS,
                Plain.ATAN,
                Plain.SINH,
                Plain.COSH,
                Plain.ASINH,
                Plain.ATANH,
                new UnaryFunction.Elu(0.7f),
                new UnaryFunction.Selu(1.5f, 1.1f),
                new UnaryFunction.Celu(0.7f),
                new UnaryFunction.ThresholdedRelu(0.3f),
                new UnaryFunction.HardSigmoid(0.3f, 0.4f),
                new UnaryFunction.Shrink(0.1f, 0.4f))
            .map(function -> arguments(MAP, new Op.Map(function))),
        Stream.of(
            arguments(MAP, new Op.Clip(-0.25f, 0.5f)),
            arguments(MAP, new Op.Reduce(Reduction.SUM, List.of(0, 2), false)),
            arguments(MAP, new Op.Reduce(Reduction.MAX, List.of(1), true)),
            arguments(MAP, new Op.Reduce(Reduction.MIN, List.of(0, 1, 2), true)),
            arguments(Shape.of(3, 2), new Op.Reduce(Reduction.PRODUCT, List.of(1), false)),
            arguments(MAP, new Op.Tile(List.of(2, 1, 3))),
            arguments(Shape.of(3), new Op.Tile(List.of(4))),
            arguments(MAP, new Op.Surround(List.of(1, 0, 2), List.of(0, 3, 1), 0.5f))));
  }

  @ParameterizedTest
  @MethodSource("written")
  void agreesWithPlainLoops(Shape shape, Op op) throws Exception {
    GraphBuilder graph = Graph.builder();
    graph.output("out", graph.add("layer", op, graph.input("in", shape)));
    Compared.toPlainLoops(Engines.ONNXRUNTIME, graph.build(), folder);
  }
}
