package liviano.bench.peers;

import liviano.graph.TensorType;
import liviano.tensor.DType;
import liviano.tensor.Quantization;

/**
 * How XNNPACK adds two tensors of quantized bytes. Both scales, divided by the result's in single
 * precision, become integers {@code m = rint(scale * 2^shift)}, where {@code shift = 20 -
 * exponent(the greater one)}, so that the greater factor has 21 bits. A sum is {@code ((a - za) *
 * ma + (b - zb) * mb + 2^(shift - 1)) >> shift}, of 32-bit integers, plus the zero point, within
 * the range of the format: halves go up.
 *
 * @param first factor of the first tensor
 * @param second factor of the second one
 */
record XnnpackSum(TensorType a, TensorType b, TensorType to, int first, int second, int shift) {
  private static final int FACTOR_BITS = 20;

  static XnnpackSum of(TensorType a, TensorType b, TensorType to) {
    float out = how(to).scale(0);
    float ofA = how(a).scale(0) / out;
    float ofB = how(b).scale(0) / out;
    int shift = FACTOR_BITS - Math.getExponent(Math.max(ofA, ofB));
    return new XnnpackSum(a, b, to, factor(ofA, shift), factor(ofB, shift), shift);
  }

  private static int factor(float scale, int shift) {
    return (int) Math.rint(Math.scalb((double) scale, shift));
  }

  private static Quantization how(TensorType type) {
    return type.quantization().orElseThrow();
  }

  byte[] apply(byte[] left, byte[] right) {
    byte[] sums = new byte[left.length];
    for (int i = 0; i < sums.length; i++) {
      int sum = real(left[i], a) * first + real(right[i], b) * second + (1 << (shift - 1));
      int integer = (sum >> shift) + how(to).zeroPoint(0);
      sums[i] = (byte) Math.clamp(integer, to.dtype().least(), to.dtype().greatest());
    }
    return sums;
  }

  private static int real(byte stored, TensorType type) {
    int integer = type.dtype() == DType.U8 ? Byte.toUnsignedInt(stored) : stored;
    return integer - how(type).zeroPoint(0);
  }
}
