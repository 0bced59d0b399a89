package liviano.engine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.function.IntPredicate;
import liviano.engine.Timeline.Piece;

/**
 * The place of every operand in a session's memory. Operands that are never alive at the same time
 * share bytes. If a task may overwrite its input and the input has no later consumer, output and
 * input begin at the same byte. Inputs and outputs of the network keep their bytes, so that a
 * session can be run again on the same input.
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
   * How many neighbours may be looked at for each operand and each doubling of their number. Beyond
   * that an operand stands above all its neighbours, so that planning stays within n log n.
   */
  private static final long NEIGHBOURS = 16;

  /**
   * An operand that needs memory from one task to another, both inclusive.
   *
   * @param from the task that gives it, counted from 1; 0 for inputs of the network
   * @param spent the number of the operand that this one may overwrite, because the task that
   *     produces this one is its last consumer
   */
  record Life(Operand operand, int from, int to, long bytes, OptionalInt spent) {}

  /** Places the operands of a plan where no task overwrites its input. */
  static MemoryPlan of(Plan plan) {
    return place(lives(plan, _ -> false));
  }

  /**
   * Places the operands of a plan.
   *
   * @param overwrites whether the output of the task at an index may begin where its first input
   *     begins
   */
  static MemoryPlan of(Plan plan, IntPredicate overwrites) {
    MemoryPlan apart = of(plan);
    MemoryPlan over = place(lives(plan, overwrites));
    return over.bytes() <= apart.bytes() ? over : apart;
  }

  /**
   * Bytes below which no placing gets: the task with the most numbers at once, written over its
   * input.
   */
  static long least(Plan plan) {
    long most = 0;
    for (PlannedTask task : plan.tasks()) {
      most = Math.max(most, least(task));
    }
    return most;
  }

  private static long least(PlannedTask task) {
    long inputs = 0;
    for (Operand input : new LinkedHashSet<>(task.inputs())) {
      inputs += rounded(input.bytes());
    }
    long output = rounded(task.output().bytes());
    long first = task.inputs().isEmpty() ? 0 : rounded(task.inputs().getFirst().bytes());
    return inputs + output - Math.min(first, output);
  }

  /**
   * Places the largest operand first: over the operand that it may overwrite, otherwise into the
   * smallest gap that is large enough.
   */
  static MemoryPlan place(List<Life> given) {
    List<Life> lives = new ArrayList<>(given);
    lives.sort(MemoryPlan::largestFirst);
    int times = 1;
    for (Life life : lives) {
      times = Math.max(times, 1 + life.to());
    }
    Timeline placed = new Timeline(times);
    long left = NEIGHBOURS * lives.size() * (Integer.SIZE - Integer.numberOfLeadingZeros(times));
    SequencedMap<Integer, Long> offsets = new LinkedHashMap<>();
    long bytes = 0;
    long apart = 0;
    for (Life life : lives) {
      Optional<List<Piece>> neighbours = placed.during(life.from(), life.to(), left);
      left = neighbours.isPresent() ? left - neighbours.get().size() : 0;
      long offset =
          neighbours
              .map(found -> offset(life, found))
              .orElseGet(() -> placed.height(life.from(), life.to()));
      int id = life.operand().id();
      placed.add(new Piece(id, life.from(), life.to(), offset, life.bytes()));
      offsets.put(id, offset);
      bytes = Math.max(bytes, offset + life.bytes());
      apart += life.bytes();
    }
    return new MemoryPlan(offsets, bytes, apart);
  }

  /** Bytes that an operand takes, rounded up to the alignment. */
  static long rounded(long bytes) {
    return Math.ceilDiv(bytes, ALIGNMENT) * ALIGNMENT;
  }

  private static long offset(Life life, List<Piece> neighbours) {
    OptionalLong over = over(life, neighbours);
    return over.isPresent() ? over.getAsLong() : gap(life, neighbours);
  }

  /** The offset of the operand that it may overwrite, if no other operand needs that memory. */
  private static OptionalLong over(Life life, List<Piece> neighbours) {
    if (life.spent().isEmpty()) {
      return OptionalLong.empty();
    }
    int id = life.spent().getAsInt();
    for (Piece spent : neighbours) {
      if (spent.id() == id && othersAreApart(life, spent, neighbours)) {
        return OptionalLong.of(spent.offset());
      }
    }
    return OptionalLong.empty();
  }

  private static int largestFirst(Life a, Life b) {
    int bySize = Long.compare(b.bytes(), a.bytes());
    return bySize != 0 ? bySize : Integer.compare(a.operand().id(), b.operand().id());
  }

  private static boolean othersAreApart(Life life, Piece spent, List<Piece> neighbours) {
    long end = spent.offset() + life.bytes();
    for (Piece other : neighbours) {
      if (other != spent && other.offset() < end && other.end() > spent.offset()) {
        return false;
      }
    }
    return true;
  }

  private static long gap(Life life, List<Piece> neighbours) {
    List<Piece> upwards = new ArrayList<>(neighbours);
    upwards.sort((a, b) -> Long.compare(a.offset(), b.offset()));
    long best = -1;
    long narrowest = Long.MAX_VALUE;
    long free = 0;
    for (Piece neighbour : upwards) {
      long room = neighbour.offset() - free;
      if (room >= life.bytes() && room < narrowest) {
        best = free;
        narrowest = room;
      }
      free = Math.max(free, neighbour.end());
    }
    return best >= 0 ? best : free;
  }

  static List<Life> lives(Plan plan, IntPredicate overwrites) {
    Map<Integer, Operand> operands = new LinkedHashMap<>();
    Map<Integer, Integer> from = new HashMap<>();
    Map<Integer, Integer> to = new HashMap<>();
    int end = plan.tasks().size() + 1;
    plan.inputs().values().forEach(input -> live(operands, from, to, input, 0, end));
    for (int i = 1; i < end; i++) {
      PlannedTask task = plan.tasks().get(i - 1);
      live(operands, from, to, task.output(), i, i);
      for (Operand input : task.inputs()) {
        to.merge(input.id(), i, Math::max);
      }
    }
    plan.outputs().values().forEach(output -> to.put(output.id(), end));
    Map<Integer, OptionalInt> spent = new HashMap<>();
    for (int i = 1; i < end; i++) {
      PlannedTask task = plan.tasks().get(i - 1);
      if (task.inputs().isEmpty()) {
        continue;
      }
      int input = task.inputs().getFirst().id();
      if (to.get(input) == i && overwrites.test(i - 1)) {
        spent.put(task.output().id(), OptionalInt.of(input));
      }
    }
    List<Life> lives = new ArrayList<>();
    for (Operand operand : operands.values()) {
      int id = operand.id();
      OptionalInt input = spent.getOrDefault(id, OptionalInt.empty());
      lives.add(new Life(operand, from.get(id), to.get(id), rounded(operand.bytes()), input));
    }
    return lives;
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
