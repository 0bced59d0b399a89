package liviano.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import liviano.tensor.DType;
import liviano.tensor.Shape;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("locale")
class SessionTensorTest {
  /** Two samples of three numbers each. */
  private static SessionTensor tensor(DType format) {
    return new SessionTensor(
        "tokens", 2, Shape.of(3), format, Arena.ofAuto().allocate(6L * format.bytes(), 64));
  }

  @Test
  void floats() {
    SessionTensor tensor = tensor(DType.F32);
    float[] values = {1, -0f, Float.NaN, Float.MIN_VALUE, Float.NEGATIVE_INFINITY, 16_777_217};
    tensor.copyFrom(values);
    float[] read = new float[6];
    tensor.copyTo(read);

    assertThat(tensor.elements()).isEqualTo(6);
    assertThat(read).isEqualTo(values);
    assertThat(tensor.toArray()).isEqualTo(values);
  }

  @Test
  void ints() {
    SessionTensor tensor = tensor(DType.I32);
    int[] values = {Integer.MIN_VALUE, -1, 0, 1, 0x01020304, Integer.MAX_VALUE};
    tensor.copyFrom(values);
    int[] read = new int[6];
    tensor.copyTo(read);

    assertThat(tensor.elements()).isEqualTo(6);
    assertThat(read).isEqualTo(values);
    assertThat(tensor.toIntArray()).isEqualTo(values);
    assertThat(tensor.segment().asSlice(16, 4).toArray(ValueLayout.JAVA_BYTE))
        .as("little-endian")
        .containsExactly(4, 3, 2, 1);
  }

  @Test
  void longs() {
    SessionTensor tensor = tensor(DType.I64);
    long[] values = {Long.MIN_VALUE, -1, 0, 1, 1L << 40, Long.MAX_VALUE};
    tensor.copyFrom(values);
    long[] read = new long[6];
    tensor.copyTo(read);

    assertThat(tensor.elements()).isEqualTo(6);
    assertThat(read).isEqualTo(values);
    assertThat(tensor.toLongArray()).isEqualTo(values);
  }

  @ParameterizedTest
  @EnumSource(names = {"I8", "U8"})
  void bytes(DType format) {
    SessionTensor tensor = tensor(format);
    byte[] values = {Byte.MIN_VALUE, -1, 0, 1, 2, Byte.MAX_VALUE};
    tensor.copyFrom(values);
    byte[] read = new byte[6];
    tensor.copyTo(read);

    assertThat(tensor.elements()).isEqualTo(6);
    assertThat(read).isEqualTo(values);
    assertThat(tensor.toByteArray()).isEqualTo(values);
  }

  /** Of each type of array, what is done with it. */
  private static Map<String, List<Consumer<SessionTensor>>> access(int count) {
    Map<String, List<Consumer<SessionTensor>>> all = new LinkedHashMap<>();
    all.put(
        "float[]",
        List.of(
            t -> t.copyFrom(new float[count]),
            t -> t.copyTo(new float[count]),
            SessionTensor::toArray));
    all.put(
        "int[]",
        List.of(
            t -> t.copyFrom(new int[count]),
            t -> t.copyTo(new int[count]),
            SessionTensor::toIntArray));
    all.put(
        "long[]",
        List.of(
            t -> t.copyFrom(new long[count]),
            t -> t.copyTo(new long[count]),
            SessionTensor::toLongArray));
    all.put(
        "byte[]",
        List.of(
            t -> t.copyFrom(new byte[count]),
            t -> t.copyTo(new byte[count]),
            SessionTensor::toByteArray));
    return all;
  }

  private static String arrayOf(DType format) {
    return switch (format) {
      case F32 -> "float[]";
      case I32 -> "int[]";
      case I64 -> "long[]";
      case I8, U8 -> "byte[]";
      case F64, F16, BF16, F8_E4M3, F8_E5M2, I16, U64, U32, U16, BOOL -> "segment()";
    };
  }

  @ParameterizedTest
  @EnumSource
  void everyOtherArrayIsRefusedWithTheOneToUse(DType format) {
    SessionTensor tensor = tensor(format);
    access(6)
        .forEach(
            (array, calls) ->
                calls.forEach(
                    call -> {
                      if (array.equals(arrayOf(format))) {
                        call.accept(tensor);
                      } else {
                        assertThatIllegalArgumentException()
                            .isThrownBy(() -> call.accept(tensor))
                            .withMessageStartingWith("'tokens' holds " + format + ", not ")
                            .withMessageEndingWith(arrayOf(format));
                      }
                    }));
  }

  @Test
  void theMessageSaysWhatToCall() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> tensor(DType.I64).toArray())
        .withMessage(
            "'tokens' holds I64, not F32: use toLongArray(), or copyFrom and copyTo of long[]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> tensor(DType.F16).toByteArray())
        .withMessage("'tokens' holds F16, not I8 or U8: use segment()");
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "I32", "I64", "I8", "U8"})
  void anotherNumberOfNumbersIsRefused(DType format) {
    for (int count : Set.of(0, 5, 7)) {
      access(count)
          .get(arrayOf(format))
          .subList(0, 2)
          .forEach(
              call ->
                  assertThatIllegalArgumentException()
                      .isThrownBy(() -> call.accept(tensor(format)))
                      .withMessage("'tokens' holds 6 numbers (2 x 3), not " + count));
    }
  }
}
