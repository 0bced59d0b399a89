package liviano.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import liviano.tensor.DType;
import liviano.tensor.LittleEndian;
import liviano.tensor.Shape;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParamTest {
  /** Around the number of floats that are looked through at once. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4095, 4096, 4097, 8192, 10_000})
  void findsTheOneFloatThatIsNotFinite(int count) {
    float[] floats = new float[count];
    assertThat(param(floats).isFinite()).isTrue();
    assertThat(param(floats).toFloats()).isEqualTo(floats);
    for (int at : new int[] {0, count / 2, count - 1}) {
      for (float bad : new float[] {Float.NaN, Float.NEGATIVE_INFINITY}) {
        floats[at] = bad;
        assertThat(param(floats).isFinite()).as("%s at %d", bad, at).isFalse();
      }
      floats[at] = Float.MAX_VALUE;
      assertThat(param(floats).isFinite()).isTrue();
    }
  }

  private static Param param(float[] floats) {
    MemorySegment data = Arena.ofAuto().allocate((long) floats.length * Float.BYTES);
    LittleEndian.copy(floats, data);
    return new Param("weight", DType.F32, Shape.of(floats.length), data);
  }
}
