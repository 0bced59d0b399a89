package liviano.server.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The greatest numbers of an output, with their labels. */
class ClassesTest {

  private static List<String> best(int most, List<String> labels, float... values) {
    MemorySegment data = MemorySegment.ofArray(Wire.floats(values));
    return new Classes(Datatype.FP32, data, labels).best(most);
  }

  private static List<String> best(Datatype type, byte... bytes) {
    return new Classes(type, MemorySegment.ofArray(bytes), List.of()).best(2);
  }

  @Test
  void theGreatestComeFirstAndOfEqualOnesTheLowerIndex() {
    assertThat(best(3, List.of(), 1, 5, -2, 5, 3)).containsExactly("5.0:1", "5.0:3", "3.0:4");
    assertThat(best(2, List.of(), -0f, 0f)).containsExactly("-0.0:0", "0.0:1");
  }

  @Test
  void labelsFollowWhereThereAreSome() {
    assertThat(best(3, List.of("a", "", "c:d"), 0.1f, 2, 3))
        .containsExactly("3.0:2:c:d", "2.0:1", "0.1:0:a");
  }

  @Test
  void nanIsNoGreaterThanTheLeast() {
    assertThat(best(3, List.of(), Float.NaN, -1, Float.NEGATIVE_INFINITY))
        .containsExactly("-1.0:1", "NaN:0", "-Infinity:2");
  }

  @Test
  void integersAreComparedAsTheirTypeHasThem() {
    assertThat(best(Datatype.UINT8, (byte) 1, (byte) 200, (byte) 7))
        .containsExactly("200:1", "7:2");
    assertThat(best(Datatype.INT8, (byte) 1, (byte) 200, (byte) 7)).containsExactly("7:2", "1:0");
    assertThat(best(Datatype.UINT16, (byte) 0, (byte) 1, (byte) -1, (byte) -1))
        .containsExactly("65535:1", "256:0");
  }
}
