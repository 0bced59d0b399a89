package liviano.formats.pytorch;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import liviano.tensor.DType;
import liviano.tensor.Extents;
import liviano.tensor.LittleEndian;
import liviano.weights.Tensor;
import org.junit.jupiter.api.Test;

class TensorViewTest {
  /** 0, 1, 2, ... */
  private static MemorySegment floats(int count) {
    MemorySegment numbers = Arena.ofAuto().allocate(count * Float.BYTES);
    for (int i = 0; i < count; i++) {
      numbers.set(LittleEndian.FLOAT_UNALIGNED, i * Float.BYTES, i);
    }
    return numbers;
  }

  private static float[] read(int count, long offset, Extents dims, Long... strides) {
    Storage storage = new Storage("0", DType.F32, count);
    TensorView view = new TensorView(storage, offset, dims, List.of(strides));
    return view.read("a", floats(count)).toFloats();
  }

  @Test
  void numbersInOrderAreThoseOfTheStorage() {
    MemorySegment numbers = floats(7);
    Storage storage = new Storage("0", DType.F32, 7);
    Tensor tensor =
        new TensorView(storage, 1, Extents.of(3, 1, 2), List.of(2L, 99L, 1L)).read("a", numbers);

    assertThat(tensor.toFloats()).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(tensor.data().address()).isEqualTo(numbers.address() + Float.BYTES);
  }

  @Test
  void turnedAndCutViewsAreCopied() {
    assertThat(read(6, 0, Extents.of(3, 2), 1L, 3L)).containsExactly(0, 3, 1, 4, 2, 5);
    assertThat(read(24, 5, Extents.of(2, 2, 2), 8L, 4L, 2L))
        .containsExactly(5, 7, 9, 11, 13, 15, 17, 19);
    assertThat(read(9, 0, Extents.of(3), 4L)).containsExactly(0, 4, 8);
  }

  @Test
  void singleNumbersAndNoneHaveShapesToo() {
    assertThat(read(3, 2, Extents.of())).containsExactly(2);
    assertThat(read(3, 3, Extents.of(0, 4), 4L, 1L)).isEmpty();
  }
}
