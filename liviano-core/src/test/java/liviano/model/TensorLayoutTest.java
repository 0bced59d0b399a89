package liviano.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.util.List;
import liviano.tensor.Shape;
import org.junit.jupiter.api.Test;

class TensorLayoutTest {
  private static final TensorLayout CHANNELS_FIRST =
      new TensorLayout(List.of(1, 3, 2, 2), List.of(0, 2, 3, 1));

  /** Two rows of two pixels of three channels: the tens are pixels, the ones channels. */
  private static final int[] OURS = {0, 1, 2, 10, 11, 12, 20, 21, 22, 30, 31, 32};

  private static final int[] THEIRS = {0, 10, 20, 30, 1, 11, 21, 31, 2, 12, 22, 32};

  @Test
  void channelsComeFirstInTheFile() {
    int[] file = new int[12];
    CHANNELS_FIRST.toFile(MemorySegment.ofArray(OURS), MemorySegment.ofArray(file), 4);

    assertThat(file).isEqualTo(THEIRS);
  }

  @Test
  void channelsComeLastInMemory() {
    int[] memory = new int[12];
    CHANNELS_FIRST.toMemory(MemorySegment.ofArray(THEIRS), MemorySegment.ofArray(memory), 4);

    assertThat(memory).isEqualTo(OURS);
  }

  @Test
  void threeAxesMayTurn() {
    TensorLayout layout = new TensorLayout(List.of(2, 3, 4), List.of(2, 0, 1));
    byte[] file = new byte[24];
    byte[] memory = new byte[24];
    for (byte i = 0; i < 24; i++) {
      file[i] = i;
    }

    layout.toMemory(MemorySegment.ofArray(file), MemorySegment.ofArray(memory), 1);

    for (int c = 0; c < 4; c++) {
      for (int a = 0; a < 2; a++) {
        for (int b = 0; b < 3; b++) {
          assertThat(memory[(c * 2 + a) * 3 + b]).isEqualTo((byte) ((a * 3 + b) * 4 + c));
        }
      }
    }
  }

  @Test
  void withoutAFileTheBatchIsOne() {
    assertThat(TensorLayout.of(Shape.of(2, 2, 3))).isEqualTo(TensorLayout.of(List.of(1, 2, 2, 3)));
    assertThat(TensorLayout.of(List.of()).elements()).isEqualTo(1);
  }

  @Test
  void whatNoNetworkHasIsRefused() {
    assertThatThrownBy(() -> TensorLayout.of(List.of(1, 0)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> TensorLayout.of(List.of(1 << 30, 1 << 30, 1 << 30, 1 << 30)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new TensorLayout(List.of(1, 2), List.of(0, 0)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
