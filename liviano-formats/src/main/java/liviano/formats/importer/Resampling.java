package liviano.formats.importer;

import java.util.Optional;
import liviano.tensor.Nearest;
import liviano.tensor.Sampling;

/**
 * How a tensor is brought to other extents.
 *
 * @param slope of the cubic function
 * @param excludesOutside whether positions beyond the tensor have no weight
 * @param outside what stands beyond the region, where one is cut out
 */
public record Resampling(
    Mode mode,
    Positions positions,
    Nearest.Rounding rounding,
    float slope,
    boolean excludesOutside,
    float outside) {

  /** Of how many positions a number is made. */
  public enum Mode {
    NEAREST,
    LINEAR,
    CUBIC
  }

  /** Where a position of the result falls. */
  public enum Positions {
    HALF_PIXEL,
    PYTORCH_HALF_PIXEL,
    ALIGN_CORNERS,
    ASYMMETRIC,
    /** Half a pixel on the result's side alone. */
    HALF_PIXEL_OF_RESULT,
    REGION
  }

  /**
   * Along one axis.
   *
   * @param begin of the region, as a part of the extent, and its end
   */
  record Axis(int in, int out, float factor, float begin, float end) {
    /** The extent that the factor makes, before it is rounded down to a whole one. */
    double length() {
      return (float) out / in == factor ? out : (double) in * factor;
    }
  }

  /** Where a position falls, in positions of the tensor. */
  double source(int position, Axis axis) {
    double half = (position + 0.5) / axis.factor() - 0.5;
    return switch (positions) {
      case HALF_PIXEL -> half;
      case PYTORCH_HALF_PIXEL -> axis.out() > 1 ? half : 0;
      case ALIGN_CORNERS ->
          axis.length() == 1 ? 0 : position * ((axis.in() - 1) / (axis.length() - 1));
      case ASYMMETRIC -> position / (double) axis.factor();
      case HALF_PIXEL_OF_RESULT -> (position + 0.5) / axis.factor();
      case REGION ->
          axis.out() > 1
              ? axis.begin() * (axis.in() - 1.0)
                  + position * ((axis.end() - axis.begin()) * (axis.in() - 1.0) / (axis.out() - 1))
              : 0.5 * (axis.begin() + axis.end()) * (axis.in() - 1);
    };
  }

  /** The position that is copied. */
  int nearest(double source, int in) {
    double rounded =
        switch (rounding) {
          case FLOOR -> Math.floor(source);
          case CEIL -> Math.ceil(source);
          case ROUND_PREFER_FLOOR -> Math.ceil(source - 0.5);
          case ROUND_PREFER_CEIL -> Math.floor(source + 0.5);
        };
    return (int) Math.clamp(rounded, 0, in - 1);
  }

  /** The same rule by extents alone, where an operation of ours has it. */
  Optional<Sampling> sampling() {
    return switch (positions) {
      case HALF_PIXEL -> Optional.of(Sampling.HALF_PIXEL);
      case PYTORCH_HALF_PIXEL -> Optional.of(Sampling.PYTORCH_HALF_PIXEL);
      case ALIGN_CORNERS -> Optional.of(Sampling.ALIGN_CORNERS);
      case ASYMMETRIC -> Optional.of(Sampling.LEGACY);
      case HALF_PIXEL_OF_RESULT, REGION -> Optional.empty();
    };
  }

  /** The weight of a position so far away, by the cubic function. */
  double cubic(double distance) {
    double x = Math.abs(distance);
    if (x <= 1) {
      return ((slope + 2) * x - (slope + 3)) * x * x + 1;
    }
    return x < 2 ? ((slope * x - 5 * slope) * x + 8 * slope) * x - 4 * slope : 0;
  }
}
