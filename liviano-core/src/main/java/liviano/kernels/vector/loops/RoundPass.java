package liviano.kernels.vector.loops;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;
import liviano.kernels.Elementwise;

/** Numbers to whole ones, a row of channels at a time; the output may be the input. */
public final class RoundPass {
  /**
   * A float between half and one and a half of it is whole: a sum with it is rounded half to even,
   * and the difference from it is exact.
   */
  private static final float WHOLE = 0x1.8p23f;

  /** The same of doubles. */
  private static final double WHOLE_DOUBLE = 0x1.8p52;

  private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_PREFERRED;

  /** As many floats as doubles fill a vector. */
  private static final VectorSpecies<Float> HALF =
      VectorSpecies.of(
          float.class, VectorShape.forBitSize(Math.max(64, DOUBLES.vectorBitSize() / 2)));

  private RoundPass() {}

  /**
   * What the numbers of a row are multiplied with.
   *
   * @param offset of each channel, added before
   * @param single of each channel, in single precision
   * @param before of each channel, before a first rounding
   * @param after of each channel, between the first rounding and the second
   * @param least the least result
   * @param greatest the greatest result
   */
  public record Factors(
      float[] offset, float[] single, double[] before, double[] after, int least, int greatest) {}

  /** {@code to[c] = clamp(rint((from[c] + offset[c]) * single[c]))}. */
  public static void product(MemorySegment from, MemorySegment to, long at, Factors f) {
    int channels = f.single().length;
    int c = 0;
    for (; c < Lanes.SPECIES.loopBound(channels); c += Lanes.COUNT) {
      long place = at + (long) c * Float.BYTES;
      FloatVector factor = FloatVector.fromArray(Lanes.SPECIES, f.single(), c);
      FloatVector offset = FloatVector.fromArray(Lanes.SPECIES, f.offset(), c);
      FloatVector x =
          FloatVector.fromMemorySegment(Lanes.SPECIES, from, place, Lanes.ORDER)
              .add(offset)
              .mul(factor);
      FloatVector least = x.blend(f.least(), x.compare(VectorOperators.LT, f.least()));
      FloatVector held = least.blend(f.greatest(), least.compare(VectorOperators.GT, f.greatest()));
      FloatVector whole = held.add(WHOLE).sub(WHOLE);
      whole
          .blend(none(f), x.test(VectorOperators.IS_NAN))
          .intoMemorySegment(to, place, Lanes.ORDER);
    }
    for (; c < channels; c++) {
      long place = at + (long) c * Float.BYTES;
      Lanes.set(
          to,
          place,
          rounded(Math.rint((Lanes.get(from, place) + f.offset()[c]) * f.single()[c]), f));
    }
  }

  /** {@code to[c] = clamp(rint((from[c] + offset[c]) / single[c]))}. */
  public static void quotient(MemorySegment from, MemorySegment to, long at, Factors f) {
    int channels = f.single().length;
    int c = 0;
    for (; c < Lanes.SPECIES.loopBound(channels); c += Lanes.COUNT) {
      long place = at + (long) c * Float.BYTES;
      FloatVector factor = FloatVector.fromArray(Lanes.SPECIES, f.single(), c);
      FloatVector offset = FloatVector.fromArray(Lanes.SPECIES, f.offset(), c);
      FloatVector x =
          FloatVector.fromMemorySegment(Lanes.SPECIES, from, place, Lanes.ORDER)
              .add(offset)
              .div(factor);
      FloatVector least = x.blend(f.least(), x.compare(VectorOperators.LT, f.least()));
      FloatVector held = least.blend(f.greatest(), least.compare(VectorOperators.GT, f.greatest()));
      FloatVector whole = held.add(WHOLE).sub(WHOLE);
      whole
          .blend(none(f), x.test(VectorOperators.IS_NAN))
          .intoMemorySegment(to, place, Lanes.ORDER);
    }
    for (; c < channels; c++) {
      long place = at + (long) c * Float.BYTES;
      Lanes.set(
          to,
          place,
          rounded(Math.rint((Lanes.get(from, place) + f.offset()[c]) / f.single()[c]), f));
    }
  }

