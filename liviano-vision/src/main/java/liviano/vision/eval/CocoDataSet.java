package liviano.vision.eval;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Pictures, and where things of each category are in them, as COCO's {@code instances.json} says.
 *
 * @param images in the order of the file
 * @param annotations in the order of the file, of listed pictures and categories only
 * @param categories in the order of the file
 * @see <a href="https://cocodataset.org/#format-data">COCO's data format</a>
 */
public record CocoDataSet(
    List<CocoImage> images, List<CocoAnnotation> annotations, List<CocoCategory> categories) {
  public CocoDataSet {
    images = List.copyOf(images);
    annotations = List.copyOf(annotations);
    categories = List.copyOf(categories);
    CocoIds.require(images, annotations, categories);
  }

  /**
   * Reads COCO's own JSON: {@code images}, {@code annotations} with {@code bbox} and {@code area},
   * and {@code categories}; outlines and all other members are passed over.
   *
   * @throws DataSetException in one line, if the file is cut off, holds an id twice, or an
   *     annotation of a picture or category that it does not list
   * @throws IOException if it cannot be read
   */
  public static CocoDataSet read(Path file) throws IOException {
    return CocoReader.read(file);
  }
}
