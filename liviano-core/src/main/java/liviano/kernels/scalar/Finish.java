package liviano.kernels.scalar;

import java.lang.foreign.MemorySegment;
import liviano.kernels.Clamp;
import liviano.kernels.Epilogue;
import liviano.kernels.Frame;

/** The end of every sum: bias, residual, clamp, store. */
record Finish(float[] bias, boolean residual, Clamp clamp) {

  static Finish of(Epilogue epilogue) {
    return new Finish(
        epilogue.bias().map(param -> param.toFloats()).orElse(new float[0]),
        epilogue.residual(),
        epilogue.clamp());
  }

  /**
   * Stores one result.
   *
   * @param index where in the output, and in the residual
   * @param channel which output channel, for the bias
   */
  void store(Frame frame, MemorySegment output, long index, int channel, float sum) {
    float x = bias.length == 0 ? sum : sum + bias[channel];
    if (residual) {
      x += Floats.get(frame.residual(), index);
    }
    Floats.set(output, index, clamp.apply(x));
  }
}
