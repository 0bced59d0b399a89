package liviano.vision.drawing;

import java.util.List;
import java.util.stream.IntStream;
import liviano.vision.Box;
import liviano.vision.Detection;
import liviano.vision.Picture;
import liviano.vision.Segmentation;
import liviano.vision.explain.ClassMap;

/**
 * What the tasks answer, drawn over the picture as it comes. Nothing but the answer is needed: each
 * class has its colour of {@link Palette}. To choose colours, boxes or classes, see {@link
 * BoxOverlay} and {@link MaskOverlay}.
 */
public final class Drawing {
  private static final String BACKGROUND = "background";

  private Drawing() {}

  /**
   * Boxes with their labels and scores.
   *
   * @param found the surest first, as {@link liviano.vision.ObjectDetector} gives them; beyond
   *     {@value BoxOverlay#MOST_BOXES} nothing would be left to see of the picture: the rest is
   *     left out
   * @return of the picture's size
   */
  public static Picture detections(Picture picture, List<Detection> found) {
    return BoxOverlay.draw(
        picture, found.stream().limit(BoxOverlay.MOST_BOXES).map(Drawing::box).toList());
  }

  /**
   * Areas tinted, with a legend beside or below the picture where there is anything to name. A
   * class 0 that is called background stays as it is.
   *
   * @return of the picture's size, or larger by the legend
   * @throws IllegalArgumentException if the segmentation is not of the picture's size
   */
  public static Picture segmentation(Picture picture, Segmentation found) {
    return MaskOverlay.draw(picture, found.mask(), classes(found.labels()));
  }

  /**
   * What speaks for a class glows; below stand the class, its score and the scale.
   *
   * @return larger than the picture by the scale
   */
  public static Picture classMap(Picture picture, ClassMap map) {
    return HeatOverlay.draw(picture, map);
  }

  private static LabelledBox box(Detection found) {
    Box box = found.box();
    return new LabelledBox(
        box.x(),
        box.y(),
        box.width(),
        box.height(),
        found.label(),
        found.score(),
        Palette.of(found.categoryId()));
  }

  private static List<MaskClass> classes(List<String> labels) {
    return IntStream.range(0, labels.size())
        .filter(index -> index > 0 || !labels.getFirst().equalsIgnoreCase(BACKGROUND))
        .mapToObj(index -> new MaskClass(index, labels.get(index), Palette.of(index)))
        .toList();
  }
}
