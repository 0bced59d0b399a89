package liviano.engine;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.Op;
import liviano.graph.Value;
import liviano.kernels.Elementwise;
import liviano.kernels.Frame;
import liviano.kernels.Kernel;
import liviano.kernels.KernelProvider;
import liviano.kernels.Offer;
import liviano.kernels.Task;
import liviano.tensor.Shape;
import liviano.weights.Weights;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a kernel asks for is looked at where the engine takes it, not only where it is the most. */
class ScratchTest {

  /** Of the two layers the second asks for an ordinary amount, which would hide the first's. */
  @ParameterizedTest
  @ValueSource(longs = {-1, Long.MIN_VALUE, Long.MAX_VALUE, (1L << 50) + 1})
  void aKernelThatMiscountsIsRefused(long bytes) {
    GraphBuilder b = Graph.builder();
    Value first = b.add("first", new Op.Relu(), b.input("in", Shape.of(4)));
    Graph graph = b.output("out", b.add("second", new Op.Sigmoid(), first)).build();

    assertThatThrownBy(
            () ->
                Engine.compile(
                    graph,
                    Weights.of(List.of()),
                    CompileOptions.builder().providers(List.of(new Miscounting(bytes))).build()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("layer first: kernels 'miscounting' ask for ");
  }

  private record Miscounting(long bytes) implements KernelProvider {
    @Override
    public String name() {
      return "miscounting";
    }

    @Override
    public String description() {
      return "asks for what nobody can give";
    }

    @Override
    public Optional<Offer> offer(Task task) {
      return Optional.of(_ -> new Asking(task instanceof Elementwise.Clip ? bytes : 1024));
    }
  }

  private record Asking(long scratchBytes) implements Kernel {
    @Override
    public int units() {
      return 1;
    }

    @Override
    public void run(Frame frame, int fromUnit, int toUnit, int worker) {}
  }
}