  /**
   * {@code to[c] = clamp(fixedPoint(from[c] + offset[c]))}, see {@link liviano.kernels.FixedPoint}.
   *
   * @param away whether the second rounding, too, is half away from zero; else it is half up
   */
  public static void fixed(MemorySegment from, MemorySegment to, long at, Factors f, boolean away) {
    int channels = f.before().length;
    int c = 0;
    for (; c < DOUBLES.loopBound(channels); c += DOUBLES.length()) {
      long place = at + (long) c * Float.BYTES;
      FloatVector sums = FloatVector.fromMemorySegment(HALF, from, place, Lanes.ORDER);
      FloatVector offsets = FloatVector.fromArray(HALF, f.offset(), c);
      DoubleVector x =
          (DoubleVector)
              sums.convertShape(VectorOperators.F2D, DOUBLES, 0)
                  .add(offsets.convertShape(VectorOperators.F2D, DOUBLES, 0));
      DoubleVector product = x.mul(DoubleVector.fromArray(DOUBLES, f.before(), c));
      VectorMask<Double> negative = product.lt(0);
      // The greatest whole number that is not above: the nearest, less one where that is above.
      DoubleVector halfUp = product.abs().add(0.5);
      DoubleVector near = halfUp.add(WHOLE_DOUBLE).sub(WHOLE_DOUBLE);
      DoubleVector size = near.sub(1, near.compare(VectorOperators.GT, halfUp));
      DoubleVector first = away ? size : size.blend(size.neg(), negative);
      DoubleVector again = first.mul(DoubleVector.fromArray(DOUBLES, f.after(), c)).add(0.5);
      DoubleVector nearest = again.add(WHOLE_DOUBLE).sub(WHOLE_DOUBLE);
      DoubleVector floor = nearest.sub(1, nearest.compare(VectorOperators.GT, again));
      DoubleVector second = away ? floor.blend(floor.neg(), negative) : floor;
      DoubleVector held = second.max(f.least()).min(f.greatest());
      FloatVector result =
          (FloatVector)
              held.blend(none(f), x.test(VectorOperators.IS_NAN))
                  .add(0.0)
                  .convertShape(VectorOperators.D2F, HALF, 0);
      result.intoMemorySegment(to, place, Lanes.ORDER);
    }
    for (; c < channels; c++) {
      long place = at + (long) c * Float.BYTES;
      double product = ((double) Lanes.get(from, place) + f.offset()[c]) * f.before()[c];
      double size = Math.floor(Math.abs(product) + 0.5);
      double first = away ? size : Math.copySign(size, product);
      double halfUp = Math.floor(first * f.after()[c] + 0.5);
      Lanes.set(to, place, rounded(away ? Math.copySign(halfUp, product) : halfUp, f));
    }
  }

  /** {@link Elementwise.AddScaled}, from byte {@code at} on. */
  public static void add(
      MemorySegment first,
      MemorySegment second,
      MemorySegment to,
      long at,
      long count,
      Elementwise.AddScaled task) {
    Factors f =
        new Factors(
            new float[0],
            new float[0],
            new double[0],
            new double[0],
            task.least(),
            task.greatest());
    long end = at + Lanes.SPECIES.loopBound(count) * Float.BYTES;
    long i = at;
    for (; i < end; i += Lanes.BYTES) {
      FloatVector a =
          FloatVector.fromMemorySegment(Lanes.SPECIES, first, i, Lanes.ORDER)
              .mul(task.firstFactor());
      FloatVector b =
          FloatVector.fromMemorySegment(Lanes.SPECIES, second, i, Lanes.ORDER)
              .mul(task.secondFactor());
      FloatVector x = a.add(b);
      FloatVector least = x.blend(f.least(), x.compare(VectorOperators.LT, f.least()));
      FloatVector held = least.blend(f.greatest(), least.compare(VectorOperators.GT, f.greatest()));
      FloatVector whole = held.add(WHOLE).sub(WHOLE);
      whole.blend(none(f), x.test(VectorOperators.IS_NAN)).intoMemorySegment(to, i, Lanes.ORDER);
    }
    for (; i < at + count * Float.BYTES; i += Float.BYTES) {
      Lanes.set(to, i, task.apply(Lanes.get(first, i), Lanes.get(second, i)));
    }
  }

  private static float rounded(double whole, Factors f) {
    return (float) Math.clamp(Double.isNaN(whole) ? 0 : whole + 0.0, f.least(), f.greatest());
  }

  /** Where a NaN goes. */
  private static float none(Factors f) {
    return Math.clamp(0, f.least(), f.greatest());
  }
}
