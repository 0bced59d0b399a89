package liviano.formats.importer;

import java.util.ArrayList;
import java.util.List;
import liviano.formats.importer.Sliding.Axis;
import liviano.graph.Op;
import liviano.graph.Value;

/**
 * The numbers that a window reads, tap by tap: for each tap a map of what it reads at every
 * position.
 */
record Taps(Assembly assembly) {

  /** The greatest number in each window. */
  Value greatest(ForeignNode node, Value map, Axis down, Axis across) {
    List<Value> taps = taps(node, map, down, across);
    Value greatest = taps.getFirst();
    for (Value tap : taps.subList(1, taps.size())) {
      greatest = assembly.add(node, new Op.Maximum(), greatest, tap);
    }
    return greatest;
  }

  /** Row by row of the window; beyond the map stands no number that is ever greatest. */
  List<Value> taps(ForeignNode node, Value map, Axis down, Axis across) {
    Op around =
        new Op.Surround(
            List.of(down.before(), across.before(), 0),
            List.of(down.after(), across.after(), 0),
            Float.NEGATIVE_INFINITY);
    boolean padded = down.before() + down.after() + across.before() + across.after() > 0;
    Value wide = padded ? assembly.add(node, "around", around, map) : map;
    int rows = positions(wide.shape().height(), down);
    int columns = positions(wide.shape().width(), across);
    int channels = wide.shape().channels();
    List<Value> taps = new ArrayList<>();
    for (int row = 0; row < down.kernel(); row++) {
      for (int column = 0; column < across.kernel(); column++) {
        Op slice =
            new Op.Slice(
                List.of(row * down.dilation(), column * across.dilation(), 0),
                List.of(rows, columns, channels),
                List.of(down.stride(), across.stride(), 1));
        taps.add(assembly.add(node, "tap", slice, wide));
      }
    }
    return taps;
  }

  private static int positions(int extent, Axis axis) {
    long room = extent - axis.extent();
    if (room < 0) {
      throw new IllegalArgumentException(
          "a window of " + axis.extent() + " does not fit " + extent);
    }
    return (int) (room / axis.stride()) + 1;
  }
}
