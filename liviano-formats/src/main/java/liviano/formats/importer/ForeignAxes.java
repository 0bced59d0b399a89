package liviano.formats.importer;

import java.util.List;

/** ForeignAxes and extents by the numbers that files give. */
final class ForeignAxes {
  private ForeignAxes() {}

  /** An axis; negative ones count from the innermost. */
  static int of(ForeignNode node, int axis, int rank) {
    int counted = axis < 0 ? axis + rank : axis;
    if (counted < 0 || counted >= rank) {
      throw node.malformed("axis " + axis + " of a tensor of rank " + rank);
    }
    return counted;
  }

  /** Extents of parts, one of which may be open, that make up an extent. */
  static List<Integer> parts(ForeignNode node, List<Integer> wanted, int extent) {
    int open = wanted.indexOf(-1);
    long others = 0;
    for (int i = 0; i < wanted.size(); i++) {
      if (i != open) {
        others += wanted.get(i);
      }
    }
    int rest = (int) Math.max(0, extent - others);
    List<Integer> parts = wanted.stream().map(part -> part == -1 ? rest : part).toList();
    long sum = parts.stream().mapToLong(Integer::longValue).sum();
    if (sum != extent || parts.stream().anyMatch(part -> part < 1)) {
      throw node.malformed("it makes parts of " + wanted + " of " + extent);
    }
    return parts;
  }

  /** Extents, one of which may be open, for as many numbers. */
  static List<Integer> filled(ForeignNode node, List<Integer> wanted, int elements) {
    int open = wanted.indexOf(-1);
    long others = 1;
    for (int i = 0; i < wanted.size(); i++) {
      int extent = i == open ? 1 : wanted.get(i);
      if (extent < 1) {
        throw node.malformed("it makes the shape " + wanted);
      }
      others = Math.min(Integer.MAX_VALUE, others * extent);
    }
    if (open < 0 ? others != elements : elements % others != 0) {
      throw node.malformed("it makes the shape " + wanted + " of " + elements + " numbers");
    }
    int rest = (int) (elements / others);
    return wanted.stream().map(extent -> extent == -1 ? rest : extent).toList();
  }
}
