package liviano.kernels.nativecode;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import java.util.Optional;
import liviano.kernels.PackedWeights;
import liviano.kernels.Param;
import liviano.kernels.nativecode.code.Bf16DepthwiseCode;
import liviano.kernels.nativecode.code.Code;
import liviano.kernels.nativecode.code.DepthwiseCode;
import liviano.kernels.nativecode.code.DepthwiseSweep;
import liviano.kernels.nativecode.code.Isa;
import liviano.tensor.DType;
import liviano.tensor.LittleEndian;

/** The weights of a 3x3 depthwise filter as its code reads them, vector by vector of channels. */
sealed interface FilterWeights extends PackedWeights.Layout {
  int TAPS = FilterLines.KERNEL * FilterLines.KERNEL;

  /**
   * @param format {@link DType#F32} or {@link DType#BF16}
   */
  static FilterWeights of(DType format, Isa isa, int channels) {
    return format == DType.BF16 ? new Pairs(channels) : new Nines(isa, channels);
  }

  int channels();

  int channelsAVector();

  /** Bytes of a number of the input. */
  int bytes();

  /** Bytes of a vector's weights. */
  int weightBytes();

  /** Bytes of a vector's biases. */
  int biasBytes();

  Code code(DepthwiseSweep sweep, boolean masked);

  void pack(Param weight, MemorySegment packed);

  void packBias(Param bias, MemorySegment packed);

  default int vectors() {
    return Math.ceilDiv(channels(), channelsAVector());
  }

  default MemorySegment weights(Param weight, PackedWeights cache) {
    return cache.get(
        weight, this, (long) vectors() * weightBytes(), packed -> pack(weight, packed));
  }

  default MemorySegment bias(Optional<Param> bias, PackedWeights cache) {
    long bytes = (long) vectors() * biasBytes();
    return bias.isEmpty()
        ? cache.zeros(bytes)
        : cache.get(bias.get(), this, bytes, packed -> packBias(bias.get(), packed));
  }

  /** For each vector of floats, nine one after the other; zeros after the last channel. */
  record Nines(Isa isa, int channels) implements FilterWeights {
    @Override
    public int channelsAVector() {
      return isa.lanes();
    }

    @Override
    public int bytes() {
      return Float.BYTES;
    }

    @Override
    public int weightBytes() {
      return TAPS * isa.bytes();
    }

    @Override
    public int biasBytes() {
      return isa.bytes();
    }

    @Override
    public Code code(DepthwiseSweep sweep, boolean masked) {
      return new DepthwiseCode(isa, sweep, masked);
    }

    @Override
    public void packBias(Param bias, MemorySegment packed) {
      MemorySegment.copy(bias.data(), 0, packed, 0, (long) channels * Float.BYTES);
    }

    @Override
    public void pack(Param weight, MemorySegment packed) {
      float[] stored = weight.toFloats();
      float[] ordered = new float[Math.toIntExact(packed.byteSize() / Float.BYTES)];
      for (int vector = 0; vector < vectors(); vector++) {
        int first = vector * isa.lanes();
        int lanes = Math.min(isa.lanes(), channels - first);
        for (int tap = 0; tap < TAPS; tap++) {
          int at = (vector * TAPS + tap) * isa.lanes();
          System.arraycopy(stored, tap * channels + first, ordered, at, lanes);
        }
      }
      LittleEndian.copy(ordered, packed);
    }
  }

  /** Of bfloat16: what {@link Bf16DepthwiseCode#WEIGHT_BYTES} says. */
  record Pairs(int channels) implements FilterWeights {
    @Override
    public int channelsAVector() {
      return Bf16DepthwiseCode.CHANNELS;
    }

    @Override
    public int bytes() {
      return Short.BYTES;
    }

    @Override
    public int weightBytes() {
      return Bf16DepthwiseCode.WEIGHT_BYTES;
    }

    @Override
    public int biasBytes() {
      return Bf16DepthwiseCode.BIAS_BYTES;
    }

    @Override
    public Code code(DepthwiseSweep sweep, boolean masked) {
      return new Bf16DepthwiseCode(sweep, masked);
    }

    @Override
    public void packBias(Param bias, MemorySegment packed) {
      for (int c = 0; c < channels; c++) {
        packed.setAtIndex(JAVA_FLOAT, lane(c), bias.at(c));
      }
    }

    private static int lane(int channel) {
      int vector = channel / Bf16DepthwiseCode.CHANNELS;
      return vector * Bf16DepthwiseCode.CHANNELS
          + Bf16DepthwiseCode.lane(channel % Bf16DepthwiseCode.CHANNELS);
    }

    @Override
    public void pack(Param weight, MemorySegment packed) {
      int lines = FilterLines.KERNEL;
      for (int tap = 0; tap < TAPS; tap++) {
        int line = tap / lines;
        int column = tap % lines;
        for (int c = 0; c < channels; c++) {
          // For each column 32 pairs of the first two lines, then 32 of the third and zeros.
          int vector = c / Bf16DepthwiseCode.CHANNELS;
          int pairs = (vector * lines + column) * 2 + line / 2;
          int pair =
              pairs * Bf16DepthwiseCode.CHANNELS
                  + Bf16DepthwiseCode.lane(c % Bf16DepthwiseCode.CHANNELS);
          short number =
              weight
                  .data()
                  .get(LittleEndian.SHORT_UNALIGNED, ((long) tap * channels + c) * Short.BYTES);
          packed.setAtIndex(JAVA_SHORT, 2L * pair + line % 2, number);
        }
      }
    }
  }
}
