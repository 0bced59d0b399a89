package liviano.formats.importer;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import liviano.Limits.Limit;
import liviano.formats.importer.ForeignValue.Computed;
import liviano.graph.Op;
import liviano.graph.Value;
import liviano.tensor.Shape;

/**
 * A layer over a batch of several maps, which ours take one by one: the batch falls into its maps,
 * each has a layer with the same weights, and what they give is joined.
 */
record EachMap(Assembly assembly) {

  /**
   * The layer over all maps of a batch; over one map the layer itself.
   *
   * @param maps {@code [batch, height, width, channels]}, and lying so in memory
   * @param layer for a batch of one; counts axes as the file does
   */
  Computed of(ForeignNode node, Computed maps, Function<Computed, Computed> layer) {
    int batch = maps.dims().getFirst();
    if (batch == 1 || QuantizedLayers.isQuantized(maps.value())) {
      ShapeLayers.requireOne(node, maps);
      return layer.apply(maps);
    }
    assembly.limits().require(Limit.NODES, batch, node.title() + " of a batch of maps");
    List<Computed> given = apart(node, maps).stream().map(layer).toList();
    return joined(node, given);
  }

  private List<Computed> apart(ForeignNode node, Computed maps) {
    int batch = maps.dims().getFirst();
    Value whole = assembly.shaped(node, assembly.bare(node, maps), new Shape(maps.memory()));
    List<String> names = new ArrayList<>();
    for (int i = 1; i <= batch; i++) {
      names.add(assembly.name(node, "map" + i));
    }
    Op split = new Op.Split(0, Collections.nCopies(batch, 1));
    List<Integer> dims = new ArrayList<>(maps.dims());
    dims.set(0, 1);
    return assembly.graph().add(assembly.name(node, "maps"), split, List.of(whole), names).stream()
        .map(value -> Computed.of(value, dims))
        .toList();
  }

  /** Maps after one another; a layer gives all of them in the same order of axes. */
  private Computed joined(ForeignNode node, List<Computed> maps) {
    Computed first = maps.getFirst();
    Value[] vectors =
        maps.stream()
            .map(
                map -> {
                  Value value = assembly.bare(node, map);
                  return assembly.shaped(node, value, Shape.of(value.shape().elements()));
                })
            .toArray(Value[]::new);
    List<Integer> dims = new ArrayList<>(first.dims());
    dims.set(0, maps.size());
    return Computed.of(assembly.add(node, "joined", new Op.Concat(), vectors), dims, first.order());
  }
}
