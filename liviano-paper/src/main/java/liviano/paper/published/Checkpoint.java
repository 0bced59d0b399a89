package liviano.paper.published;

import java.util.OptionalDouble;
import liviano.zoo.Recipe;

/**
 * A released checkpoint: a line of a table of TensorFlow's slim library.
 *
 * @param architecture the network's identifier in the zoo
 * @param width width multiplier
 * @param resolution height and width of the input
 * @param millionMultiplyAdds as printed
 * @param millionParameters as printed
 * @param top1 percent of ImageNet's validation pictures
 * @param top5 percent
 * @param pixel1Ms milliseconds on one big core of a Google Pixel 1, where they are given
 */
public record Checkpoint(
    String architecture,
    double width,
    int resolution,
    String millionMultiplyAdds,
    String millionParameters,
    double top1,
    double top5,
    OptionalDouble pixel1Ms) {

  /** The network. */
  public ZooNetwork setup() {
    return ZooNetwork.of(architecture, (Recipe r) -> r.withWidth(width).withResolution(resolution));
  }

  /** Such as {@code 1.0, 224}. */
  public String name() {
    return width + ", " + resolution;
  }

  /** What slim's table says. */
  public Published published() {
    Published said =
        Published.of(millionParameters + "M", millionMultiplyAdds + "M")
            .with(Measures.TOP_1, top1)
            .with(Measures.TOP_5, top5);
    return pixel1Ms.isPresent()
        ? said.withMilliseconds(Double.toString(pixel1Ms.getAsDouble()))
        : said;
  }
}
