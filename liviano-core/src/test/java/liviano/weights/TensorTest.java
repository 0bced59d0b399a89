package liviano.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import liviano.MalformedModelException;
import liviano.tensor.DType;
import liviano.tensor.Extents;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TensorTest {

  private static final float[] VALUES = {0, -0.0f, 1, -1.5f, 0.000061035156f, 65504, 1 / 0f};

  @Test
  void keepsItsOwnAlignedCopy() {
    float[] values = {1, 2, 3, 4, 5, 6};
    Tensor tensor = Tensor.of("w", Extents.of(2, 3), values);
    values[0] = 9;
    assertThat(tensor.toFloats()).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(tensor.data().address() % 64).isZero();
    assertThat(tensor.data().isReadOnly()).isTrue();
    assertThat(tensor.dims()).isEqualTo(Extents.of(2, 3));
    assertThat(tensor.elementCount()).isEqualTo(6);
    assertThat(tensor).isEqualTo(Tensor.of("w", Extents.of(2, 3), 1, 2, 3, 4, 5, 6));
    assertThat(tensor).isNotEqualTo(Tensor.of("w", Extents.of(2, 3), 1, 2, 3, 4, 5, 7));
    assertThat(tensor).isNotEqualTo(Tensor.of("w", Extents.of(3, 2), 1, 2, 3, 4, 5, 6));
    assertThat(tensor).hasToString("w: F32 [2, 3]");
  }

  @Test
  void refusesDataOfAnotherSize() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tensor.of("w", Extents.of(2, 3), 1, 2))
        .withMessageContaining("tensor \"w\": F32 [2, 3] takes 24 bytes");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new Tensor("w", DType.F64, Extents.of(1L << 61), MemorySegment.ofArray(VALUES)))
        .withMessageContaining("more than 2^63 bytes");
  }

  @ParameterizedTest
  @EnumSource(names = {"F64", "F32", "F16", "BF16"})
  void widensExactly(DType type) {
    // All but the largest are exact in each type; bfloat16 has eight bits for 65504.
    ByteBuffer bytes =
        ByteBuffer.allocate(VALUES.length * type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : VALUES) {
      switch (type) {
        case F64 -> bytes.putDouble(value);
        case F32 -> bytes.putFloat(value);
        case F16 -> bytes.putShort(Float.floatToFloat16(value));
        default -> bytes.putShort((short) (Float.floatToRawIntBits(value) >>> 16));
      }
    }
    float[] expected = VALUES.clone();
    expected[5] = type == DType.BF16 ? 65280 : 65504;
    Tensor tensor =
        new Tensor("w", type, Extents.of(VALUES.length), MemorySegment.ofArray(bytes.array()));
    assertThat(tensor.toFloats()).containsExactly(expected);
    assertThat(tensor.floats().toArray(ValueLayout.JAVA_FLOAT)).containsExactly(expected);
    assertThat(tensor.floats().isReadOnly()).isTrue();
  }

  @Test
  void copiesFloatsThatAreNotAligned() {
    MemorySegment odd = Arena.ofAuto().allocate(9, 64).asSlice(1);
    odd.set(ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN), 4, 5);
    MemorySegment floats = new Tensor("w", DType.F32, Extents.of(2), odd).floats();
    assertThat(floats.address() % 64).isZero();
    assertThat(floats.toArray(ValueLayout.JAVA_FLOAT)).containsExactly(0, 5);
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"F64", "F32", "F16", "BF16"})
  void doesNotTakeOtherTypesForFloats(DType type) {
    Tensor tensor =
        new Tensor("w", type, Extents.of(), MemorySegment.ofArray(new byte[type.bytes()]));
    assertThatThrownBy(tensor::toFloats)
        .isInstanceOf(MalformedModelException.class)
        .hasMessage("tensor \"w\" holds " + type + ", expected F32, F16, BF16 or F64");
    assertThatThrownBy(tensor::floats).isInstanceOf(MalformedModelException.class);
  }
}
