package liviano.vision.eval;

import java.util.Locale;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * How well class masks agree with the truth, by pixels of all pictures together. Pixels whose truth
 * is void count nowhere. Gathers pictures one by one; used by one thread at a time.
 *
 * <p>The intersection over union of a class: of the pixels that belong to the class or were
 * predicted as it, the share for which both are true.
 *
 * @see <a href="https://doi.org/10.1007/s11263-014-0733-5">Everingham et al., The PASCAL Visual
 *     Object Classes Challenge: A Retrospective</a>
 */
public final class SegmentationEvaluation {
  private final int classes;

  /** Pixels, at [truth x classes + predicted]. */
  private final long[] confusion;

  private long images;

  /**
   * @param classes of the model, background included: 21 for VOC
   * @throws IllegalArgumentException if it is not from 1 to 255
   */
  public SegmentationEvaluation(int classes) {
    if (classes < 1 || classes > ClassMask.VOID) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%d classes: give 1 to 255", classes));
    }
    this.classes = classes;
    confusion = new long[classes * classes];
  }

  /**
   * Counts a picture; where it throws, nothing of the picture is counted.
   *
   * @param file of the truth, for error messages
   * @throws DataSetException if the truth is of another size than the prediction, or of a class
   *     that the model lacks
   * @throws IllegalArgumentException if the prediction is void, or beyond the classes, where the
   *     truth is not void
   */
  public void add(String file, ClassMask truth, ClassMask predicted) {
    if (truth.width() != predicted.width() || truth.height() != predicted.height()) {
      throw new DataSetException(
          file,
          String.format(
              Locale.ROOT,
              "a mask of %dx%d pixels, but the prediction for its picture has %dx%d",
              truth.width(),
              truth.height(),
              predicted.width(),
              predicted.height()));
    }
    int pixels = truth.width() * truth.height();
    for (int i = 0; i < pixels; i++) {
      require(file, truth.at(i), predicted.at(i));
    }
    for (int i = 0; i < pixels; i++) {
      if (truth.at(i) != ClassMask.VOID) {
        confusion[truth.at(i) * classes + predicted.at(i)]++;
      }
    }
    images++;
  }

  private void require(String file, int truth, int predicted) {
    if (truth == ClassMask.VOID) {
      return;
    }
    if (truth >= classes) {
      throw new DataSetException(
          file,
          String.format(
              Locale.ROOT,
              "class %d, but the model has %d classes: give masks of its classes, 255 for void",
              truth,
              classes));
    }
    if (predicted >= classes) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "%s: class %d predicted of %d classes", file, predicted, classes));
    }
  }

  /** Pictures counted. */
  public long images() {
    return images;
  }

  public int classes() {
    return classes;
  }

  /**
   * Pixels of one class that were taken for another, or for itself.
   *
   * @throws IndexOutOfBoundsException if there is no such class
   */
  public long pixels(int truth, int predicted) {
    return confusion[
        Objects.checkIndex(truth, classes) * classes + Objects.checkIndex(predicted, classes)];
  }

  /** Whether the truth shows a class anywhere. */
  public boolean isPresent(int index) {
    return ofTruth(index) > 0;
  }

  /**
   * Intersection over union of a class, from 0 to 1; empty if the class is neither there nor
   * predicted anywhere.
   */
  public OptionalDouble iou(int index) {
    long common = pixels(index, index);
    long either = ofTruth(index) + ofPrediction(index) - common;
    return either == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) common / either);
  }

  /**
   * The mean over all classes, as the authors' evaluation has it: a class that is neither present
   * nor predicted has no intersection over union and does not count; one that is predicted but not
   * present counts as 0. On the whole of VOC's lists all 21 count.
   *
   * @return from 0 to 1; empty if no pixel was counted
   */
  public OptionalDouble meanIou() {
    return mean(index -> iou(index).isPresent());
  }

  /**
   * The mean over the classes that the truth shows, which on a short list are not all.
   *
   * @return from 0 to 1; empty if no pixel was counted
   */
  public OptionalDouble meanIouOfPresentClasses() {
    return mean(this::isPresent);
  }

  /**
   * The share of pixels whose class is right.
   *
   * @return from 0 to 1; empty if no pixel was counted
   */
  public OptionalDouble pixelAccuracy() {
    long right = IntStream.range(0, classes).mapToLong(i -> pixels(i, i)).sum();
    long all = IntStream.range(0, classes).mapToLong(this::ofTruth).sum();
    return all == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) right / all);
  }

  private OptionalDouble mean(IntPredicate counts) {
    return IntStream.range(0, classes)
        .filter(counts)
        .mapToDouble(index -> iou(index).orElseThrow())
        .average();
  }

  private long ofTruth(int index) {
    return IntStream.range(0, classes).mapToLong(other -> pixels(index, other)).sum();
  }

  private long ofPrediction(int index) {
    return IntStream.range(0, classes).mapToLong(other -> pixels(other, index)).sum();
  }
}
