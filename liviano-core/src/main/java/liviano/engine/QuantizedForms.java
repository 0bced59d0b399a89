package liviano.engine;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import liviano.graph.TensorType;
import liviano.graph.Value;
import liviano.kernels.Formats;
import liviano.kernels.Grid;
import liviano.kernels.Param;
import liviano.kernels.Quantizing;
import liviano.kernels.Rows;
import liviano.kernels.Task;
import liviano.tensor.Quantization;

/**
 * The three forms that a quantized value can have in a plan, each made from another one when it is
 * first read: its integers; whole numbers as floats, which are the integers less their zero point;
 * and the real numbers that they stand for.
 */
final class QuantizedForms {
  private final Lowering lowering;
  private final Map<Value, Value> wholes = new HashMap<>();
  private final Map<Value, Value> reals = new HashMap<>();

  QuantizedForms(Lowering lowering) {
    this.lowering = lowering;
  }

  static boolean isQuantized(Value value) {
    return value.type().isQuantized();
  }

  static Quantization quantization(Value value) {
    return value.type().quantization().orElseThrow();
  }

  static Grid grid(Value value) {
    return Grid.of(value.type().dtype(), quantization(value));
  }

  /** Whether each of them is quantized, with one scale for the whole tensor. */
  static boolean haveOneScale(List<Value> values) {
    return values.stream().allMatch(v -> isQuantized(v) && !quantization(v).isPerChannel());
  }

  /** The value itself, as integers. */
  Value integers(Value value) {
    if (!lowering.has(value)) {
      Quantization steps = Quantization.of(1, quantization(value).zeroPoint(0));
      store(wholes.get(value), value, Grid.of(value.type().dtype(), steps));
    }
    return value;
  }

  /** Of a value of one scale. */
  Value wholes(Value value) {
    Value known = wholes.get(value);
    if (known != null) {
      return known;
    }
    Value made = newWholes(value);
    load(value, made, Quantization.of(1, quantization(value).zeroPoint(0)));
    return made;
  }

  /** A value that is not quantized is its own. */
  Value reals(Value value) {
    if (!isQuantized(value)) {
      return value;
    }
    Value known = reals.get(value);
    if (known != null) {
      return known;
    }
    Value made = fresh(value);
    reals.put(value, made);
    Value whole = wholes.get(value);
    if (whole == null) {
      load(value, made, quantization(value));
      return made;
    }
    Operand in = lowering.operand(whole);
    Operand out = lowering.define(made);
    float scale = quantization(value).scale(0);
    lowering.add(
        value.name() + ".real",
        Affines.times(scale, in.rows(), in.shape().channels()),
        List.of(in),
        out);
    return made;
  }

  /** What becomes the whole numbers of a value; a task must give it. */
  Value newWholes(Value value) {
    Value made = fresh(value);
    wholes.put(value, made);
    return made;
  }

  /** What becomes the real numbers of a constant. */
  Value newReals(Value value) {
    Value made = fresh(value);
    reals.put(value, made);
    return made;
  }

  /** A number of its own for what a value holds, as floats. */
  Value fresh(Value value) {
    return lowering.fresh(value.name(), TensorType.f32(value.shape()));
  }

  /** What {@link #store} computes. */
  Task storing(Value reals, Value to) {
    return storing(lowering.operand(reals), grid(to));
  }

  private static Task storing(Operand in, Grid grid) {
    Formats formats = Formats.of(in.format(), grid.format());
    return new Quantizing.Store(in.rows(), in.shape().channels(), grid, formats);
  }

  /** In the form that it has: its integers if it has several. */
  Operand anyForm(Value value) {
    return lowering.operand(lowering.has(value) ? value : wholes.get(value));
  }

  /** The nearest integers to real numbers become the integers of a value. */
  void store(Value reals, Value to) {
    store(reals, to, grid(to));
  }

  private void store(Value from, Value to, Grid grid) {
    Operand in = lowering.operand(from);
    lowering.add(to.name() + ".integers", storing(in, grid), List.of(in), lowering.define(to));
  }

  private void load(Value from, Value to, Quantization quantization) {
    Operand in = lowering.operand(from);
    Operand out = lowering.define(to);
    Formats formats = Formats.of(in.format(), out.format());
    lowering.add(
        from.name() + ".loaded",
        new Quantizing.Load(in.rows(), in.shape().channels(), quantization, formats),
        List.of(in),
        out);
  }

  /** Some floats, rounded, become the whole numbers of a value. */
  void round(Value floats, Value to, Grid range, Rows.Rounding rounding, List<Double> factors) {
    round(floats, Optional.empty(), to, range, rounding, factors);
  }

  /**
   * The same of sums.
   *
   * @param offset what is added to those of each channel
   */
  void round(
      Value sums,
      Optional<Param> offset,
      Value to,
      Grid range,
      Rows.Rounding rounding,
      List<Double> factors) {
    int zeroPoint = range.quantization().zeroPoint(0);
    int least = range.least() - zeroPoint;
    int greatest = range.greatest() - zeroPoint;
    round(sums, offset, newWholes(to), rounding, factors, least, greatest);
  }

  /**
   * {@code clamp(round((floats + offset) * factor))} becomes other floats, which no value stands
   * for.
   *
   * @param offset whole, of less than 24 bits
   */
  void round(
      Value floats,
      Value to,
      Rows.Rounding rounding,
      int offset,
      double factor,
      int least,
      int greatest) {
    Operand in = lowering.operand(floats);
    Optional<Param> added =
        offset == 0
            ? Optional.empty()
            : Optional.of(Affines.repeated(offset, in.shape().channels()));
    round(floats, added, to, rounding, List.of(factor), least, greatest);
  }

  /**
   * {@code round((floats + offset) * factor) - less} becomes the whole numbers of a value, held to
   * the integers of its format.
   *
   * @param offset what makes the integers as they lie from the whole numbers
   */
  void roundAsTheyLie(
      Value floats, Value to, Rows.Rounding rounding, int offset, double factor, int less) {
    Grid range = grid(to);
    int zeroPoint = range.quantization().zeroPoint(0);
    int least = range.least() - zeroPoint;
    int greatest = range.greatest() - zeroPoint;
    Value rounded = fresh(to);
    round(floats, rounded, rounding, offset, factor, least + less, greatest + less);
    Operand in = lowering.operand(rounded);
    lowering.add(
        to.name() + ".shifted",
        Affines.plus(-less, in.rows(), in.shape().channels()),
        List.of(in),
        lowering.define(newWholes(to)));
  }

  private void round(
      Value from,
      Optional<Param> offset,
      Value to,
      Rows.Rounding rounding,
      List<Double> factors,
      int least,
      int greatest) {
    Operand in = lowering.operand(from);
    lowering.add(
        to.name() + ".rounded",
        new Rows.Round(
            in.rows(),
            in.shape().channels(),
            offset,
            factors,
            rounding,
            least,
            greatest,
            Formats.f32(1)),
        List.of(in),
        lowering.define(to));
  }
}
