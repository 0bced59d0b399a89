package liviano.engine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * Where every operand stands in a session's memory. Operands that are never alive together share
 * bytes; inputs and outputs keep theirs, so that a session can be run again on the same input.
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

  /** An operand that needs bytes from one task to another, both counted. */
  private record Life(Operand operand, int from, int to, long bytes) {
    boolean overlaps(Life other) {
      return from <= other.to && other.from <= to;
    }
  }

  private record Placed(Life life, long offset) {
    long end() {
      return offset + life.bytes();
    }
  }

  /** Places the operands of a plan: the largest first, each into the narrowest gap it fits. */
  static MemoryPlan of(Plan plan) {
    List<Life> lives = new ArrayList<>(lives(plan));
    lives.sort(
        Comparator.comparingLong(Life::bytes)
            .reversed()
            .thenComparing(life -> life.operand().id()));
    List<Placed> placed = new ArrayList<>();
    SequencedMap<Integer, Long> offsets = new LinkedHashMap<>();
    long bytes = 0;
    long apart = 0;
    for (Life life : lives) {
      Placed here = new Placed(life, gap(life, placed));
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

  private static List<Life> lives(Plan plan) {
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
    return operands.values().stream()
        .map(o -> new Life(o, from.get(o.id()), to.get(o.id()), rounded(o.bytes())))
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
