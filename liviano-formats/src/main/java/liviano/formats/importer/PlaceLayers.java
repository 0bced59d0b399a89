package liviano.formats.importer;

import java.util.ArrayList;
import java.util.List;
import liviano.formats.importer.ForeignValue.Computed;
import liviano.formats.importer.ForeignValue.Known;
import liviano.graph.Op;
import liviano.graph.Value;
import liviano.tensor.Shape;
import liviano.weights.Tensor;

/** Layers that give parts of a tensor by their places. */
record PlaceLayers(Assembly assembly, ShapeLayers shapes) {

  /** The places along an axis that a part takes. */
  record Places(int begin, int size, int step) {

    /** As Python counts them: from begin on, by step, before end. */
    static Places of(long begin, long end, long step, int extent) {
      long first = begin < 0 ? begin + extent : begin;
      long limit = end < 0 ? end + extent : end;
      if (step > 0) {
        first = Math.clamp(first, 0, extent);
        limit = Math.clamp(limit, 0, extent);
        return new Places((int) first, count(limit - first, step), (int) step);
      }
      first = Math.clamp(first, -1, extent - 1L);
      limit = Math.clamp(limit, -1, extent - 1L);
      return new Places((int) first, count(first - limit, -step), (int) step);
    }

    private static int count(long room, long step) {
      return (int) Math.ceilDiv(Math.max(room, 0), step);
    }

    boolean isWhole(int extent) {
      return begin == 0 && size == extent && step == 1;
    }
  }

  /** What a part takes along each axis. */
  List<Places> places(ForeignNode node, List<Integer> dims) {
    List<Long> starts = assembly.longs(node, 1);
    List<Long> ends = assembly.longs(node, 2);
    List<Integer> axes =
        node.has(3) ? assembly.integers(node, 3) : ForeignValue.plain(starts.size());
    List<Long> steps = node.has(4) ? assembly.longs(node, 4) : List.of();
    if (ends.size() != starts.size()
        || axes.size() != starts.size()
        || !steps.isEmpty() && steps.size() != starts.size()) {
      throw node.malformed("it takes from " + starts + " to " + ends + " of axes " + axes);
    }
    List<Places> places = new ArrayList<>();
    dims.forEach(extent -> places.add(new Places(0, extent, 1)));
    for (int i = 0; i < axes.size(); i++) {
      int axis = ForeignAxes.of(node, axes.get(i), dims.size());
      long step = steps.isEmpty() ? 1 : steps.get(i);
      if (step == 0 || Math.abs(step) > Integer.MAX_VALUE) {
        throw node.malformed("it takes steps of " + step);
      }
      places.set(axis, Places.of(starts.get(i), ends.get(i), step, dims.get(axis)));
    }
    return places;
  }

  Computed part(ForeignNode node) {
    Computed data = assembly.any(node, 0);
    List<Places> places = places(node, data.dims());
    if (places.stream().anyMatch(along -> along.size() == 0)) {
      throw node.unsupported("it takes nothing of " + data.dims());
    }
    Computed turned = data;
    for (int axis = 0; axis < places.size(); axis++) {
      Places along = places.get(axis);
      if (along.step() < 0) {
        List<Integer> each = new ArrayList<>();
        for (int i = 0; i < along.size(); i++) {
          each.add(along.begin() + i * along.step());
        }
        turned = picked(node, turned, axis, each);
        places.set(axis, new Places(0, along.size(), 1));
      }
    }
    return sliced(node, turned, places);
  }

  private Computed sliced(ForeignNode node, Computed data, List<Places> places) {
    List<Integer> dims = places.stream().map(Places::size).toList();
    boolean whole = true;
    for (int axis = 0; axis < places.size(); axis++) {
      whole &= places.get(axis).isWhole(data.dims().get(axis));
    }
    if (whole) {
      return data;
    }
    Value value = assembly.memory(node, data);
    int rank = value.shape().rank();
    List<Places> lying = data.order().stream().map(places::get).toList();
    List<Places> inner = lying.subList(lying.size() - rank, lying.size());
    Op slice =
        new Op.Slice(
            inner.stream().map(Places::begin).toList(),
            inner.stream().map(Places::size).toList(),
            inner.stream().map(Places::step).toList());
    return Computed.of(assembly.add(node, slice, value), dims, data.order());
  }

  /** Numbers along an axis by their places. */
  Computed picked(ForeignNode node, Computed data, int axis, List<Integer> each) {
    Value whole = assembly.shaped(node, assembly.bare(node, data), new Shape(data.memory()));
    Value places = assembly.held(node, Folding.tensor(each)).value();
    Op gather = new Op.Gather(data.order().indexOf(axis));
    List<Integer> dims = new ArrayList<>(data.dims());
    dims.set(axis, each.size());
    return Computed.of(assembly.add(node, gather, whole, places), dims, data.order());
  }

