package liviano.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import liviano.graph.Graph;
import liviano.kernels.Frame;
import liviano.kernels.Kernel;
import liviano.kernels.KernelProvider;
import liviano.kernels.Offer;
import liviano.kernels.Providers;
import liviano.kernels.Task;
import liviano.model.RandomWeights;
import liviano.weights.Weights;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens between two steps is made to happen by a kernel, so that no clock is asked. */
class CancelledRunTest {
  private static final Graph GRAPH =
      Zoo.graph(Recipe.of("mobilenet_v2").withWidth(0.1).withResolution(32).withClasses(5));
  private static final Weights WEIGHTS = RandomWeights.of(GRAPH, 7);
  private static final Deadline PASSED = Deadline.after(Duration.ZERO);
  private static final int STEP = 4;

  private final AtomicInteger ran = new AtomicInteger();
  private IntConsumer afterStep = _ -> {};

  /** Plain loops that say after each step how many have run. */
  private final class Watched implements KernelProvider {
    private final KernelProvider plain = Providers.named("scalar").getFirst();

    @Override
    public String name() {
      return "watched";
    }

    @Override
    public String description() {
      return "plain loops, watched";
    }

    @Override
    public Optional<Offer> offer(Task task) {
      return plain.offer(task).map(offer -> cache -> new WatchedKernel(offer.kernel(cache)));
    }
  }

  private final class WatchedKernel implements Kernel {
    private final Kernel plain;

    WatchedKernel(Kernel plain) {
      this.plain = plain;
    }

    @Override
    public long scratchBytes() {
      return plain.scratchBytes();
    }

    @Override
    public int units() {
      return plain.units();
    }

    @Override
    public void run(Frame frame, int fromUnit, int toUnit, int worker) {
      plain.run(frame, fromUnit, toUnit, worker);
      afterStep.accept(ran.incrementAndGet());
    }
  }

  private final Program program =
      Engine.compile(
          GRAPH, WEIGHTS, CompileOptions.builder().providers(List.of(new Watched())).build());
  private final Session session = program.newSession();

  @AfterEach
  void leaveNoInterrupt() {
    Thread.interrupted();
  }

  private CancelledException cancelled(Runnable run) {
    return catchThrowableOfType(CancelledException.class, run::run);
  }

  private String progress() {
    return String.format(
        Locale.ROOT, "after %d of %d steps of the network", ran.get(), program.steps().size());
  }

  @Test
  void anInterruptEndsARunBeforeItsNextStep() {
    afterStep = step -> interruptAt(step);

    CancelledException e = cancelled(session::run);

    assertThat(ran).hasValue(STEP).hasValueLessThan(program.steps().size());
    assertThat(e).hasMessage("interrupted " + progress());
    assertThat(e.reason()).isEqualTo(CancelledException.Reason.INTERRUPTED);
    assertThat(Thread.currentThread().isInterrupted()).isTrue();
  }

  @Test
  void aProfiledRunEndsToo() {
    afterStep = step -> interruptAt(step);

    assertThat(cancelled(() -> session.run(new Profile(program)))).isNotNull();
    assertThat(ran).hasValue(STEP);
  }

  private static void interruptAt(int step) {
    if (step == STEP) {
      Thread.currentThread().interrupt();
    }
  }

  /** On a machine so busy that the time is over before, the run ends before, and says so. */
  @Test
  void aDeadlineEndsARunBeforeItsNextStep() {
    Deadline deadline = Deadline.after(Duration.ofMillis(20));
    afterStep =
        step -> {
          while (step == STEP && !deadline.hasPassed()) {
            Thread.onSpinWait();
          }
        };

    CancelledException e = cancelled(() -> session.run(deadline));

    assertThat(ran).hasValueLessThanOrEqualTo(STEP);
    assertThat(e).hasMessage("out of time " + progress());
    assertThat(e.reason()).isEqualTo(CancelledException.Reason.DEADLINE);
  }

  @Test
  void noStepRunsAfterTheDeadline() {
    assertThat(cancelled(() -> session.run(PASSED))).hasMessage("out of time " + progress());
    assertThat(ran).hasValue(0);
  }

  @Test
  void aCancelledSessionServesAgain() {
    session.input("image").copyFrom(new float[32 * 32 * 3]);
    session.run();
    float[] expected = session.output("logits").toArray();
    ran.set(0);
    afterStep = step -> interruptAt(step);
    assertThat(cancelled(session::run)).isNotNull();
    Thread.interrupted();

    session.input("image").copyFrom(new float[32 * 32 * 3]);
    session.run();

    assertThat(session.output("logits").toArray()).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(longs = {3600, Long.MAX_VALUE})
  void aDeadlineFarAheadChangesNothing(long seconds) {
    session.run(Deadline.after(Duration.ofSeconds(seconds)));

    assertThat(ran).hasValue(program.steps().size());
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, Long.MIN_VALUE})
  void aDeadlineInThePastHasPassed(long seconds) {
    assertThat(Deadline.after(Duration.ofSeconds(seconds)).hasPassed()).isTrue();
    assertThat(Deadline.none().hasPassed()).isFalse();
  }

  @Test
  void nobodyWaitsForASessionBeyondTheDeadline() {
    SessionPool pool = new SessionPool(program, 1);

    CancelledException late = pool.with(_ -> cancelled(() -> pool.with(PASSED, _ -> true)));

    assertThat(late).hasMessage("out of time while waiting for a session");
    assertThat(late.reason()).isEqualTo(CancelledException.Reason.DEADLINE);
    assertThat(pool.<Boolean>with(PASSED, _ -> true)).as("a free one is not waited for").isTrue();
  }

  @Test
  void nobodyWaitsForASessionWhenInterrupted() {
    SessionPool pool = new SessionPool(program, 1);
    Thread.currentThread().interrupt();

    CancelledException e = cancelled(() -> pool.with(_ -> true));

    assertThat(e.reason()).isEqualTo(CancelledException.Reason.INTERRUPTED);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(pool.<Boolean>with(_ -> true)).as("its turn was not lost").isTrue();
  }
}
