package liviano.train.data.boxes;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import liviano.vision.eval.Part;

/**
 * A picture with the objects that it shows.
 *
 * @param file its file
 * @param part what it is for
 * @param size that its boxes were drawn on, where the data set says it
 * @param upright whether its boxes were drawn on the picture as its Exif orientation says;
 *     otherwise on the pixels as they are stored
 * @param boxes in the order of the data set; may be empty
 */
public record BoxPicture(
    Path file, Part part, Optional<Size> size, boolean upright, List<TrueBox> boxes) {
  public BoxPicture {
    boxes = List.copyOf(boxes);
  }

  /** Pixels, both at least 1. */
  public record Size(int width, int height) {}

  /** The same for another part. */
  BoxPicture in(Part other) {
    return new BoxPicture(file, other, size, upright, boxes);
  }
}
