package liviano.formats.tflite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Optional;
import liviano.Limits;
import liviano.MalformedModelException;
import liviano.UnsupportedModelException;
import liviano.formats.tflite.TfLiteModel.Compressed;
import liviano.formats.tflite.TfLiteModel.Dense;
import liviano.formats.tflite.TfLiteModel.Dimension;
import liviano.formats.tflite.TfLiteModel.Integers;
import liviano.formats.tflite.TfLiteModel.Sparsity;
import org.junit.jupiter.api.Test;

/** Sparse constants of bytes; 9 is int8. */
class DensifiedTest {
  private static final int INT8 = 9;

  /** {@code [[0, 5, 0], [6, 0, 7]]}, row by row. */
  @Test
  void rowsListTheirColumns() {
    assertThat(
            dense(
                List.of(2, 3),
                List.of(0, 1),
                List.of(),
                List.of(new Dense(2), columns(list(0, 1, 3), list(1, 0, 2))),
                5,
                6,
                7))
        .containsExactly(0, 5, 0, 6, 0, 7);
  }

  /** The same, column by column. */
  @Test
  void dimensionsMayBeWalkedInAnotherOrder() {
    assertThat(
            dense(
                List.of(2, 3),
                List.of(1, 0),
                List.of(),
                List.of(new Dense(3), columns(list(0, 1, 2, 3), list(1, 0, 1))),
                6,
                5,
                7))
        .containsExactly(0, 5, 0, 6, 0, 7);
  }

  /** Blocks of one row and two columns: the second of the first row, the first of the second. */
  @Test
  void blocksAreStoredWhole() {
    assertThat(
            dense(
                List.of(2, 4),
                List.of(0, 1, 2),
                List.of(1),
                List.of(new Dense(2), columns(list(0, 1, 2), list(1, 0)), new Dense(2)),
                1,
                2,
                3,
                4))
        .containsExactly(0, 0, 1, 2, 3, 4, 0, 0);
  }

  @Test
  void listsThatDoNotFitAreRefused() {
    assertRefused(new Dense(2), columns(list(0, 1, 3), list(1, 0, 3))); // column 3 of 3
    assertRefused(new Dense(2), columns(list(0, 1, 4), list(1, 0, 2))); // an index too few
    assertRefused(new Dense(2), columns(list(0, 3, 1), list(1, 0, 2))); // segments that fall
    assertRefused(new Dense(2), columns(list(1, 2, 3), list(1, 0, 2))); // not from the first
    assertRefused(new Dense(2), columns(list(0, 3), list(1, 0, 2))); // no second segment
    assertRefused(new Dense(3), columns(list(0, 1, 2, 3), list(1, 0, 2))); // 3 rows of 2
    assertRefused(new Dense(2), new Dense(3)); // six places, three numbers
  }

  @Test
  void fewBytesThatWouldBecomeManyAreRefused() {
    assertThatThrownBy(
            () ->
                dense(
                    List.of(1, 1 << 30),
                    List.of(0, 1),
                    List.of(),
                    List.of(new Dense(1), columns(list(0, 1), list(0))),
                    1))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageStartingWith(
            "sparse tensor 'weights', 1073741824 bytes from 1: 1,073,676,288 times the packed size,"
                + " the limit is 100;");
  }

  private static void assertRefused(Dimension rows, Dimension columns) {
    assertThatThrownBy(
            () -> dense(List.of(2, 3), List.of(0, 1), List.of(), List.of(rows, columns), 5, 6, 7))
        .isInstanceOf(MalformedModelException.class)
        .hasMessage("sparse tensor 'weights': its lists of positions do not fit its shape [2, 3]");
  }

  private static byte[] dense(
      List<Integer> shape,
      List<Integer> order,
      List<Integer> blocks,
      List<Dimension> dimensions,
      int... values) {
    return Densified.of(
            new TfLiteModel.Tensor(
                "weights",
                shape,
                List.of(),
                INT8,
                Optional.of(bytes(values)),
                Optional.empty(),
                Optional.of(new Sparsity(order, blocks, dimensions))),
            Limits.defaults())
        .toArray(ValueLayout.JAVA_BYTE);
  }

  private static Compressed columns(Integers segments, Integers indices) {
    return new Compressed(segments, indices);
  }

  private static Integers list(int... numbers) {
    return new Integers(bytes(numbers), 1);
  }

  private static MemorySegment bytes(int... numbers) {
    byte[] bytes = new byte[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      bytes[i] = (byte) numbers[i];
    }
    return MemorySegment.ofArray(bytes);
  }
}
