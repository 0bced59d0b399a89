package liviano.kernels;

/** Each number of the output comes from the numbers at its own place in the inputs. */
public sealed interface Elementwise extends Task {
  /** A function of each number of its one input. */
  sealed interface Activation extends Elementwise {
    /** Numbers of the input, and of the output. */
    long count();
  }

  /** {@code clamp(a + b)}, element by element. */
  record Add(long count, Clamp clamp, Formats formats) implements Elementwise, Clamped {
    public Add {
      TaskChecks.elements(count, formats, 2);
    }

    public Add(long count, Clamp clamp) {
      this(count, clamp, Formats.f32(2));
    }

    @Override
    public Add withClamp(Clamp newClamp, Formats newFormats) {
      return new Add(count, newClamp, newFormats);
    }
  }

  /** {@code clamp(in)}, element by element: ReLU and ReLU6 that could not be fused. */
  record Clip(long count, Clamp clamp, Formats formats) implements Activation, Clamped {
    public Clip {
      TaskChecks.elements(count, formats, 1);
    }

    public Clip(long count, Clamp clamp) {
      this(count, clamp, Formats.f32(1));
    }

    @Override
    public Clip withClamp(Clamp newClamp, Formats newFormats) {
      return new Clip(count, newClamp, newFormats);
    }
  }

  /** {@code 1 / (1 + exp(-in))}, element by element. */
  record Sigmoid(long count, Formats formats) implements Activation {
    public Sigmoid {
      TaskChecks.elements(count, formats, 1);
    }

    public Sigmoid(long count) {
      this(count, Formats.f32(1));
    }
  }

  /** {@code clamp(in + 3, 0, 6) / 6}, element by element. */
  record HardSigmoid(long count, Formats formats) implements Activation {
    public HardSigmoid {
      TaskChecks.elements(count, formats, 1);
    }

    public HardSigmoid(long count) {
      this(count, Formats.f32(1));
    }
  }

  /** {@code clamp(in + 3, 0, 6) * in / 6}, element by element. */
  record HardSwish(long count, Formats formats) implements Activation {
    public HardSwish {
      TaskChecks.elements(count, formats, 1);
    }

    public HardSwish(long count) {
      this(count, Formats.f32(1));
    }
  }

  /**
   * {@code function(in0, in1)}, element by element. The first is {@code [samples, positions,
   * channels]}, and so is the output.
   *
   * @param perChannel whether the second is {@code [samples, channels]}, each number used at every
   *     position of its sample; otherwise it is like the first
   */
  record Pairwise(
      PairFunction function,
      int samples,
      int positions,
      int channels,
      boolean perChannel,
      Formats formats)
      implements Elementwise {
    public Pairwise {
      TaskChecks.map(samples, positions, 1, channels);
      TaskChecks.inputs(formats, 2);
    }

    public Pairwise(
        PairFunction function, int samples, int positions, int channels, boolean perChannel) {
      this(function, samples, positions, channels, perChannel, Formats.f32(2));
    }

    /** The row of the second tensor that a row of the first, counted through samples, meets. */
    public int otherRow(int row) {
      return perChannel ? row / positions : row;
    }
  }

  /** {@code in < 0 ? slope * in : in}, element by element. */
  record LeakyRelu(long count, float slope, Formats formats) implements Activation {
    public LeakyRelu {
      TaskChecks.elements(count, formats, 1);
    }

    public LeakyRelu(long count, float slope) {
      this(count, slope, Formats.f32(1));
    }
  }

  /** {@code amplitude * tanh(rate * in)}, element by element. */
  record Tanh(long count, float amplitude, float rate, Formats formats) implements Activation {
    public Tanh {
      TaskChecks.elements(count, formats, 1);
    }

    public Tanh(long count, float amplitude, float rate) {
      this(count, amplitude, rate, Formats.f32(1));
    }
  }
}
