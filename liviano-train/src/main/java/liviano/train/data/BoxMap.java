package liviano.train.data;

import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import liviano.train.data.boxes.TrueBox;
import liviano.vision.Picture;
import liviano.vision.Region;
import liviano.vision.prepare.Placement;

/**
 * From boxes in a picture to boxes in an input.
 *
 * @param columns from parts of the picture's width to pixels of the input
 * @param rows from parts of the picture's height to pixels of the input
 * @param width of the input, pixels
 * @param height of the input, pixels
 */
record BoxMap(DoubleUnaryOperator columns, DoubleUnaryOperator rows, int width, int height) {
  /** Boxes of which less than a pixel is left to see, either way, are left out. */
  private static final double LEAST_PIXELS = 1;

  /**
   * As a picture is prepared in use.
   *
   * @param width of the input, pixels
   * @param height of the input, pixels
   */
  static BoxMap of(Placement placement, Picture picture, int width, int height) {
    Region seen = placement.source();
    return new BoxMap(
        part -> along(placement.columns(), part * picture.width() - seen.x()),
        part -> along(placement.rows(), part * picture.height() - seen.y()),
        width,
        height);
  }

  private static double along(Placement.Span span, double source) {
    return source * span.resized() / span.length() - span.from() + span.to();
  }

  /** As a frame of a picture shows it. */
  static BoxMap of(Frame frame, Picture picture) {
    return new BoxMap(
        part -> frame.columns().toInput(part * picture.width()),
        part -> frame.rows().toInput(part * picture.height()),
        frame.columns().input(),
        frame.rows().input());
  }

  /** The boxes whose middles are in the input, cut to it; edges are parts of its sides. */
  List<TrueBox> of(List<TrueBox> boxes) {
    return boxes.stream().map(this::of).flatMap(Optional::stream).toList();
  }

  private Optional<TrueBox> of(TrueBox box) {
    double top = rows.applyAsDouble(box.ymin());
    double left = columns.applyAsDouble(box.xmin());
    double bottom = rows.applyAsDouble(box.ymax());
    double right = columns.applyAsDouble(box.xmax());
    double middleX = (left + right) / 2;
    double middleY = (top + bottom) / 2;
    if (middleX < 0 || middleX > width || middleY < 0 || middleY > height) {
      return Optional.empty();
    }
    double seenTop = Math.max(0, top);
    double seenLeft = Math.max(0, left);
    double seenBottom = Math.min(height, bottom);
    double seenRight = Math.min(width, right);
    if (seenBottom - seenTop < LEAST_PIXELS || seenRight - seenLeft < LEAST_PIXELS) {
      return Optional.empty();
    }
    return Optional.of(
        box.within(seenTop / height, seenLeft / width, seenBottom / height, seenRight / width));
  }
}
