package liviano.formats.keras;

import java.util.List;
import liviano.formats.importer.ForeignOp;
import liviano.formats.importer.ForeignOp.Steps;
import liviano.formats.keras.LayerSettings.Pair;
import liviano.formats.keras.NetworkBuilder.Value;
import liviano.graph.Padding;

/** Layers that sum up windows, or a whole map. */
final class PoolLayers {
  private PoolLayers() {}

  static Value max(LayerCall call) {
    Pair size = size(call);
    Steps steps = steps(call, size);
    return slid(call, size, steps, new ForeignOp.MaxPool(size.rows(), size.columns(), steps));
  }

  /** Padding does not count. */
  static Value average(LayerCall call) {
    Pair size = size(call);
    Steps steps = steps(call, size);
    return slid(
        call, size, steps, new ForeignOp.AveragePool(size.rows(), size.columns(), steps, false));
  }

  private static Value slid(LayerCall call, Pair size, Steps steps, ForeignOp op) {
    Value map = call.map();
    List<Integer> dims =
        FilterLayers.slid(call, map, steps, size.rows(), size.columns(), map.channels());
    return call.add(op, List.of(map.tensor()), dims);
  }

  static Value globalAverage(LayerCall call) {
    Value map = call.map();
    boolean keeps = call.settings().flag("keepdims", false);
    return call.add(
        new ForeignOp.Mean(keeps),
        List.of(map.tensor(), call.integers(List.of(1, 2))),
        pooled(map, keeps));
  }

  /** The greatest of a window as large as the map. */
  static Value globalMax(LayerCall call) {
    Value map = call.map();
    boolean keeps = call.settings().flag("keepdims", false);
    int height = map.dims().get(1);
    int width = map.dims().get(2);
    Steps steps = new Steps(1, 1, 1, 1, Padding.NONE);
    Value pooled =
        call.add(
            new ForeignOp.MaxPool(height, width, steps), List.of(map.tensor()), pooled(map, true));
    return keeps
        ? pooled
        : call.add(
            "vector",
            new ForeignOp.Reshape(pooled(map, false)),
            List.of(pooled.tensor()),
            pooled(map, false));
  }

  private static List<Integer> pooled(Value map, boolean keeps) {
    return keeps ? List.of(1, 1, 1, map.channels()) : List.of(1, map.channels());
  }

  private static Pair size(LayerCall call) {
    return call.settings().pair("pool_size", Pair.TWO);
  }

  private static Steps steps(LayerCall call, Pair size) {
    Pair strides = call.settings().pair("strides", size);
    return new Steps(strides.rows(), strides.columns(), 1, 1, FilterLayers.padding(call));
  }
}
