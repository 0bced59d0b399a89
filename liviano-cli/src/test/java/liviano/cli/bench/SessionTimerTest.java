package liviano.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import liviano.engine.CompileOptions;
import liviano.engine.Engine;
import liviano.engine.Session;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.Op;
import liviano.graph.TensorType;
import liviano.graph.Value;
import liviano.tensor.DType;
import liviano.tensor.Quantization;
import liviano.tensor.Shape;
import liviano.weights.Weights;
import org.junit.jupiter.api.Test;

class SessionTimerTest {

  /** A network from elsewhere may read integers: what stands for numbers from -1 to 1. */
  @Test
  void quantizedInputsHoldOrdinaryNumbers() {
    GraphBuilder builder = Graph.builder();
    Quantization quantization = Quantization.of(1 / 64f, 128);
    Value image =
        builder.input(
            "image", new TensorType(Shape.of(1, 1, 8), DType.U8, Optional.of(quantization)));
    builder.output("numbers", builder.add("numbers", new Op.Dequantize(), List.of(image)));
    Session session =
        SessionTimer.filled(
            Engine.compile(builder.build(), Weights.of(List.of()), CompileOptions.defaults()));
    session.run();

    assertThat(session.output("numbers").toArray())
        .containsExactly(-1, -0.75f, -0.5f, -0.25f, 0, 0.25f, 0.5f, 0.75f);
  }
}
