package liviano.kernels;

import java.util.List;

/** Numbers are places: what is found at them, or where something is found. */
public sealed interface Lookup extends Task {
  /**
   * Runs of numbers by their places. The first input is {@code [samples, outer, extents...,
   * inner]}, the second {@code [samples, count, one place along each extent]} of integers; the
   * output is {@code [samples, outer, count, inner]}. A negative place counts from the end; a place
   * that does not exist gives zeros.
   *
   * @param extents that are looked up in, outermost first
   * @param count how many places for each sample
   */
  record Pick(int samples, int outer, List<Integer> extents, int count, int inner, Formats formats)
      implements Lookup {
    public Pick {
      extents = List.copyOf(extents);
      TaskChecks.inputs(formats, 2);
      long places = 1;
      for (int extent : extents) {
        TaskChecks.axis(places, extent, 1);
        places *= extent;
      }
      TaskChecks.axis((long) samples * outer, Math.toIntExact(places), inner);
      TaskChecks.axis((long) samples * outer, count, inner);
    }
  }

  /**
   * The place of the greatest number along an axis of {@code [outer, extent, inner]}, of equal ones
   * the first. NaN is greater than all numbers.
   */
  record ArgMax(int outer, int extent, int inner, Formats formats) implements Lookup {
    public ArgMax {
      TaskChecks.axis(outer, extent, inner);
      TaskChecks.inputs(formats, 1);
    }
  }
}
