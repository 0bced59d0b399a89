package liviano.kernels;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import liviano.tensor.UnaryFunction;

/** Tasks that compute each number from those at its own place, drawn from a seed. */
final class ElementwiseCases extends Draws {
  private ElementwiseCases(long seed, NumberKind numbers) {
    super(seed, numbers);
  }

  /** As many cases of each kind. */
  static List<KernelCase> of(long seed, NumberKind numbers, int ofEach) {
    ElementwiseCases cases = new ElementwiseCases(seed, numbers);
    List<KernelCase> all = new ArrayList<>();
    for (int i = 0; i < ofEach; i++) {
      all.add(cases.add());
      all.add(cases.clip());
      all.add(cases.sigmoid());
      all.add(cases.leakyRelu());
      all.add(cases.round());
      all.add(cases.addScaled());
      all.add(cases.addFixed());
      all.add(cases.addShifted());
      all.add(cases.hardSigmoid());
      all.add(cases.hardSwish());
      all.add(cases.tanh());
      all.add(cases.pairwise());
      all.add(cases.longRows());
      all.add(cases.map());
      all.add(cases.convert());
    }
    return all;
  }

  private KernelCase add() {
    int count = count();
    Clamp clamp = clamp();
    return new KernelCase(
        String.format(Locale.ROOT, "add %d, %s", count, clamp),
        new Elementwise.Add(count, clamp),
        List.of(values(count), values(count)),
        count,
        0);
  }

  private KernelCase clip() {
    int count = count();
    Clamp clamp = clamp();
    return new KernelCase(
        String.format(Locale.ROOT, "clip %d, %s", count, clamp),
        new Elementwise.Clip(count, clamp),
        List.of(values(count)),
        count,
        0);
  }

  private KernelCase sigmoid() {
    int count = between(1, 3000);
    return new KernelCase(
        "sigmoid " + count, new Elementwise.Sigmoid(count), List.of(wide(count)), count, 1);
  }

  private KernelCase leakyRelu() {
    int count = count();
    Task task = new Elementwise.LeakyRelu(count, pick(0.1f, 0.25f, -1f));
    return new KernelCase(task.toString(), task, List.of(values(count)), count, 0);
  }

