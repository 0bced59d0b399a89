package liviano.kernels;

import java.util.List;
import liviano.tensor.DetectionRule;

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

  /**
   * Detections of an SSD: codes of boxes {@code [samples, anchors, codes]}, the first four of which
   * are the centre's y and x, the height and the width; scores {@code [samples, anchors, columns]};
   * anchors {@code [samples, anchors, 4]}, centres, heights and widths. For each sample the output
   * is boxes {@code [places, 4]}, top, left, bottom and right, classes and scores {@code [places]},
   * and their number. What is not found is 0.
   *
   * @param columns as many as there are classes, or one more: the background, first
   */
  record Detections(
      int samples, int anchors, int codes, int columns, DetectionRule rule, Formats formats)
      implements Lookup {
    public Detections {
      TaskChecks.axis(samples, anchors, codes);
      TaskChecks.axis(samples, anchors, columns);
      TaskChecks.detections(codes, columns, rule.classes());
      TaskChecks.inputs(formats, 3);
    }

    /** Numbers of the output for each sample. */
    public int results() {
      return 6 * rule.places() + 1;
    }
  }
}
