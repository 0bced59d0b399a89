package liviano.vision.eval;

import java.util.Locale;

/**
 * A picture of a COCO data set.
 *
 * @param file its name within the folder of pictures; never a way out of it
 * @param width pixels a row
 * @param height rows
 */
public record CocoImage(long id, String file, int width, int height) {
  /**
   * @throws IllegalArgumentException where a side is not positive, or the file is outside the
   *     folder
   */
  public CocoImage {
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%dx%d pixels: sides must be positive", width, height));
    }
    FolderNames.requireInside(file);
  }
}