  /** By factors that leave some numbers beyond either end. */
  private KernelCase round() {
    int channels = between(1, 40);
    int rows = between(1, 400);
    boolean each = between(0, 2) == 0;
    List<Double> factors = new ArrayList<>();
    for (int c = 0; c < (each ? channels : 1); c++) {
      factors.add((double) pick(0.0078125f, 0.023528f, 0.5f, 3.7f, 1e-20f));
    }
    int least = between(-255, 255);
    Rows.Rounding rounding = pick(Rows.Rounding.values());
    float[] offsets = new float[channels];
    for (int c = 0; c < channels; c++) {
      offsets[c] = between(-3, 3) * 65536f;
    }
    Optional<Param> offset =
        between(0, 1) == 0
            ? Optional.empty()
            : Optional.of(Tensors.param("offset", offsets, channels));
    Task task =
        new Rows.Round(
            rows, channels, offset, factors, rounding, least, between(least, 255), Formats.f32(1));
    float[] values = values(rows * channels);
    if (rounding == Rows.Rounding.FIXED_POINT || rounding == Rows.Rounding.FIXED_POINT_AWAY) {
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) Math.rint(values[i] * 1000);
      }
    }
    return new KernelCase(
        rounding + " of " + rows + " x " + channels, task, List.of(values), rows * channels, 0);
  }

  private KernelCase addScaled() {
    int count = count();
    int least = between(-255, 255);
    Task task =
        new Elementwise.AddScaled(
            count, pick(0.5f, 1.3f, 20f), pick(0.5f, 0.7f, 33f), least, between(least, 255));
    return new KernelCase(task.toString(), task, List.of(values(count), values(count)), count, 0);
  }

  /** Of whole numbers, which quantized tensors hold. */
  private KernelCase addFixed() {
    int count = between(1, 3000);
    int least = between(-255, 255);
    Task task =
        Elementwise.AddFixed.of(
            count,
            pick(0.5f, 1.3f, 20f),
            pick(0.5f, 0.7f, 33f),
            pick(0.4f, 1f, 50f),
            least,
            between(least, 255));
    return new KernelCase(task.toString(), task, List.of(wholes(count), wholes(count)), count, 0);
  }

  private KernelCase addShifted() {
    int count = between(1, 3000);
    int least = between(-255, 255);
    Task task =
        Elementwise.AddShifted.of(
            count,
            pick(0.5f, 1.3f, 20f),
            pick(0.5f, 0.7f, 33f),
            pick(0.4f, 1f, 50f),
            least,
            between(least, 255));
    return new KernelCase(task.toString(), task, List.of(wholes(count), wholes(count)), count, 0);
  }

  private float[] wholes(int count) {
    float[] values = values(count);
    for (int i = 0; i < count; i++) {
      values[i] = (float) Math.rint(values[i] * 50);
    }
    return values;
  }

  private KernelCase map() {
    int count = between(1, 3000);
    Task task = new Elementwise.Map(count, pick(UnaryFunction.Plain.values()));
    return new KernelCase(task.toString(), task, List.of(values(count)), count, 0);
  }

  private KernelCase convert() {
    int count = count();
    Task task = new Elementwise.Convert(count, Formats.f32(1));
    return new KernelCase(task.toString(), task, List.of(values(count)), count, 0);
  }

  private KernelCase hardSigmoid() {
    int count = count();
    Task task = new Elementwise.HardSigmoid(count);
    return new KernelCase(task.toString(), task, List.of(spread(count)), count, 0);
  }

  private KernelCase hardSwish() {
    int count = count();
    Task task = new Elementwise.HardSwish(count);
    return new KernelCase(task.toString(), task, List.of(spread(count)), count, 0);
  }

  /** So far from zero that some are on either side of the bends at -3 and 3. */
  private float[] spread(int count) {
    float[] values = values(count);
    for (int i = 0; i < count; i++) {
      values[i] *= 5;
    }
    return values;
  }

  private KernelCase tanh() {
    int count = between(1, 3000);
    Task task = new Elementwise.Tanh(count, 1.7159f, 2 / 3f);
    return new KernelCase(task.toString(), task, List.of(values(count)), count, 0);
  }

  /** Extents of the second tensor are those of the first, or 1. */
  private KernelCase pairwise() {
    int rank = between(1, 4);
    List<Integer> extents = new ArrayList<>();
    List<Long> strides = new ArrayList<>();
    int count = 1;
    long others = 1;
    for (int axis = 0; axis < rank; axis++) {
      int extent = axis == 0 ? channels() : pick(1, 2, 7, between(1, 12));
      boolean repeats = random.nextInt(3) == 0;
      extents.addFirst(extent);
      strides.addFirst(repeats ? 0 : others);
      count *= extent;
      others *= repeats ? 1 : extent;
    }
    Task task =
        new Elementwise.Pairwise(
            pick(PairFunction.values()), others, new StridedView(0, extents, strides));
    return new KernelCase(
        task.toString(), task, List.of(values(count), values((int) others)), count, 0);
  }

  /** Rows that are computed in several parts, with the numbers of a tensor or with a single one. */
  private KernelCase longRows() {
    int columns = between(8000, 20_000);
    int rows = between(1, 2);
    boolean single = random.nextBoolean();
    StridedView view =
        new StridedView(0, List.of(rows, columns), List.of(single ? 1L : 0L, single ? 0L : 1L));
    int others = single ? rows : columns;
    Task task = new Elementwise.Pairwise(pick(PairFunction.values()), others, view);
    return new KernelCase(
        task.toString(), task, List.of(values(rows * columns), values(others)), rows * columns, 0);
  }
}
