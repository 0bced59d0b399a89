package liviano.engine;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32;
import liviano.Limits;
import liviano.Limits.Limit;
import liviano.LivianoException;
import liviano.kernels.Arguments;
import liviano.kernels.Frame;
import liviano.kernels.GuardedMemory;
import liviano.kernels.Kernel;
import liviano.kernels.KernelProvider;
import liviano.model.Model;
import liviano.tensor.DType;

/**
 * One model file to its end: loaded, compiled with each provider, and run twice, in a session and
 * with every operand, every worker's scratch memory and all packed weights between pages that
 * nobody may touch. Both runs give the same bits, and those of the plain loops but for rounding.
 */
final class ModelTrial {
  /** So that no case takes long; what asks for more is refused as anywhere. */
  private static final Limits QUICK =
      Limits.defaults()
          .with(Limit.MULTIPLY_ADDS, 250_000)
          .with(Limit.STEPS, 40_000)
          .with(Limit.TABLE_BYTES, 4 << 20)
          .with(Limit.PACKED_BYTES, 32 << 20)
          .with(Limit.CODE_BYTES, 4 << 20)
          .with(Limit.SESSION_BYTES, 32 << 20);

  /** As a share of the largest number of an output, and of 1 where all are smaller. */
  private static final double TOLERANCE = 2e-3;

  private final Path file;
  private final Random random;
  private final boolean pristine;
  private final TrialCounts counts;
  private final GuardedMemory memory = new GuardedMemory();
  private final Map<Integer, float[]> inputs = new HashMap<>();

  /**
   * @param pristine whether the file is as it was written, so that answers may be compared
   */
  ModelTrial(Path file, Random random, boolean pristine, TrialCounts counts) {
    this.file = file;
    this.random = random;
    this.pristine = pristine;
    this.counts = counts;
  }

  /**
   * @param providers the plain loops last
   * @throws AssertionError if anything but an answer or a documented refusal comes out
   */
  void run(List<KernelProvider> providers) throws IOException {
    Model model;
    try {
      model = Model.load(file, QUICK);
    } catch (LivianoException e) {
      refused("loading", e);
      return;
    }
    counts.count("loaded");
    CompileOptions options = options();
    long seed = random.nextLong();
    Map<String, float[]> expected = Map.of();
    KernelProvider scalar = providers.getLast();
    for (KernelProvider provider : providers.reversed()) {
      List<KernelProvider> asked = provider == scalar ? List.of(scalar) : List.of(provider, scalar);
      try (Arena arena = arena(options)) {
        CompileOptions ours =
            options.toBuilder().providers(asked).packedWeights(memory.packedWeights(arena)).build();
        Program program = Engine.compile(model.graph(), model.weights(), ours);
        counts.count("compiled by " + provider.description());
        Map<String, float[]> answers = answers(program, seed);
        counts.count("run by " + provider.description());
        guarded(program, seed, answers, arena);
        if (provider == scalar) {
          expected = answers;
        } else if (pristine) {
          compare(provider, expected, answers);
        }
      } catch (LivianoException e) {
        refused("compiling", e);
        if (provider == scalar) {
          return;
        }
        // Its layouts, code or scratch memory may take more than those of the plain loops.
        counts.count("refused for " + provider.description());
      }
    }
  }

  /** Closing memory that threads share stops them all, and takes longer than the rest of a case. */
  private static Arena arena(CompileOptions options) {
    return options.threads() == 1 ? Arena.ofConfined() : Arena.ofShared();
  }

  private void refused(String when, LivianoException e) {
    String message = e.getMessage();
    if (!message.startsWith(file.toString()) || message.lines().count() != 1) {
      throw new AssertionError("no line that begins with the file: " + message, e);
    }
    counts.refused(when, e.getClass(), message.substring(file.toString().length()), pristine);
  }

  private CompileOptions options() {
    boolean large = random.nextInt(100) == 0;
    return CompileOptions.builder()
        .limits(QUICK)
        .batch(large ? 65_536 : random.nextInt(4) == 0 ? random.nextInt(2, 5) : 1)
        .threads(random.nextInt(40) == 0 ? random.nextInt(2, 5) : 1)
        .channelSplit(random.nextInt(4) == 0 ? random.nextInt(1, 65) : 1)
        .fusesBlocks(random.nextInt(4) > 0)
        .build();
  }

