package liviano.engine;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import liviano.tensor.Shape;

/**
 * A compiled network: its steps in order, and the place of each operand in memory. Immutable and
 * shared by all threads; each concurrent run needs a {@link Session} of its own. Nothing has to be
 * closed.
 */
public final class Program {
  private final List<Step> steps;
  private final MemoryPlan memory;
  private final SequencedMap<String, Operand> inputs;
  private final SequencedMap<String, Operand> outputs;
  private final int threads;
  private final Workers workers;

  Program(
      List<Step> steps,
      MemoryPlan memory,
      SequencedMap<String, Operand> inputs,
      SequencedMap<String, Operand> outputs,
      int threads) {
    this.steps = List.copyOf(steps);
    this.memory = memory;
    this.inputs = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(inputs));
    this.outputs = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(outputs));
    this.threads = threads;
    this.workers = Workers.of(threads);
  }

  /**
   * Memory to run in, for one run at a time.
   *
   * @throws IllegalStateException if the memory cannot be allocated; the message says how much was
   *     requested
   */
  public Session newSession() {
    return new Session(this);
  }

  /** What is run, in order. */
  public List<Step> steps() {
    return steps;
  }

  public MemoryPlan memory() {
    return memory;
  }

  /** Shapes of one sample of each input. */
  public SequencedMap<String, Shape> inputShapes() {
    return shapes(inputs);
  }

  /** Shapes of one sample of each output. */
  public SequencedMap<String, Shape> outputShapes() {
    return shapes(outputs);
  }

  /** Threads that share one run. */
  public int threads() {
    return threads;
  }

  /**
   * Scratch memory that the kernels of all threads need in addition to the tensors. It holds the
   * intermediate lines of fused blocks.
   */
  public long scratchBytes() {
    long most = steps.stream().mapToLong(step -> step.kernel().scratchBytes()).max().orElse(0);
    return most * threads;
  }

  /** Multiply-adds of one run, all samples of the batch together. */
  public long multiplyAdds() {
    return steps.stream().mapToLong(Step::multiplyAdds).sum();
  }

  SequencedMap<String, Operand> inputs() {
    return inputs;
  }

  SequencedMap<String, Operand> outputs() {
    return outputs;
  }

  Workers workers() {
    return workers;
  }

  private static SequencedMap<String, Shape> shapes(SequencedMap<String, Operand> operands) {
    SequencedMap<String, Shape> shapes = new LinkedHashMap<>();
    operands.forEach((name, operand) -> shapes.put(name, operand.shape()));
    return shapes;
  }
}
