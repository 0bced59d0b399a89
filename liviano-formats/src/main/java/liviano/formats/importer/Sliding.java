package liviano.formats.importer;

import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/**
 * How a window moves along the axes of rows, columns and the like; of each list one for each axis.
 *
 * @param kernel its extents; none where the filter says them
 * @param strides none for 1
 * @param dilations none for 1
 * @param pads before each axis, then after each; none for 0
 * @param rule how much padding there is
 * @param ceil whether a last window may begin within the map and end beyond the padding
 */
public record Sliding(
    List<Integer> kernel,
    List<Integer> strides,
    List<Integer> dilations,
    List<Integer> pads,
    Rule rule,
    boolean ceil) {

  /** Who says the padding. */
  public enum Rule {
    /** The pads. */
    GIVEN,
    /** None. */
    VALID,
    /** As much as makes {@code ceil(in / stride)} positions, the odd one after the map. */
    SAME_UPPER,
    /** The same, the odd one before the map. */
    SAME_LOWER
  }

  /** Along one axis. */
  record Axis(int kernel, int stride, int dilation, int before, int after) {
    /** Positions from the first read to the last, both counted. */
    long extent() {
      return (kernel - 1L) * dilation + 1;
    }
  }

  public Sliding {
    kernel = List.copyOf(kernel);
    strides = List.copyOf(strides);
    dilations = List.copyOf(dilations);
    pads = List.copyOf(pads);
  }

  /** The same with the kernel of a filter. */
  Sliding withKernel(List<Integer> extents) {
    return new Sliding(extents, strides, dilations, pads, rule, ceil);
  }

  /** The same of some of its axes. */
  Sliding of(List<Integer> axes) {
    int rank = kernel.size();
    List<Integer> both =
        Stream.concat(axes.stream(), axes.stream().map(axis -> axis + rank)).toList();
    return new Sliding(
        axes.stream().map(kernel::get).toList(),
        pick(strides, axes),
        pick(dilations, axes),
        pick(pads, both),
        rule,
        ceil);
  }

  /** The same with an axis before its only one that has one position. */
  Sliding behindOne() {
    return new Sliding(
        List.of(1, kernel.getFirst()),
        strides.isEmpty() ? strides : List.of(1, strides.getFirst()),
        dilations.isEmpty() ? dilations : List.of(1, dilations.getFirst()),
        pads.isEmpty() ? pads : List.of(0, pads.get(0), 0, pads.get(1)),
        rule,
        ceil);
  }

  /** The same with such an axis after it. */
  Sliding beforeOne() {
    return new Sliding(
        List.of(kernel.getFirst(), 1),
        strides.isEmpty() ? strides : List.of(strides.getFirst(), 1),
        dilations.isEmpty() ? dilations : List.of(dilations.getFirst(), 1),
        pads.isEmpty() ? pads : List.of(pads.get(0), 0, pads.get(1), 0),
        rule,
        ceil);
  }

  private static List<Integer> pick(List<Integer> list, List<Integer> axes) {
    return list.isEmpty() ? list : axes.stream().map(list::get).toList();
  }

  /** Refuses lists of another length than there are axes. */
  void require(ForeignNode node, int axes) {
    boolean fits =
        kernel.size() == axes
            && (strides.isEmpty() || strides.size() == axes)
            && (dilations.isEmpty() || dilations.size() == axes)
            && (pads.isEmpty() || pads.size() == 2 * axes)
            && kernel.stream().allMatch(extent -> extent > 0)
            && strides.stream().allMatch(step -> step > 0)
            && dilations.stream().allMatch(step -> step > 0);
    if (!fits) {
      throw node.malformed(
          "a window of "
              + kernel
              + ", strides "
              + strides
              + ", dilations "
              + dilations
              + " and pads "
              + pads
              + " along "
              + axes
              + " axes");
    }
    if (pads.stream().anyMatch(count -> count < 0)) {
      throw node.unsupported("its pads are " + pads);
    }
  }

  /**
   * Along an axis of a map, with the positions after it that the last window needs.
   *
   * @param in extent of the map
   */
  Axis axis(int axis, int in) {
    int stride = at(strides, axis, 1);
    int dilation = at(dilations, axis, 1);
    int extent = Math.toIntExact((kernel.get(axis) - 1L) * dilation + 1);
    int before = 0;
    int after = 0;
    switch (rule) {
      case VALID -> {}
      case GIVEN -> {
        before = at(pads, axis, 0);
        after = at(pads, kernel.size() + axis, 0);
      }
      case SAME_UPPER, SAME_LOWER -> {
        long reach = (Math.ceilDiv(in, stride) - 1L) * stride + extent;
        int all = Math.toIntExact(Math.max(reach - in, 0));
        before = rule == Rule.SAME_LOWER ? Math.ceilDiv(all, 2) : all / 2;
        after = all - before;
      }
    }
    return new Axis(
        kernel.get(axis),
        stride,
        dilation,
        before,
        ceil ? whole(in, before, after, stride, extent) : after);
  }

  /** What a last window that begins on the map or its padding needs. */
  private static int whole(int in, int before, int after, int stride, int extent) {
    long room = (long) in + before + after - extent;
    long out = Math.ceilDiv(Math.max(room, 0), stride) + 1;
    if ((out - 1) * stride >= (long) in + before) {
      out--;
    }
    return Math.toIntExact(Math.max((out - 1) * stride + extent - in - before, after));
  }

  int at(List<Integer> list, int index, int otherwise) {
    return list.isEmpty() ? otherwise : list.get(index);
  }

  static List<Integer> ones(int count) {
    return Collections.nCopies(count, 1);
  }
}