  Computed gather(ForeignNode node, int counted) {
    Computed data = assembly.any(node, 0);
    int rank = data.dims().size();
    int axis = ForeignAxes.of(node, counted, rank);
    ForeignValue places = assembly.operand(node, 1);
    if (places instanceof Known(Tensor one) && one.elementCount() == 1) {
      int place = assembly.integers(node, 1).getFirst();
      int extent = data.dims().get(axis);
      if (place < -extent || place >= extent) {
        throw node.malformed("it takes number " + place + " of " + extent);
      }
      List<Places> all = new ArrayList<>();
      data.dims().forEach(size -> all.add(new Places(0, size, 1)));
      all.set(axis, new Places(place < 0 ? place + extent : place, 1, 1));
      Computed part = sliced(node, data, all);
      List<Integer> dims = new ArrayList<>(part.dims());
      dims.remove(axis);
      dims.addAll(axis, places.dims());
      return assembly.reshaped(node, part, dims);
    }
    Computed plain = assembly.ordered(node, data, ForeignValue.plain(rank));
    Value whole = assembly.shaped(node, plain.value(), new Shape(plain.memory()));
    Computed indices = assembly.any(node, 1);
    Value flat =
        assembly.shaped(
            node, assembly.value(node, indices), Shape.of(ForeignValue.elements(indices.dims())));
    List<Integer> dims = new ArrayList<>(data.dims());
    dims.remove(axis);
    dims.addAll(axis, indices.dims());
    return Computed.of(assembly.add(node, new Op.Gather(axis), whole, flat), dims);
  }

  Computed gatherNd(ForeignNode node) {
    Computed data = assembly.any(node, 0);
    Computed plain = assembly.ordered(node, data, ForeignValue.plain(data.dims().size()));
    Value whole = assembly.shaped(node, plain.value(), new Shape(plain.memory()));
    Computed indices = assembly.any(node, 1);
    int each = indices.channels();
    if (indices.dims().isEmpty() || each > data.dims().size()) {
      throw node.malformed("it takes places " + indices.dims() + " of " + data.dims());
    }
    Value rows = assembly.shaped(node, assembly.value(node, indices), new Shape(indices.dims()));
    List<Integer> dims = new ArrayList<>(indices.dims());
    dims.removeLast();
    dims.addAll(data.dims().subList(each, data.dims().size()));
    return Computed.of(assembly.add(node, new Op.GatherNd(), whole, rows), dims);
  }

  Computed surround(ForeignNode node, TensorOp.Surround.Edge edge) {
    Computed data = assembly.any(node, 0);
    int rank = data.dims().size();
    List<Integer> pads = assembly.integers(node, 1);
    List<Integer> axes =
        node.has(3)
            ? assembly.integers(node, 3).stream()
                .map(axis -> ForeignAxes.of(node, axis, rank))
                .toList()
            : ForeignValue.plain(rank);
    if (pads.size() != 2 * axes.size()) {
      throw node.malformed("it pads " + axes.size() + " axes by " + pads);
    }
    List<Integer> before = new ArrayList<>(NumberLayers.zeros(rank));
    List<Integer> after = new ArrayList<>(NumberLayers.zeros(rank));
    for (int i = 0; i < axes.size(); i++) {
      before.set(axes.get(i), pads.get(i));
      after.set(axes.get(i), pads.get(i + axes.size()));
    }
    if (edge == TensorOp.Surround.Edge.CONSTANT) {
      float number = node.has(2) ? ShapeLayers.number(node, assembly.reals(node, 2)) : 0;
      return shapes.pad(node, data, before, after, number);
    }
    return mirrored(node, data, edge, before, after);
  }

  Computed mirror(ForeignNode node, TensorOp.Surround.Edge edge) {
    Computed data = assembly.any(node, 0);
    List<Integer> pairs = assembly.integers(node, 1);
    if (pairs.size() != 2 * data.dims().size()) {
      throw node.malformed("it pads " + data.dims() + " by " + pairs);
    }
    List<Integer> before = new ArrayList<>();
    List<Integer> after = new ArrayList<>();
    for (int i = 0; i < pairs.size(); i += 2) {
      before.add(pairs.get(i));
      after.add(pairs.get(i + 1));
    }
    return mirrored(node, data, edge, before, after);
  }

  /** The tensor's own numbers around it. */
  private Computed mirrored(
      ForeignNode node,
      Computed data,
      TensorOp.Surround.Edge edge,
      List<Integer> before,
      List<Integer> after) {
    Computed wide = data;
    for (int axis = 0; axis < before.size(); axis++) {
      if (before.get(axis) != 0 || after.get(axis) != 0) {
        int extent = data.dims().get(axis);
        wide =
            picked(node, wide, axis, places(node, edge, extent, before.get(axis), after.get(axis)));
      }
    }
    return wide;
  }

  /** For each number of the wider extent the place of the one that it repeats. */
  private List<Integer> places(
      ForeignNode node, TensorOp.Surround.Edge edge, int extent, int before, int after) {
    int most =
        switch (edge) {
          case CONSTANT, EDGE -> Integer.MAX_VALUE;
          case REFLECT -> extent - 1;
          case SYMMETRIC -> extent;
        };
    if (before < 0 || after < 0 || Math.max(before, after) > most) {
      throw node.unsupported("it pads " + extent + " numbers by " + before + " and " + after);
    }
    assembly.made().spend(node, 8L * ((long) before + after + extent));
    int twice =
        edge == TensorOp.Surround.Edge.SYMMETRIC ? 1 : 0; // how often the edge is there more
    List<Integer> places = new ArrayList<>();
    for (int i = -before; i < extent + after; i++) {
      int mirrored = i < 0 ? -i - twice : i >= extent ? 2 * (extent - 1) - i + twice : i;
      places.add(edge == TensorOp.Surround.Edge.EDGE ? Math.clamp(i, 0, extent - 1) : mirrored);
    }
    return places;
  }
}
