package liviano.formats.tflite;

import liviano.formats.Pads;
import liviano.graph.Padding;
import liviano.graph.Window;
import liviano.tensor.Shape;

/** How TensorFlow Lite says what lies around a map. */
final class TfLitePadding {
  /** As the format counts them. */
  static final int SAME = 0;

  static final int VALID = 1;

  private TfLitePadding() {}

  static boolean isSame(Window w, Shape map) {
    Pads same =
        Pads.of(
            new Window(
                w.kernelH(),
                w.kernelW(),
                w.strideH(),
                w.strideW(),
                w.dilationH(),
                w.dilationW(),
                Padding.SAME),
            map);
    return Pads.of(w, map).equals(same);
  }

  static boolean isValid(Window w) {
    return w.padding().equals(Padding.NONE);
  }
}
