package liviano.engine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.function.Predicate;
import liviano.kernels.Task;

/**
 * Where every operand stands in a session's memory. Operands that are never alive together share
 * bytes, and so do the output of a task that may overwrite its input and that input, if nobody
 * reads it later: they begin at the same place. Inputs and outputs of the network keep their bytes,
 * so that a session can be run again on the same input.
 *
 * @param offsets first byte of each operand by its number, a multiple of {@value #ALIGNMENT}
 * @param bytes bytes of all operands together, scratch memory of workers not counted
 * @param bytesWithoutReuse what it would be if every operand had bytes of its own
 */
public record MemoryPlan(SequencedMap<Integer, Long> offsets, long bytes, long bytesWithoutReuse) {
  /** Every operand starts on such a boundary: a cache line, and the widest vector. */
  public static final long ALIGNMENT = 64;

  public MemoryPlan {
    offsets = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(offsets));
  }

  /**
   * An operand that needs bytes from one task to another, both counted.
   *
   * @param spent the number of an operand whose last reader gives this one and may write over it
   */
  private record Life(Operand operand, int from, int to, long bytes, OptionalInt spent) {
    boolean overlaps(Life other) {
      return from <= other.to && other.from <= to;
    }
  }

  private record Placed(Life life, long offset) {
    long end() {
      return offset + life.bytes();
    }
  }

  /** Places the operands of a plan where no task overwrites its input. */
  static MemoryPlan of(Plan plan) {
    return place(lives(plan, task -> false));
  }

  /**
   * Places the operands of a plan.
   *
   * @param overwrites whether a task's output may begin where its first input begins
   */
  static MemoryPlan of(Plan plan, Predicate<Task> overwrites) {
    MemoryPlan apart = of(plan);
    MemoryPlan over = place(lives(plan, overwrites));
    return over.bytes() <= apart.bytes() ? over : apart;
  }

  /**
   * The largest first, each over the operand that it may overwrite, else into the narrowest gap
   * that it fits.
   */
  private static MemoryPlan place(List<Life> given) {
    List<Life> lives = new ArrayList<>(given);
    lives.sort(
        Comparator.comparingLong(Life::bytes)
            .reversed()
            .thenComparing(life -> life.operand().id()));
    List<Placed> placed = new ArrayList<>();
    SequencedMap<Integer, Long> offsets = new LinkedHashMap<>();
    long bytes = 0;
    long apart = 0;
    for (Life life : lives) {
      OptionalLong over = over(life, placed);
      Placed here = new Placed(life, over.isPresent() ? over.getAsLong() : gap(life, placed));
      placed.add(here);
      offsets.put(life.operand().id(), here.offset());
      bytes = Math.max(bytes, here.end());
      apart += life.bytes();
    }
    return new MemoryPlan(offsets, bytes, apart);
  }

  /** Bytes that an operand takes, rounded up to the alignment. */
  static long rounded(long bytes) {
    return Math.ceilDiv(bytes, ALIGNMENT) * ALIGNMENT;
  }

  /** Where the operand stands that it may overwrite, if nobody else stands there. */
  private static OptionalLong over(Life life, List<Placed> placed) {
    return placed.stream()
        .filter(other -> life.spent().equals(OptionalInt.of(other.life().operand().id())))
        .filter(spent -> placed.stream().allMatch(p -> p == spent || isFree(life, spent, p)))
        .mapToLong(Placed::offset)
        .findFirst();
  }

  private static boolean isFree(Life life, Placed spent, Placed other) {
    return !other.life().overlaps(life)
        || other.offset() >= spent.offset() + life.bytes()
        || other.end() <= spent.offset();
  }

  private static long gap(Life life, List<Placed> placed) {
    List<Placed> neighbours =
        placed.stream()
            .filter(other -> other.life().overlaps(life))
            .sorted(Comparator.comparingLong(Placed::offset))
            .toList();
    long best = -1;
    long narrowest = Long.MAX_VALUE;
    long free = 0;
    for (Placed neighbour : neighbours) {
      long room = neighbour.offset() - free;
      if (room >= life.bytes() && room < narrowest) {
        best = free;
        narrowest = room;
      }
      free = Math.max(free, neighbour.end());
    }
    return best >= 0 ? best : free;
  }

  private static List<Life> lives(Plan plan, Predicate<Task> overwrites) {
    Map<Integer, Operand> operands = new LinkedHashMap<>();
    Map<Integer, Integer> from = new HashMap<>();
    Map<Integer, Integer> to = new HashMap<>();
    int end = plan.tasks().size();
    plan.inputs().values().forEach(input -> live(operands, from, to, input, -1, end));
    for (int i = 0; i < end; i++) {
      PlannedTask task = plan.tasks().get(i);
      live(operands, from, to, task.output(), i, i);
      for (Operand input : task.inputs()) {
        to.merge(input.id(), i, Math::max);
      }
    }
    plan.outputs().values().forEach(output -> to.put(output.id(), end));
    Map<Integer, OptionalInt> spent = new HashMap<>();
    for (int i = 0; i < end; i++) {
      PlannedTask task = plan.tasks().get(i);
      int input = task.inputs().getFirst().id();
      if (to.get(input) == i && overwrites.test(task.task())) {
        spent.put(task.output().id(), OptionalInt.of(input));
      }
    }
    return operands.values().stream()
        .map(
            o ->
                new Life(
                    o,
                    from.get(o.id()),
                    to.get(o.id()),
                    rounded(o.bytes()),
                    spent.getOrDefault(o.id(), OptionalInt.empty())))
        .toList();
  }

  private static void live(
      Map<Integer, Operand> operands,
      Map<Integer, Integer> from,
      Map<Integer, Integer> to,
      Operand operand,
      int first,
      int last) {
    operands.put(operand.id(), operand);
    from.put(operand.id(), first);
    to.put(operand.id(), last);
  }
}
