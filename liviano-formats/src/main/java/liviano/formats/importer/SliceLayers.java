package liviano.formats.importer;

import java.util.ArrayList;
import java.util.List;
import liviano.formats.importer.ForeignOp.StridedSlice;
import liviano.formats.importer.ForeignValue.Computed;
import liviano.tensor.Extents;

/** Slices as the formats say them. */
record SliceLayers(Assembly assembly, PartLayers parts) {
  SliceLayers(Assembly assembly) {
    this(assembly, new PartLayers(assembly));
  }

  /** A begin and a number of each axis; -1 numbers are all that follow. */
  ForeignValue sliceOf(ForeignNode node) {
    List<Integer> dims = assembly.operand(node, 0).dims();
    List<Integer> begin = numbers(node, 1);
    List<Integer> count = numbers(node, 2);
    if (begin.size() != dims.size() || count.size() != dims.size()) {
      throw node.malformed("it takes " + count + " from " + begin + " on of " + dims);
    }
    List<Cut> cuts = new ArrayList<>();
    for (int axis = 0; axis < dims.size(); axis++) {
      int from = begin.get(axis);
      int all = count.get(axis) == -1 ? dims.get(axis) - from : count.get(axis);
      if (from < 0 || all < 0 || all > dims.get(axis) - from) {
        throw node.malformed("it takes " + count + " from " + begin + " on of " + dims);
      }
      cuts.add(new Cut(from, all, 1));
    }
    return parts.slice(node, cuts);
  }

  /** Begins, ends and steps of some axes. */
  ForeignValue sliceAxes(ForeignNode node) {
    List<Integer> dims = assembly.operand(node, 0).dims();
    List<Integer> begin = numbers(node, 1);
    List<Integer> end = numbers(node, 2);
    List<Integer> axes = node.has(3) ? numbers(node, 3) : List.of();
    List<Integer> steps = node.has(4) ? numbers(node, 4) : List.of();
    if (end.size() != begin.size()
        || !axes.isEmpty() && axes.size() != begin.size()
        || !steps.isEmpty() && steps.size() != begin.size()
        || begin.size() > dims.size()) {
      throw node.malformed("it takes numbers from " + begin + " to " + end + " of " + dims);
    }
    List<Cut> cuts = new ArrayList<>(dims.stream().map(Cut::whole).toList());
    for (int i = 0; i < begin.size(); i++) {
      int axis = ForeignAxes.of(node, axes.isEmpty() ? i : axes.get(i), dims.size());
      int step = steps.isEmpty() ? 1 : steps.get(i);
      cuts.set(axis, Cut.of(node, dims.get(axis), begin.get(i), end.get(i), step));
    }
    return parts.slice(node, cuts);
  }

  /** TensorFlow's slice, whose settings are sets of entries, the lowest bit for the first. */
  ForeignValue strided(ForeignNode node, StridedSlice op) {
    List<Integer> dims = assembly.operand(node, 0).dims();
    List<Integer> begin = numbers(node, 1);
    List<Integer> end = numbers(node, 2);
    List<Integer> steps = node.has(3) ? numbers(node, 3) : List.of();
    int entries = begin.size();
    if (end.size() != entries || !steps.isEmpty() && steps.size() != entries) {
      throw node.malformed("it takes numbers from " + begin + " to " + end + " by " + steps);
    }
    int used = 0;
    for (int i = 0; i < entries; i++) {
      used += has(op.ellipsis(), i) || has(op.newAxes(), i) ? 0 : 1;
    }
    int open = dims.size() - used;
    if (open < 0 || Integer.bitCount(op.ellipsis() & (1 << entries) - 1) > 1) {
      throw node.malformed("it takes " + entries + " entries of " + dims);
    }
    List<Cut> cuts = new ArrayList<>();
    List<Integer> given = new ArrayList<>();
    for (int i = 0; i < entries; i++) {
      if (has(op.ellipsis(), i)) {
        for (int all = 0; all < open; all++) {
          given.add(dims.get(cuts.size()));
          cuts.add(Cut.whole(dims.get(cuts.size())));
        }
      } else if (has(op.newAxes(), i)) {
        given.add(1);
      } else {
        Cut cut = cut(node, op, i, dims.get(cuts.size()), begin, end, steps);
        cuts.add(cut);
        if (!has(op.single(), i)) {
          given.add(cut.count());
        }
      }
    }
    while (cuts.size() < dims.size()) {
      given.add(dims.get(cuts.size()));
      cuts.add(Cut.whole(dims.get(cuts.size())));
    }
    return renamed(node, parts.slice(node, cuts), given);
  }

  private static Cut cut(
      ForeignNode node,
      StridedSlice op,
      int entry,
      int extent,
      List<Integer> begin,
      List<Integer> end,
      List<Integer> steps) {
    int step = steps.isEmpty() ? 1 : steps.get(entry);
    int from = begin.get(entry);
    if (has(op.single(), entry)) {
      int place = from < 0 ? from + extent : from;
      if (place < 0 || place >= extent) {
        throw node.malformed("it takes number " + from + " of " + extent);
      }
      return new Cut(place, 1, 1);
    }
    return Cut.of(
        node,
        extent,
        has(op.openBegin(), entry) ? Cut.openBegin(step) : from,
        has(op.openEnd(), entry) ? Cut.openEnd(step) : end.get(entry),
        step);
  }

  private ForeignValue renamed(ForeignNode node, ForeignValue cut, List<Integer> dims) {
    return cut.dims().equals(dims) || !(cut instanceof Computed computed)
        ? cut
        : Computed.of(assembly.value(node, computed), dims);
  }

  private static boolean has(int set, int entry) {
    return (set >> entry & 1) != 0;
  }

  private List<Integer> numbers(ForeignNode node, int input) {
    return WholeNumbers.held(node, assembly.constant(node, input), Extents.MAX_RANK);
  }
}
