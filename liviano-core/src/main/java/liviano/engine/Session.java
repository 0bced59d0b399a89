package liviano.engine;

import java.lang.foreign.MemorySegment;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.concurrent.atomic.AtomicBoolean;
import liviano.kernels.Arguments;
import liviano.kernels.Frame;
import liviano.kernels.Kernel;
import liviano.tensor.NativeMemory;

/**
 * Memory for one run at a time of a {@link Program}. Running allocates nothing. The memory is freed
 * when the session is garbage-collected.
 */
public final class Session {
  private final Program program;
  private final Kernel[] kernels;
  private final Frame[] frames;
  private final SequencedMap<String, SessionTensor> inputs;
  private final SequencedMap<String, SessionTensor> outputs;
  private final AtomicBoolean running = new AtomicBoolean();

  Session(Program program) {
    this.program = program;
    List<Step> steps = program.steps();
    MemorySegment arena = allocate(program.memory().bytes());
    MemorySegment[] scratch = new MemorySegment[program.threads()];
    this.kernels = new Kernel[steps.size()];
    long scratchBytes = 0;
    int most = 0;
    for (int i = 0; i < kernels.length; i++) {
      kernels[i] = steps.get(i).kernel();
      scratchBytes = Math.max(scratchBytes, kernels[i].scratchBytes());
      most = Math.max(most, kernels[i].arguments());
    }
    for (int worker = 0; worker < scratch.length; worker++) {
      scratch[worker] = allocate(MemoryPlan.rounded(scratchBytes));
    }
    Arguments[] arguments = Arguments.of(most, program.threads());
    this.frames = new Frame[steps.size()];
    for (int i = 0; i < frames.length; i++) {
      Step step = steps.get(i);
      MemorySegment[] reads = new MemorySegment[step.inputs().size()];
      for (int input = 0; input < reads.length; input++) {
        reads[input] = padded(arena, step.inputs().get(input));
      }
      frames[i] = new Frame(reads, padded(arena, step.output()), scratch, arguments);
    }
    this.inputs = tensors(arena, program.inputs());
    this.outputs = tensors(arena, program.outputs());
  }

  /**
   * An input to be filled before a run. It keeps what it holds from run to run.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  public SessionTensor input(String name) {
    return find(inputs, "input", name);
  }

  /**
   * An output to be read after a run; the next run overwrites it.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  public SessionTensor output(String name) {
    return find(outputs, "output", name);
  }

  /**
   * Computes the outputs from the inputs.
   *
   * @throws CancelledException if the calling thread is interrupted, which is looked at before each
   *     step
   * @throws IllegalStateException if another thread runs this session at the same time
   */
  public void run() {
    run(Deadline.none());
  }

  /**
   * Computes the outputs from the inputs, while there is time.
   *
   * @throws CancelledException if the calling thread is interrupted or the deadline passes, which
   *     is looked at before each step
   * @throws IllegalStateException if another thread runs this session at the same time
   */
  public void run(Deadline deadline) {
    begin();
    try {
      for (int i = 0; i < kernels.length; i++) {
        deadline.check(i, kernels.length);
        program.workers().run(kernels[i], frames[i]);
      }
    } finally {
      running.set(false);
    }
  }

  /**
   * Computes the outputs and adds the time of each step to a profile.
   *
   * @throws CancelledException if the calling thread is interrupted
   * @throws IllegalStateException if another thread runs this session at the same time
   * @throws IllegalArgumentException if the profile belongs to another program
   */
  public void run(Profile profile) {
    if (!profile.isFor(program)) {
      throw new IllegalArgumentException("the profile belongs to another program");
    }
    begin();
    try {
      long before = System.nanoTime();
      for (int i = 0; i < kernels.length; i++) {
        Deadline.none().check(i, kernels.length);
        program.workers().run(kernels[i], frames[i]);
        long now = System.nanoTime();
        profile.add(i, now - before);
        before = now;
      }
      profile.endRun();
    } finally {
      running.set(false);
    }
  }

  private void begin() {
    if (!running.compareAndSet(false, true)) {
      throw new IllegalStateException(
          "this session is running in another thread; give each thread a session of its own");
    }
  }

  private static MemorySegment allocate(long bytes) {
    try {
      return NativeMemory.allocate(bytes);
    } catch (OutOfMemoryError e) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "a session needs %,d MiB outside the heap: raise -XX:MaxDirectMemorySize",
              (bytes >> 20) + 1),
          e);
    }
  }

  /** The operand with the bytes up to the next boundary, which kernels may overwrite. */
  private MemorySegment padded(MemorySegment arena, Operand operand) {
    return arena.asSlice(
        program.memory().offsets().get(operand.id()), MemoryPlan.rounded(operand.bytes()));
  }

  private SequencedMap<String, SessionTensor> tensors(
      MemorySegment arena, SequencedMap<String, Operand> operands) {
    SequencedMap<String, SessionTensor> tensors = new LinkedHashMap<>();
    operands.forEach(
        (name, operand) ->
            tensors.put(
                name,
                new SessionTensor(
                    name,
                    operand.batch(),
                    operand.shape(),
                    operand.format(),
                    operand.quantization(),
                    padded(arena, operand).asSlice(0, operand.bytes()))));
    return Collections.unmodifiableSequencedMap(tensors);
  }

  private static SessionTensor find(
      SequencedMap<String, SessionTensor> tensors, String kind, String name) {
    SessionTensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "there is no %s '%s'; there are %s", kind, name, tensors.keySet()));
    }
    return tensor;
  }
}
