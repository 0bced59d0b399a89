package liviano.cli.pictures;

import liviano.LivianoException;
import liviano.cli.CommandException;
import liviano.cli.Kernels;
import liviano.cli.options.PrecisionOption;
import liviano.engine.CompileOptions;
import liviano.model.Model;
import liviano.model.Preprocessing;
import liviano.vision.ImageSegmenter;
import liviano.vision.Segmentation;
import liviano.vision.SegmenterOptions;
import liviano.vision.eval.ClassMask;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * What the verbs that segment share: the sizes and mirror images that they compute, and masks as
 * files.
 */
public final class Segmenters {
  @Option(
      names = "--multi-scale",
      description =
          "Look at six sizes, half to 1.75 times the input's: about nine times the work of one.")
  private boolean multiScale;

  @Option(names = "--flip", description = "Use the mirror image too: twice the work.")
  private boolean flip;

  @Mixin private PrecisionOption precision;

  /**
   * A segmenter with the options that were given.
   *
   * @param name of the model in error messages
   * @param preprocessing of pictures, which the model's card may not say
   * @throws CommandException if the model is no segmenter
   */
  public ImageSegmenter of(String name, Model model, Preprocessing preprocessing) {
    return of(name, model, preprocessing, precision.options(), multiScale, flip);
  }

  /** The same for a verb that has no such options. */
  public static ImageSegmenter of(String name, Model model, boolean multiScale, boolean flip) {
    return of(name, model, model.card().preprocessing(), Kernels.options(), multiScale, flip);
  }

  private static ImageSegmenter of(
      String name,
      Model model,
      Preprocessing preprocessing,
      CompileOptions kernels,
      boolean multiScale,
      boolean flip) {
    SegmenterOptions.Builder builder = SegmenterOptions.builder().flip(flip).compile(kernels);
    // The library says of a card that it does not fit, and of an option too: not in the same words.
    SegmenterOptions options =
        (preprocessing.equals(model.card().preprocessing())
                ? builder
                : builder.preprocessing(preprocessing))
            .build();
    try {
      return ImageSegmenter.of(
          model, multiScale ? options.toBuilder().multiScale().build() : options);
    } catch (IllegalArgumentException | LivianoException e) {
      throw CommandException.about(name, e);
    }
  }

  /** The classes of the pixels alone. */
  public static ClassMask mask(Segmentation found) {
    return ClassMask.of(found.width(), found.height(), found.mask());
  }
}
