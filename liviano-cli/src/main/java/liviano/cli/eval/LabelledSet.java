package liviano.cli.eval;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import liviano.cli.CommandException;
import liviano.cli.input.Input;
import liviano.vision.eval.LabelledPicture;
import liviano.vision.eval.LabelsCsv;

/** Pictures whose class is known, as a classifier is measured on them. */
public final class LabelledSet {
  private static final String LABELS = "labels.csv";
  private static final String IMAGES = "images";

  private final SequencedMap<Input, LabelledPicture> pictures;
  private final int background;

  private LabelledSet(SequencedMap<Input, LabelledPicture> pictures, int background) {
    this.pictures = Collections.unmodifiableSequencedMap(pictures);
    this.background = background;
  }

  /**
   * The pictures of a folder that a list names.
   *
   * @param classes the classifier's, by index
   */
  static LabelledSet of(Path images, List<LabelledPicture> listed, List<String> classes) {
    SequencedMap<Input, LabelledPicture> pictures = new LinkedHashMap<>();
    for (LabelledPicture picture : listed) {
      Path path = images.resolve(picture.file());
      pictures.put(new Input.File(path.toString(), path), picture);
    }
    return new LabelledSet(pictures, ClassifierExam.background(classes));
  }

  /**
   * A folder that holds {@code labels.csv}, and its pictures in {@code images} or beside it.
   *
   * @throws CommandException if there is no such folder, or no list in it
   * @throws IOException if the list cannot be read
   */
  public static LabelledSet inFolder(Path folder, List<String> classes) throws IOException {
    EvalCommand.requireFolder(folder);
    Path labels = folder.resolve(LABELS);
    if (!Files.exists(labels)) {
      throw new CommandException(
          String.format(
              Locale.ROOT, "%s: no %s in it, which says what the pictures show", folder, LABELS));
    }
    Path images = folder.resolve(IMAGES);
    List<LabelledPicture> listed =
        LabelsCsv.read(labels, classes.size() - ClassifierExam.background(classes));
    return of(Files.isDirectory(images) ? images : folder, listed, classes);
  }

  /** The pictures in the list's order. */
  public List<Input> inputs() {
    return List.copyOf(pictures.keySet());
  }

  /** The number that the right class of a picture has in the model. */
  public int classOf(Input input) {
    return picture(input).label() + background;
  }

  /** What the list says of a picture. */
  LabelledPicture picture(Input input) {
    return pictures.get(input);
  }
}
