package liviano.vision.teach;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import liviano.engine.CompileOptions;
import liviano.vision.PictureLimits;

/**
 * How a model is taught. Immutable; begin with {@link #defaults()}.
 *
 * @param validation the share of the pictures of each class that settings are chosen by, from 0 to
 *     0.9, where the pictures do not say it themselves
 * @param augment whether mirrored and cut copies of the training pictures are learned from, too
 * @param seed of what is drawn by lot: which pictures validate, and how copies are cut
 * @param threads that work, at least 1; their number changes no bit of the result
 * @param openSet whether the model says that a picture shows none of its classes
 * @param learningCurve whether models of fewer pictures are measured, too
 * @param cache a folder where features are kept between calls; empty where they are not
 * @param title of the model; empty for one made of its base's
 * @param pictures how large they may be
 * @param compile how the base is compiled
 * @param progress is told of each picture that is looked at
 */
public record TeachOptions(
    double validation,
    boolean augment,
    long seed,
    int threads,
    boolean openSet,
    boolean learningCurve,
    Optional<Path> cache,
    Optional<String> title,
    PictureLimits pictures,
    CompileOptions compile,
    Progress progress) {

  /** Is told how far the work is; called by one thread at a time. */
  @FunctionalInterface
  public interface Progress {
    /**
     * One more picture has been looked at.
     *
     * @param of so many in all
     */
    void advance(int done, int of, String picture);
  }

  /**
   * @throws IllegalArgumentException if a number is out of range
   */
  public TeachOptions {
    if (!(validation >= 0 && validation <= 0.9)) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "validation must be from 0 to 0.9, is %s", validation));
    }
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1, is " + threads);
    }
  }

  /**
   * A fifth of the pictures for validation, no copies, seed 0, all processors, no cache.
   *
   * @throws IllegalArgumentException as {@link CompileOptions#defaults} says
   */
  public static TeachOptions defaults() {
    return new TeachOptions(
        0.2,
        false,
        0,
        Runtime.getRuntime().availableProcessors(),
        false,
        false,
        Optional.empty(),
        Optional.empty(),
        PictureLimits.defaults(),
        CompileOptions.defaults(),
        (_, _, _) -> {});
  }

  public TeachOptions withValidation(double share) {
    return new TeachOptions(
        share,
        augment,
        seed,
        threads,
        openSet,
        learningCurve,
        cache,
        title,
        pictures,
        compile,
        progress);
  }

  public TeachOptions withAugment(boolean copies) {
    return new TeachOptions(
        validation,
        copies,
        seed,
        threads,
        openSet,
        learningCurve,
        cache,
        title,
        pictures,
        compile,
        progress);
  }

  public TeachOptions withSeed(long other) {
    return new TeachOptions(
        validation,
        augment,
        other,
        threads,
        openSet,
        learningCurve,
        cache,
        title,
        pictures,
        compile,
        progress);
  }

  public TeachOptions withThreads(int number) {
    return new TeachOptions(
        validation,
        augment,
        seed,
        number,
        openSet,
        learningCurve,
        cache,
        title,
        pictures,
        compile,
        progress);
  }

  public TeachOptions withOpenSet(boolean open) {
    return new TeachOptions(
        validation,
        augment,
        seed,
        threads,
        open,
        learningCurve,
        cache,
        title,
        pictures,
        compile,
        progress);
  }

  public TeachOptions withLearningCurve(boolean measured) {
    return new TeachOptions(
        validation,
        augment,
        seed,
        threads,
        openSet,
        measured,
        cache,
        title,
        pictures,
        compile,
        progress);
  }

  public TeachOptions withCache(Path folder) {
    return new TeachOptions(
        validation,
        augment,
        seed,
        threads,
        openSet,
        learningCurve,
        Optional.of(folder),
        title,
        pictures,
        compile,
        progress);
  }

  public TeachOptions withTitle(String name) {
    return new TeachOptions(
        validation,
        augment,
        seed,
        threads,
        openSet,
        learningCurve,
        cache,
        Optional.of(name),
        pictures,
        compile,
        progress);
  }

  public TeachOptions withPictures(PictureLimits limits) {
    return new TeachOptions(
        validation,
        augment,
        seed,
        threads,
        openSet,
        learningCurve,
        cache,
        title,
        limits,
        compile,
        progress);
  }

  public TeachOptions withCompile(CompileOptions options) {
    return new TeachOptions(
        validation,
        augment,
        seed,
        threads,
        openSet,
        learningCurve,
        cache,
        title,
        pictures,
        options,
        progress);
  }

  public TeachOptions withProgress(Progress told) {
    return new TeachOptions(
        validation,
        augment,
        seed,
        threads,
        openSet,
        learningCurve,
        cache,
        title,
        pictures,
        compile,
        told);
  }
}
