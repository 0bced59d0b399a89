package liviano.kernels;

import java.util.List;
import java.util.Optional;

/** Each row of channels of the output comes from the same row of the input. */
public sealed interface Rows extends Task {
  /**
   * {@code clamp(in * scale[channel] + offset[channel])}: a batch norm that could not be folded.
   *
   * @param rows positions of all maps together
   */
  record Affine(int rows, int channels, Param scale, Param offset, Clamp clamp, Formats formats)
      implements Rows, Clamped {
    public Affine {
      TaskChecks.count(scale, channels);
      TaskChecks.count(offset, channels);
      TaskChecks.rows(rows, channels, formats);
    }

    public Affine(int rows, int channels, Param scale, Param offset, Clamp clamp) {
      this(rows, channels, scale, offset, clamp, Formats.f32(1));
    }

    @Override
    public Affine withClamp(Clamp newClamp, Formats newFormats) {
      return new Affine(rows, channels, scale, offset, newClamp, newFormats);
    }

    @Override
    public List<Param> params() {
      return List.of(scale, offset);
    }
  }

  /**
   * {@code in < 0 ? slope[channel] * in : in}.
   *
   * @param rows positions of all maps together
   */
  record PRelu(int rows, int channels, Param slope, Formats formats) implements Rows {
    public PRelu {
      TaskChecks.count(slope, channels);
      TaskChecks.rows(rows, channels, formats);
    }

    public PRelu(int rows, int channels, Param slope) {
      this(rows, channels, slope, Formats.f32(1));
    }

    @Override
    public List<Param> params() {
      return List.of(slope);
    }
  }

  /**
   * {@code in[c] / (offset + alpha * sum)^beta} in each row, where {@code sum} adds the squares of
   * channels {@code c - size / 2} to {@code c + size / 2} as far as they exist.
   */
  record ResponseNorm(
      int rows, int channels, int size, float alpha, float beta, float offset, Formats formats)
      implements Rows {
    public ResponseNorm {
      TaskChecks.rows(rows, channels, formats);
    }

    public ResponseNorm(int rows, int channels, int size, float alpha, float beta, float offset) {
      this(rows, channels, size, alpha, beta, offset, Formats.f32(1));
    }
  }

  /** {@code in[c] / sqrt(sum of squares of the row + epsilon)} in each row. */
  record L2Normalize(int rows, int channels, float epsilon, Formats formats) implements Rows {
    public L2Normalize {
      TaskChecks.rows(rows, channels, formats);
    }

    public L2Normalize(int rows, int channels, float epsilon) {
      this(rows, channels, epsilon, Formats.f32(1));
    }
  }

  /**
   * {@code out[r][u] = sum over c of (in[r][c] - centre[u][c])^2}.
   *
   * @param centre {@code [units, channels]}
   */
  record SquaredDistance(int rows, int channels, int units, Param centre, Formats formats)
      implements Rows {
    public SquaredDistance {
      TaskChecks.count(centre, (long) units * channels);
      TaskChecks.rows(rows, Math.min(channels, units), formats);
    }

    public SquaredDistance(int rows, int channels, int units, Param centre) {
      this(rows, channels, units, centre, Formats.f32(1));
    }

    @Override
    public List<Param> params() {
      return List.of(centre);
    }
  }

  /** The softmax of each row of {@code channels} numbers. */
  record Softmax(int rows, int channels, Formats formats) implements Rows {
    public Softmax {
      TaskChecks.rows(rows, channels, formats);
    }

    public Softmax(int rows, int channels) {
      this(rows, channels, Formats.f32(1));
    }
  }

  /**
   * Numbers to whole ones between two bounds, which stand for the integers of a quantized tensor
   * less its zero point: {@code clamp(round((in + offset[channel]) * factor[channel]))}. NaN
   * becomes 0 before the bounds.
   *
   * @param offset one for each channel; none for 0
   * @param factors one, or one for each channel; positive
   * @param rounding how a product is rounded
   */
  record Round(
      int rows,
      int channels,
      Optional<Param> offset,
      List<Double> factors,
      Rounding rounding,
      int least,
      int greatest,
      Formats formats)
      implements Rows {
    public Round {
      factors = List.copyOf(factors);
      TaskChecks.rows(rows, channels, formats);
      TaskChecks.factors(factors, channels, least, greatest);
      offset.ifPresent(param -> TaskChecks.count(param, channels));
    }

    @Override
    public List<Param> params() {
      return offset.isPresent() ? List.of(offset.get()) : List.of();
    }

    public Round(
        int rows, int channels, List<Double> factors, Rounding rounding, int least, int greatest) {
      this(rows, channels, Optional.empty(), factors, rounding, least, greatest, Formats.f32(1));
    }

    /** The factor of a channel. */
    public double factor(int channel) {
      return factors.get(factors.size() == 1 ? 0 : channel);
    }
  }

  /** How numbers become whole. */
  enum Rounding {
    /** Sum and product in single precision, half to even. */
    PRODUCT,
    /** Sum, and quotient by the factor, in single precision, half to even. */
    QUOTIENT,
    /** {@link FixedPoint#halfUp}; the sum is whole, and of up to 32 bits. */
    FIXED_POINT,
    /** {@link FixedPoint#halfAway}; the sum is whole, and of up to 32 bits. */
    FIXED_POINT_AWAY,
    /** Sum, and quotient by the factor, in double precision, half away from zero. */
    QUOTIENT_AWAY,
    /** Sum, and quotient by the factor, in double precision, toward zero. */
    QUOTIENT_TOWARD_ZERO
  }
}
