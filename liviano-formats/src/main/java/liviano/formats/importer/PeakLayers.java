package liviano.formats.importer;

import java.util.ArrayList;
import java.util.List;
import liviano.formats.importer.ForeignValue.Computed;
import liviano.formats.importer.Sliding.Axis;
import liviano.graph.Op;
import liviano.graph.Value;
import liviano.tensor.DType;
import liviano.tensor.Reduction;
import liviano.tensor.Shape;

/** The greatest numbers in windows, and where on the map they stand. */
record PeakLayers(Assembly assembly) {

  /**
   * Both. Places count the numbers of all channels, channel by channel.
   *
   * @param columnMajor whether they count column by column
   */
  List<Computed> peaks(ForeignNode node, Sliding sliding, boolean columnMajor) {
    Computed map = assembly.map(node, 0);
    ShapeLayers.requireOne(node, map);
    sliding.require(node, 2);
    int height = map.dims().get(1);
    int width = map.dims().get(2);
    Axis down = sliding.axis(0, height);
    Axis across = sliding.axis(1, width);
    int rowStep = columnMajor ? 1 : width;
    int columnStep = columnMajor ? height : 1;
    List<Value> taps = new Taps(assembly).taps(node, assembly.memory(node, map), down, across);
    Shape shape = taps.getFirst().shape();
    Shape layer = Shape.of(1, shape.height(), shape.width(), shape.channels());
    Value all =
        assembly.add(
            node,
            "taps",
            new Op.Concat(0),
            taps.stream().map(tap -> assembly.shaped(node, tap, layer)).toArray(Value[]::new));
    Op most = new Op.Reduce(Reduction.MAX, List.of(0), false);
    Value greatest = assembly.add(node, most, all);
    Value tap = assembly.add(node, "tap", new Op.ArgMax(0, false, DType.I64), all);

    assembly.made().spend(node, 24L * (shape.elements() + taps.size()));
    List<Long> offsets = new ArrayList<>();
    for (int row = 0; row < down.kernel(); row++) {
      for (int column = 0; column < across.kernel(); column++) {
        offsets.add(
            (long) row * down.dilation() * rowStep
                + (long) column * across.dilation() * columnStep);
      }
    }
    List<Long> corners = new ArrayList<>();
    for (int y = 0; y < shape.height(); y++) {
      for (int x = 0; x < shape.width(); x++) {
        for (int c = 0; c < shape.channels(); c++) {
          corners.add(
              (long) c * height * width
                  + (long) (y * down.stride() - down.before()) * rowStep
                  + (long) (x * across.stride() - across.before()) * columnStep);
        }
      }
    }
    Value table = held(node, offsets, List.of(offsets.size()));
    Value offset = assembly.add(node, "offset", new Op.Gather(0), table, tap);
    Value corner = held(node, corners, shape.dims());
    Value places = assembly.add(node, "places", new Op.Add(), offset, corner);
    return List.of(assembly.asInFile(greatest), assembly.asInFile(places));
  }

  private Value held(ForeignNode node, List<Long> numbers, List<Integer> dims) {
    return assembly.held(node, Folding.integers(numbers, dims, DType.I64)).value();
  }
}
