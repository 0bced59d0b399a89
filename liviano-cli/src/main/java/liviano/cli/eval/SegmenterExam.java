package liviano.cli.eval;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import liviano.cli.CommandContext;
import liviano.cli.CommandException;
import liviano.cli.input.Batch;
import liviano.cli.input.Input;
import liviano.cli.pictures.Segmenters;
import liviano.vision.ImageSegmenter;
import liviano.vision.eval.ClassMask;
import liviano.vision.eval.SegmentationEvaluation;
import liviano.vision.eval.VocPicture;

/** Shows pictures with class masks to a segmenter and counts the pixels. */
public final class SegmenterExam {
  /** Where the masks of a folder laid out as PASCAL VOC's are. */
  static final String MASKS = "SegmentationClass";

  private static final String PICTURES = "JPEGImages";

  private final CommandContext context;
  private final StoredPictures pictures = new StoredPictures();

  public SegmenterExam(CommandContext context) {
    this.context = context;
  }

  /** Takes the masks that were found; called from several threads. */
  @FunctionalInterface
  public interface Masks {
    void take(VocPicture picture, ClassMask mask) throws IOException;
  }

  /**
   * @throws CommandException if a folder is not laid out as PASCAL VOC's
   */
  public static void requireFolders(Path voc) {
    EvalCommand.requireFolder(voc);
    EvalCommand.requireFolder(voc.resolve(PICTURES));
    EvalCommand.requireFolder(voc.resolve(MASKS));
  }

  /**
   * Shows the pictures; those that cannot be read, or do not fit their masks, are reported and not
   * counted.
   *
   * @return the exit status
   */
  public int run(
      ImageSegmenter segmenter,
      List<VocPicture> listed,
      SegmentationEvaluation evaluation,
      Masks masks) {
    Map<Input, VocPicture> pictureOf = new IdentityHashMap<>();
    List<Input> inputs = new ArrayList<>();
    for (VocPicture picture : listed) {
      inputs.add(new Input.File(picture.picture().toString(), picture.picture()));
      pictureOf.put(inputs.getLast(), picture);
    }
    int status =
        new Batch(context)
            .run(
                inputs,
                input -> {
                  VocPicture picture = pictureOf.get(input);
                  ClassMask mask = evaluate(segmenter, input, picture, evaluation);
                  masks.take(picture, mask);
                  return mask;
                },
                (_, _) -> {});
    pictures.report(context.console());
    return status;
  }

  /** Pictures come in any order: what is counted is sums. */
  private ClassMask evaluate(
      ImageSegmenter segmenter, Input input, VocPicture picture, SegmentationEvaluation evaluation)
      throws IOException {
    ClassMask truth = truth(picture);
    ClassMask mask = Segmenters.mask(segmenter.segment(pictures.read(input)));
    synchronized (evaluation) {
      evaluation.add(picture.mask().toString(), truth, mask);
    }
    return mask;
  }

  private static ClassMask truth(VocPicture picture) throws IOException {
    try {
      return ClassMask.read(picture.mask());
    } catch (NoSuchFileException e) {
      throw new CommandException(String.format(Locale.ROOT, "%s: no such mask", picture.mask()), e);
    }
  }
}
