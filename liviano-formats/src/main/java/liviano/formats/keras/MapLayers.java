package liviano.formats.keras;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import liviano.formats.importer.ForeignOp;
import liviano.formats.keras.LayerSettings.Pair;
import liviano.formats.keras.LayerSettings.Sides;
import liviano.formats.keras.NetworkBuilder.Value;
import liviano.tensor.Nearest;
import liviano.tensor.Sampling;

/** Layers that put numbers to other places. */
final class MapLayers {
  private MapLayers() {}

  static Value pad(LayerCall call) {
    Value map = call.map();
    Sides sides = call.settings().sides("padding", Sides.ONE);
    List<Integer> dims =
        List.of(
            1,
            Math.addExact(map.dims().get(1), Math.addExact(sides.top(), sides.bottom())),
            Math.addExact(map.dims().get(2), Math.addExact(sides.left(), sides.right())),
            map.channels());
    int around =
        call.integers(
            List.of(0, 0, sides.top(), sides.bottom(), sides.left(), sides.right(), 0, 0));
    return call.add(new ForeignOp.Pad(), List.of(map.tensor(), around), dims);
  }

  static Value crop(LayerCall call) {
    Value map = call.map();
    Sides sides = call.settings().sides("cropping", Sides.NONE);
    int height = map.dims().get(1) - sides.top() - sides.bottom();
    int width = map.dims().get(2) - sides.left() - sides.right();
    if (sides.least() < 0 || height < 1 || width < 1) {
      throw call.malformed("it cuts " + sides + " off " + map.dims());
    }
    int begins = call.integers(List.of(sides.top(), sides.left()));
    int ends = call.integers(List.of(sides.top() + height, sides.left() + width));
    int axes = call.integers(List.of(1, 2));
    return call.add(
        new ForeignOp.SliceAxes(),
        List.of(map.tensor(), begins, ends, axes),
        List.of(1, height, width, map.channels()));
  }

  static Value upsample(LayerCall call) {
    Value map = call.map();
    Pair size = call.settings().pair("size", Pair.TWO);
    Pair target =
        new Pair(
            Math.multiplyExact(map.dims().get(1), size.rows()),
            Math.multiplyExact(map.dims().get(2), size.columns()));
    return resized(call, map, target);
  }

  static Value resize(LayerCall call) {
    LayerSettings settings = call.settings();
    if (settings.flag("crop_to_aspect_ratio", false)
        || settings.flag("pad_to_aspect_ratio", false)) {
      throw call.unsupported("it keeps the aspect ratio");
    }
    if (settings.find("height").isEmpty() || settings.find("width").isEmpty()) {
      throw call.malformed("it has no height or no width");
    }
    Pair target = new Pair(settings.integer("height", 0), settings.integer("width", 0));
    return resized(call, call.map(), target);
  }

  private static Value resized(LayerCall call, Value map, Pair target) {
    String otherwise = call.layer().kind().equals("Resizing") ? "bilinear" : "nearest";
    String rule = call.settings().text("interpolation", otherwise);
    ForeignOp op =
        switch (rule) {
          case "nearest" -> new ForeignOp.ResizeNearest(Nearest.HALF_PIXEL);
          case "bilinear" -> new ForeignOp.ResizeBilinear(Sampling.HALF_PIXEL);
          default -> throw call.unsupported("its interpolation is '" + rule + "'");
        };
    int size = call.integers(List.of(target.rows(), target.columns()));
    return call.add(
        op,
        List.of(map.tensor(), size),
        List.of(1, target.rows(), target.columns(), map.channels()));
  }

  static Value flatten(LayerCall call) {
    Value value = call.input();
    if (call.settings().text("data_format", "channels_last").equals("channels_first")) {
      throw call.unsupported("it puts the channels first");
    }
    return reshaped(call, value, List.of(elements(value)));
  }

  static Value reshape(LayerCall call) {
    Value value = call.input();
    List<Integer> wanted = call.settings().integers("target_shape", List.of());
    int elements = elements(value);
    int known = 1;
    for (int extent : wanted) {
      if (extent < 1 && extent != -1) {
        throw call.malformed("it makes the shape " + wanted);
      }
      known = extent == -1 ? known : Math.multiplyExact(known, extent);
    }
    int open = elements / known;
    List<Integer> target = wanted.stream().map(extent -> extent == -1 ? open : extent).toList();
    if (target.stream().reduce(1, Math::multiplyExact) != elements) {
      throw call.malformed("it makes the shape " + wanted + " of " + elements + " numbers");
    }
    return reshaped(call, value, target);
  }

  private static Value reshaped(LayerCall call, Value value, List<Integer> target) {
    List<Integer> dims = new ArrayList<>(List.of(1));
    dims.addAll(target);
    return call.add(new ForeignOp.Reshape(dims), List.of(value.tensor()), dims);
  }

  /** Counts the axes of a sample from 1. */
  static Value permute(LayerCall call) {
    Value value = call.input();
    List<Integer> order = new ArrayList<>(List.of(0));
    order.addAll(call.settings().integers("dims", List.of()));
    int rank = value.dims().size();
    if (!order.stream().sorted().toList().equals(IntStream.range(0, rank).boxed().toList())) {
      throw call.malformed("it puts the axes of " + value.dims() + " in the order " + order);
    }
    return call.add(
        new ForeignOp.Transpose(),
        List.of(value.tensor(), call.integers(order)),
        order.stream().map(value.dims()::get).toList());
  }

  private static int elements(Value value) {
    return value.dims().stream().reduce(1, Math::multiplyExact);
  }
}
