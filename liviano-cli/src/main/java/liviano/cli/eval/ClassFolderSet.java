package liviano.cli.eval;

import java.io.IOException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import liviano.cli.CommandContext;
import liviano.cli.CommandException;
import liviano.text.NearNames;
import liviano.vision.eval.ClassFolders;
import liviano.vision.eval.Example;
import liviano.vision.eval.Examples;
import liviano.vision.eval.LabelledPicture;
import liviano.vision.eval.Part;

/** Pictures in a folder a class, whose name is that of a class of the model. */
final class ClassFolderSet {
  private ClassFolderSet() {}

  /**
   * The pictures; of folders {@code train}, {@code validation} and {@code test} those for the test,
   * and where there are none those for validation.
   *
   * @param labels the model's, by index
   * @param background how many classes the model has before those that are counted from 0
   * @throws CommandException if a folder has the name of no class, or of several
   * @throws IOException if a folder cannot be read
   */
  static List<LabelledPicture> read(
      Path folder, List<String> labels, int background, CommandContext context) throws IOException {
    Examples examples = ClassFolders.read(folder);
    examples.notices().forEach(context.console()::notice);
    Map<String, Integer> classOf = classes(labels);
    List<LabelledPicture> pictures = new ArrayList<>();
    for (Example picture : measured(examples.pictures())) {
      Integer index = classOf.get(picture.label());
      if (index == null || index < background) {
        throw new CommandException(
            String.format(
                Locale.ROOT,
                "%s: the model has no class, or several, called '%s'%s",
                folder,
                picture.label(),
                near(picture.label(), labels)));
      }
      Path file = folder.relativize(Path.of(picture.name()));
      pictures.add(new LabelledPicture(file.toString(), index - background));
    }
    return pictures;
  }

  private static String near(String label, List<String> labels) {
    List<String> near = NearNames.of(label, labels);
    return near.isEmpty() ? "" : "; there is " + String.join(", ", near);
  }

  /** -1 for a name that several have. */
  private static Map<String, Integer> classes(List<String> labels) {
    Map<String, Integer> classOf = new HashMap<>();
    for (int i = 0; i < labels.size(); i++) {
      classOf.merge(Normalizer.normalize(labels.get(i), Normalizer.Form.NFC), i, (_, _) -> -1);
    }
    return classOf;
  }

  private static List<Example> measured(List<Example> pictures) {
    for (Part part : List.of(Part.TEST, Part.VALIDATION)) {
      List<Example> some = pictures.stream().filter(picture -> picture.part() == part).toList();
      if (!some.isEmpty()) {
        return some;
      }
    }
    return pictures;
  }
}
