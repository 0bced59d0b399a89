package liviano.formats;

import static org.assertj.core.api.Assertions.assertThat;

import liviano.graph.Padding;
import liviano.graph.Window;
import liviano.tensor.Shape;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("locale")
class PadsTest {
  @Test
  void theOddPositionOfSameIsAtTheEnd() {
    assertThat(Pads.of(Window.square(3, 2, Padding.SAME), Shape.of(224, 225, 3)))
        .isEqualTo(new Pads(0, 1, 1, 1));
    assertThat(Pads.of(Window.square(3, 1, 6, Padding.SAME), Shape.of(33, 33, 8)))
        .isEqualTo(new Pads(6, 6, 6, 6));
    assertThat(Pads.of(Window.square(1, 2, Padding.SAME), Shape.of(7, 8, 8))).isEqualTo(Pads.NONE);
  }

  @Test
  void explicitPaddingStays() {
    Window window = Window.square(3, 2, new Padding.Explicit(1, 2, 3, 4));
    assertThat(Pads.of(window, Shape.of(9, 9, 1))).isEqualTo(new Pads(1, 3, 2, 4));
  }
}
