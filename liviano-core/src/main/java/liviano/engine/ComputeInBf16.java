package liviano.engine;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import liviano.kernels.Elementwise;
import liviano.kernels.Formats;
import liviano.kernels.Linear;
import liviano.kernels.Origin;
import liviano.kernels.Param;
import liviano.kernels.Task;
import liviano.tensor.Bf16;
import liviano.tensor.DType;
import liviano.tensor.LittleEndian;
import liviano.tensor.NativeMemory;

/**
 * Sums of products in bfloat16, where the kernels compute them so. What is read by such layers
 * alone lies in memory in 16 bits; other tensors are converted once where they are read so, or by
 * the convolution that reads them, and inputs and outputs of the network stay floats.
 */
final class ComputeInBf16 implements Rewrite {
  private final Predicate<Task> served;

  /**
   * @param served whether a task in bfloat16 is computed
   */
  ComputeInBf16(Predicate<Task> served) {
    this.served = served;
  }

  /** Numbers of 32 bits rounded to 16. */
  private enum Narrowed implements Origin.Rule {
    ROUNDED
  }

  @Override
  public Plan apply(Plan plan) {
    Set<PlannedTask> chosen = new HashSet<>();
    Set<Integer> readWide = new HashSet<>();
    plan.outputs().values().forEach(output -> readWide.add(output.id()));
    for (PlannedTask task : plan.tasks()) {
      if (isServed(task.task())) {
        chosen.add(task);
      } else {
        task.inputs().forEach(input -> readWide.add(input.id()));
      }
    }
    Walk walk = new Walk(plan);
    for (PlannedTask task : plan.tasks()) {
      if (chosen.contains(task)) {
        walk.narrow(task, readWide.contains(task.output().id()));
      } else {
        walk.tasks.add(task);
      }
    }
    return plan.withTasks(walk.tasks);
  }

  /** A convolution that rounds the floats that it reads by itself. */
  private Optional<Linear> rounding(Linear task, DType output) {
    return task instanceof Linear.Convolution && !task.epilogue().residual()
        ? Optional.of(
                task.with(rounded(task.weight()), task.epilogue(), Formats.of(DType.F32, output)))
            .filter(served)
        : Optional.empty();
  }

  private boolean isServed(Task task) {
    return task instanceof Linear linear
        && linear.isIn(DType.F32)
        && served.test(narrow(linear, DType.BF16));
  }

  private static Linear narrow(Linear task, DType output) {
    Formats formats =
        new Formats(Collections.nCopies(task.formats().inputs().size(), DType.BF16), output);
    return task.with(rounded(task.weight()), task.epilogue(), formats);
  }

  private static Param rounded(Param floats) {
    return new Param(
        DerivedConstants.made(Narrowed.ROUNDED, floats),
        DType.BF16,
        floats.shape(),
        () -> {
          MemorySegment numbers = NativeMemory.allocate(floats.count() * Short.BYTES);
          MemorySegment from = floats.data();
          for (long i = 0; i < floats.count(); i++) {
            float number = from.get(LittleEndian.FLOAT_UNALIGNED, i * Float.BYTES);
            numbers.setAtIndex(LittleEndian.SHORT, i, Bf16.of(number));
          }
          floats.release();
          return numbers;
        });
  }

  /** The tasks so far, and which tensors there are in 16 bits. */
  private final class Walk {
    private final List<PlannedTask> tasks = new ArrayList<>();

    /** By the tensor's number in the plan. */
    private final Map<Integer, Operand> narrowed = new HashMap<>();

    private int nextId;

    Walk(Plan plan) {
      plan.inputs().values().forEach(this::skip);
      plan.tasks().forEach(task -> skip(task.output()));
    }

    private void skip(Operand operand) {
      nextId = Math.max(nextId, Math.addExact(operand.id(), 1));
    }

    /**
     * @param wide whether floats are what is read of its output
     */
    void narrow(PlannedTask planned, boolean wide) {
      Linear task = (Linear) planned.task();
      Operand output = planned.output();
      DType format = wide ? DType.F32 : DType.BF16;
      Optional<Linear> rounding =
          narrowed.containsKey(planned.inputs().getFirst().id())
              ? Optional.empty()
              : rounding(task, format);
      if (rounding.isPresent()) {
        Operand given = wide ? output : as(output, output.id());
        if (!wide) {
          narrowed.put(output.id(), given);
        }
        tasks.add(new PlannedTask(planned.name(), rounding.get(), planned.inputs(), given));
        return;
      }
      List<Operand> inputs = planned.inputs().stream().map(this::inBf16).toList();
      Optional<Linear> toFloats =
          wide && !task.epilogue().residual()
              ? Optional.of(ComputeInBf16.narrow(task, DType.F32)).filter(served)
              : Optional.empty();
      if (toFloats.isPresent()) {
        tasks.add(new PlannedTask(planned.name(), toFloats.get(), inputs, output));
        return;
      }
      Operand narrow = as(output, wide ? nextId++ : output.id());
      narrowed.put(output.id(), narrow);
      tasks.add(
          new PlannedTask(planned.name(), ComputeInBf16.narrow(task, DType.BF16), inputs, narrow));
      if (wide) {
        convert(planned.name() + ".floats", narrow, output);
      }
    }

    private Operand inBf16(Operand operand) {
      Operand known = narrowed.get(operand.id());
      if (known == null) {
        known = as(operand, nextId++);
        narrowed.put(operand.id(), known);
        convert(operand.name() + ".bf16", operand, known);
      }
      return as(operand, known.id()); // a reshape may lie between the two
    }

    private void convert(String name, Operand from, Operand to) {
      Formats formats = Formats.of(from.format(), to.format());
      Task task = new Elementwise.Convert(from.elements(), formats);
      tasks.add(new PlannedTask(name, task, List.of(from), to));
    }

    private static Operand as(Operand like, int id) {
      return new Operand(id, like.name(), like.batch(), like.shape(), DType.BF16);
    }
  }
}
