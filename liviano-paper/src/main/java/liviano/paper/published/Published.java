package liviano.paper.published;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * What a source says of a network.
 *
 * @param accuracy in percent, by the measure: {@code top-1}, {@code top-5}, {@code mAP}, {@code
 *     mIoU}
 * @param milliseconds of one inference on the source's device
 */
public record Published(
    Optional<Figure> parameters,
    Optional<Figure> multiplyAdds,
    SequencedMap<String, Double> accuracy,
    Optional<Figure> milliseconds) {

  /** Nothing. */
  public static final Published NOTHING =
      new Published(Optional.empty(), Optional.empty(), new LinkedHashMap<>(), Optional.empty());

  public Published {
    accuracy = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(accuracy));
  }

  /** Parameters and multiply-adds, such as {@code 3.4M} and {@code 300M}. */
  public static Published of(String parameters, String multiplyAdds) {
    return NOTHING.withParameters(parameters).withMultiplyAdds(multiplyAdds);
  }

  public Published withParameters(String figure) {
    return new Published(Optional.of(Figure.of(figure)), multiplyAdds, accuracy, milliseconds);
  }

  public Published withMultiplyAdds(String figure) {
    return new Published(parameters, Optional.of(Figure.of(figure)), accuracy, milliseconds);
  }

  /** And so much by this measure, in percent. */
  public Published with(String measure, double percent) {
    SequencedMap<String, Double> more = new LinkedHashMap<>(accuracy);
    more.put(measure, percent);
    return new Published(parameters, multiplyAdds, more, milliseconds);
  }

  public Published withMilliseconds(String figure) {
    return new Published(parameters, multiplyAdds, accuracy, Optional.of(Figure.of(figure)));
  }
}
