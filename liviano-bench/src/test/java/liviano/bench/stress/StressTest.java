package liviano.bench.stress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import liviano.kernels.Frame;
import liviano.kernels.Kernel;
import liviano.kernels.KernelProvider;
import liviano.kernels.Offer;
import liviano.kernels.Rows;
import liviano.kernels.Task;
import liviano.kernels.scalar.ScalarProvider;
import org.junit.jupiter.api.Test;

class StressTest {
  private static final PrintStream NOWHERE = new PrintStream(OutputStream.nullOutputStream());
  private static final long SEED = 1;

  /** Flips a bit of the last layer's output in every hundredth run. */
  private record Flipping(KernelProvider right) implements KernelProvider {
    private static final int RUNS = 100;

    @Override
    public String name() {
      return "flipping";
    }

    @Override
    public String description() {
      return name();
    }

    @Override
    public Optional<Offer> offer(Task task) {
      AtomicInteger runs = new AtomicInteger();
      return right
          .offer(task)
          .map(
              offer ->
                  task instanceof Rows.Softmax
                      ? cache -> new FlippingKernel(offer.kernel(cache), runs)
                      : offer);
    }
  }

  private record FlippingKernel(Kernel right, AtomicInteger runs) implements Kernel {
    @Override
    public long scratchBytes() {
      return right.scratchBytes();
    }

    @Override
    public int units() {
      return right.units();
    }

    @Override
    public void run(Frame frame, int fromUnit, int toUnit, int worker) {
      right.run(frame, fromUnit, toUnit, worker);
      if (runs.incrementAndGet() % Flipping.RUNS == 0) {
        MemorySegment output = frame.output();
        output.set(ValueLayout.JAVA_INT, 0, output.get(ValueLayout.JAVA_INT, 0) ^ 1);
      }
    }
  }

  @Test
  void manyThreadsGetTheSameBits() throws InterruptedException {
    Stress.Outcome outcome =
        new Stress(Kinds.ofThisMachine(), 3, SEED).run(Duration.ofSeconds(3), NOWHERE);

    assertThat(outcome.failure()).isEmpty();
    assertThat(outcome.programs()).isGreaterThan(2);
    assertThat(outcome.runs()).isGreaterThan(50);
  }

  @Test
  void aWrongBitIsNoticed() throws InterruptedException {
    Kinds flipping =
        new Kinds(
            List.of(new Kinds.Kind("flipping", () -> List.of(new Flipping(new ScalarProvider())))));

    Stress.Outcome outcome = new Stress(flipping, 2, SEED).run(Duration.ofSeconds(60), NOWHERE);

    assertThat(outcome.failure())
        .startsWith("program ")
        .contains("flipping", "the bits of scores[0] are not the first run's");
  }
}