  /** What a session answers. */
  private Map<String, float[]> answers(Program program, long seed) {
    Session session = program.newSession();
    for (String name : program.inputs().keySet()) {
      SessionTensor input = session.input(name);
      fill(input.segment(), input.format(), seed);
    }
    session.run();
    Map<String, float[]> answers = new HashMap<>();
    for (String name : program.outputs().keySet()) {
      SessionTensor output = session.output(name);
      answers.put(name, read(output.segment(), output.format()));
    }
    return answers;
  }

  private void fill(MemorySegment segment, DType format, long seed) {
    if (format == DType.F32) {
      float[] numbers = numbers(Math.toIntExact(segment.byteSize() / Float.BYTES), seed);
      MemorySegment.copy(numbers, 0, segment, ValueLayout.JAVA_FLOAT, 0, numbers.length);
      return;
    }
    Random random = new Random(seed);
    for (long at = 0; at < segment.byteSize(); at++) {
      segment.set(ValueLayout.JAVA_BYTE, at, (byte) random.nextInt());
    }
  }

  /** Of other formats the bytes of a checksum. */
  private static float[] read(MemorySegment segment, DType format) {
    if (format == DType.F32) {
      return segment.toArray(ValueLayout.JAVA_FLOAT);
    }
    CRC32 checksum = new CRC32();
    checksum.update(segment.asByteBuffer());
    float[] bytes = new float[Integer.BYTES];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = checksum.getValue() >> (i * Byte.SIZE) & 0xff;
    }
    return bytes;
  }

  /** What inputs of so many numbers read, the same for all providers. */
  private float[] numbers(int count, long seed) {
    return inputs.computeIfAbsent(
        count,
        _ -> {
          Random random = new Random(seed);
          float[] numbers = new float[count];
          for (int i = 0; i < count; i++) {
            numbers[i] = (float) random.nextGaussian();
          }
          return numbers;
        });
  }

  /** The same with guarded memory for each operand; no operand is written over another. */
  private void guarded(Program program, long seed, Map<String, float[]> answers, Arena arena) {
    Map<Integer, MemorySegment> operands = new HashMap<>();
    program
        .inputs()
        .values()
        .forEach(
            input -> {
              MemorySegment segment = memory.allocate(input.bytes(), arena);
              fill(segment.asSlice(0, input.bytes()), input.format(), seed);
              operands.put(input.id(), segment);
            });
    for (Step step : program.steps()) {
      operands.computeIfAbsent(
          step.output().id(), _ -> memory.allocate(step.output().bytes(), arena));
      run(step, operands, arena);
    }
    program
        .outputs()
        .forEach(
            (name, output) -> {
              float[] same =
                  read(operands.get(output.id()).asSlice(0, output.bytes()), output.format());
              if (!Arrays.equals(same, answers.get(name))) {
                throw new AssertionError("output '" + name + "' depends on where operands are");
              }
            });
  }

  private void run(Step step, Map<Integer, MemorySegment> operands, Arena arena) {
    Kernel kernel = step.kernel();
    MemorySegment[] inputs =
        step.inputs().stream().map(i -> operands.get(i.id())).toArray(MemorySegment[]::new);
    MemorySegment[] scratch = {memory.allocate(Math.max(1, kernel.scratchBytes()), arena)};
    Arguments[] arguments = Arguments.of(kernel, 1);
    Frame frame = new Frame(inputs, operands.get(step.output().id()), scratch, arguments);
    int units = kernel.units();
    int cut = random.nextInt(units + 1);
    kernel.run(frame, cut, units, 0);
    kernel.run(frame, 0, cut, 0);
    counts.count("kernel of " + step.provider() + " for " + step.kind().getSimpleName());
  }

  private void compare(
      KernelProvider provider, Map<String, float[]> expected, Map<String, float[]> answers) {
    List<String> names = new ArrayList<>(expected.keySet());
    for (String name : names) {
      double scale = 1;
      for (float x : expected.get(name)) {
        scale = Math.max(scale, Math.abs(x));
      }
      if (!Double.isFinite(scale)) {
        continue;
      }
      counts.count("compared");
      for (int i = 0; i < expected.get(name).length; i++) {
        float a = expected.get(name)[i];
        float b = answers.get(name)[i];
        if (!(Math.abs((double) a - b) <= TOLERANCE * scale)) {
          throw new AssertionError(
              String.format(
                  Locale.ROOT,
                  "%s: output '%s' at %d is %s, plain loops say %s",
                  provider.description(),
                  name,
                  i,
                  b,
                  a));
        }
      }
    }
  }
}
