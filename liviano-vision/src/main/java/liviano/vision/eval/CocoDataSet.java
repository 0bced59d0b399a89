package liviano.vision.eval;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * Pictures, and where things of each category are in them, as COCO's {@code instances.json} says.
 *
 * @param images in the order of the file
 * @param annotations in the order of the file, of listed pictures and categories only; one that is
 *     listed several times counts so often
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
   * and {@code categories}; outlines and all other members are passed over. Whole numbers may be
   * written {@code 139.0}, crowds {@code true}. Where an id comes more than once it means what it
   * means to COCO's own evaluator, with a warning in the log: the last picture or category of the
   * id counts, and the last annotation of the id as often as the id comes.
   *
   * @throws DataSetException in one line, if the file is cut off, or an annotation is of a picture
   *     or category that it does not list
   * @throws IOException if it cannot be read
   */
  public static CocoDataSet read(Path file) throws IOException {
    System.Logger logger = System.getLogger("liviano.vision.eval");
    return read(file, warning -> logger.log(System.Logger.Level.WARNING, warning));
  }

  /**
   * The same.
   *
   * @param warnings takes them instead of the log, one line each, with the file's name
   * @throws DataSetException as {@link #read(Path)}
   * @throws IOException if it cannot be read
   */
  public static CocoDataSet read(Path file, Consumer<String> warnings) throws IOException {
    return CocoReader.read(file, warnings);
  }
}
