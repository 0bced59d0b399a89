package liviano.formats.importer;

import java.util.ArrayList;
import java.util.List;
import liviano.formats.importer.ForeignValue.Computed;

/**
 * A tensor in other extents. Axes that lie side by side in memory can become one, or others,
 * without a number being moved, wherever the rest lies: {@code [1, 6, height, width]} whose
 * channels are innermost become {@code [1, 2, 3, height, width]} so. The extents before and after
 * fall into groups of equal products, and a group's axes must lie together.
 *
 * @param sequence the old axes as they must lie, without those of extent 1
 * @param order the new axes from the outermost to the innermost in memory, if the old ones lie so
 */
record Regrouping(List<Integer> sequence, List<Integer> order) {

  /** Old and new axes of one product. */
  private record Group(List<Integer> before, List<Integer> after) {}

  /**
   * How the tensor must lie, which is as it lies where that is possible.
   *
   * @param dims hold as many numbers
   */
  static Regrouping of(Computed data, List<Integer> dims) {
    List<Integer> lying = data.order().stream().filter(axis -> data.dims().get(axis) != 1).toList();
    List<Group> groups = groups(data.dims(), dims);
    List<Integer> sequence = new ArrayList<>();
    List<Integer> order = new ArrayList<>();
    for (int axis = 0; axis < dims.size(); axis++) {
      if (dims.get(axis) == 1) {
        order.add(axis);
      }
    }
    for (int axis : lying) {
      for (Group group : groups) {
        if (group.before().contains(axis) && !sequence.contains(axis)) {
          sequence.addAll(group.before());
          order.addAll(group.after());
        }
      }
    }
    return new Regrouping(sequence, order);
  }

  private static List<Group> groups(List<Integer> from, List<Integer> to) {
    List<Group> groups = new ArrayList<>();
    int i = 0;
    int j = 0;
    while (i < from.size() || j < to.size()) {
      Group group = new Group(new ArrayList<>(), new ArrayList<>());
      long before = 1;
      long after = 1;
      do {
        if (before <= after && i < from.size()) {
          before *= taken(from, i++, group.before());
        } else {
          after *= taken(to, j++, group.after());
        }
      } while (before != after);
      groups.add(group);
    }
    return groups;
  }

  private static int taken(List<Integer> dims, int axis, List<Integer> group) {
    if (dims.get(axis) != 1) {
      group.add(axis);
    }
    return dims.get(axis);
  }
}
