package liviano.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SequencedMap;
import liviano.engine.MemoryPlan.Life;

/**
 * How {@link MemoryPlan} places operands, written down plainly: each is held against all others.
 */
final class PlainPlacement {
  private record Placed(Life life, long offset) {
    long end() {
      return offset + life.bytes();
    }
  }

  private PlainPlacement() {}

  /** First bytes by the operand's number. */
  static SequencedMap<Integer, Long> offsets(List<Life> given) {
    List<Life> lives = new ArrayList<>(given);
    lives.sort(
        Comparator.comparingLong(Life::bytes)
            .reversed()
            .thenComparing(life -> life.operand().id()));
    List<Placed> placed = new ArrayList<>();
    SequencedMap<Integer, Long> offsets = new LinkedHashMap<>();
    for (Life life : lives) {
      OptionalLong over = over(life, placed);
      Placed here = new Placed(life, over.isPresent() ? over.getAsLong() : gap(life, placed));
      placed.add(here);
      offsets.put(life.operand().id(), here.offset());
    }
    return offsets;
  }

  private static boolean overlap(Life a, Life b) {
    return a.from() <= b.to() && b.from() <= a.to();
  }

  private static OptionalLong over(Life life, List<Placed> placed) {
    return placed.stream()
        .filter(other -> life.spent().equals(OptionalInt.of(other.life().operand().id())))
        .filter(spent -> placed.stream().allMatch(p -> p == spent || isFree(life, spent, p)))
        .mapToLong(Placed::offset)
        .findFirst();
  }

  private static boolean isFree(Life life, Placed spent, Placed other) {
    return !overlap(other.life(), life)
        || other.offset() >= spent.offset() + life.bytes()
        || other.end() <= spent.offset();
  }

  private static long gap(Life life, List<Placed> placed) {
    List<Placed> neighbours =
        placed.stream()
            .filter(other -> overlap(other.life(), life))
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
}
