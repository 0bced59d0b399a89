package liviano.formats.importer;

import java.util.ArrayList;
import java.util.List;
import liviano.formats.importer.ForeignOp.Combination;
import liviano.formats.importer.ForeignValue.Computed;
import liviano.formats.importer.Resampling.Axis;
import liviano.formats.importer.Resampling.Mode;

/**
 * One axis in another extent: a sum over taps, each of which is a choice of positions times a
 * weight for each.
 */
record AxisResampling(Assembly assembly, Resampling how, Axis axis) {

  /** For each position of the result one position and its weight. */
  private record Tap(List<Integer> places, float[] weights) {}

  Computed of(ForeignNode node, Computed data, int at) {
    assembly.made().spend(node, 40L * axis.out());
    PlaceLayers places = new PlaceLayers(assembly, new ShapeLayers(assembly));
    if (how.mode() == Mode.NEAREST && how.positions() != Resampling.Positions.REGION) {
      List<Integer> nearest = new ArrayList<>();
      for (int i = 0; i < axis.out(); i++) {
        nearest.add(how.nearest(how.source(i, axis), axis.in()));
      }
      return places.picked(node, data, at, nearest);
    }
    Computed sum = null;
    for (Tap tap : taps()) {
      Computed part = places.picked(node, data, at, tap.places());
      Computed weighed = combined(node, part, tap.weights(), at, Combination.MULTIPLY);
      sum =
          sum == null
              ? weighed
              : new NumberLayers(assembly).combine(node, Combination.ADD, sum, weighed);
    }
    return how.positions() == Resampling.Positions.REGION
        ? combined(node, sum, outside(), at, Combination.ADD)
        : sum;
  }

  private Computed combined(
      ForeignNode node, Computed data, float[] numbers, int at, Combination operation) {
    Computed constant = assembly.held(node, MapLayers.along(numbers, at, data.dims().size()));
    Computed rank = constant.behind(data.dims().size() - constant.dims().size());
    return new NumberLayers(assembly).combine(node, operation, data, rank);
  }

  private boolean isOutside(double source) {
    return how.positions() == Resampling.Positions.REGION && (source < 0 || source > axis.in() - 1);
  }

  private float[] outside() {
    float[] numbers = new float[axis.out()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = isOutside(how.source(i, axis)) ? how.outside() : 0;
    }
    return numbers;
  }

  private List<Tap> taps() {
    int count = how.mode() == Mode.CUBIC ? 4 : how.mode() == Mode.LINEAR ? 2 : 1;
    List<Tap> taps = new ArrayList<>();
    for (int tap = 0; tap < count; tap++) {
      taps.add(new Tap(new ArrayList<>(), new float[axis.out()]));
    }
    for (int i = 0; i < axis.out(); i++) {
      double source = how.source(i, axis);
      boolean outside = isOutside(source);
      double[] weights = new double[count];
      double all = 0;
      int first = (int) Math.floor(source) - (count / 2 - (count > 1 ? 1 : 0));
      for (int tap = 0; tap < count; tap++) {
        int place = count == 1 ? how.nearest(source, axis.in()) : first + tap;
        boolean on = place >= 0 && place < axis.in();
        double weight = count == 1 ? 1 : weight(source - place);
        weights[tap] = outside || how.excludesOutside() && !on ? 0 : weight;
        all += weights[tap];
        taps.get(tap).places().add(Math.clamp(place, 0, axis.in() - 1));
      }
      for (int tap = 0; tap < count; tap++) {
        double sum = how.excludesOutside() && all != 0 ? all : 1;
        taps.get(tap).weights()[i] = (float) (weights[tap] / sum);
      }
    }
    return taps;
  }

  private double weight(double distance) {
    return how.mode() == Mode.CUBIC ? how.cubic(distance) : 1 - Math.abs(distance);
  }
}
