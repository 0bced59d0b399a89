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
import liviano.cli.output.Words;
import liviano.text.NearNames;
import liviano.vision.eval.ClassFolders;
import liviano.vision.eval.Example;
import liviano.vision.eval.Examples;
import liviano.vision.eval.LabelledPicture;
import liviano.vision.eval.Part;

/**
 * Pictures in a folder a class, whose name is that of a class of the model.
 *
 * @param folder that holds them
 * @param model what its user calls the model
 * @param labels the model's, by index
 * @param background how many classes the model has before those that are counted from 0
 */
record ClassFolderSet(Path folder, String model, List<String> labels, int background) {
  /**
   * The pictures; of folders {@code train}, {@code validation} and {@code test} those for the test,
   * and where there are none those for validation, which is told.
   *
   * @throws CommandException if a folder has the name of no class, or of several
   * @throws IOException if a folder cannot be read
   */
  List<LabelledPicture> read(CommandContext context) throws IOException {
    Examples examples = ClassFolders.read(folder);
    examples.notices().forEach(context.console()::notice);
    List<Example> measured = measured(examples.pictures());
    if (measured.size() < examples.pictures().size()) {
      context.console().notice(told(measured, examples.pictures().size()));
    }
    Map<String, Integer> classOf = classes();
    List<LabelledPicture> pictures = new ArrayList<>();
    for (Example picture : measured) {
      int index = classOf.getOrDefault(picture.label(), -1);
      if (index < background) {
        throw new CommandException(unknown(picture, classOf.containsKey(picture.label())));
      }
      pictures.add(new LabelledPicture(file(picture).toString(), index - background));
    }
    return pictures;
  }

  private String told(List<Example> measured, int all) {
    return String.format(
        Locale.ROOT,
        "%s: measured on the %s for %s alone, not on the other %s",
        folder,
        Words.count(measured.size(), "picture"),
        measured.getFirst().part() == Part.TEST ? "the test" : "validation",
        Words.thousands(all - measured.size()));
  }

  private Path file(Example picture) {
    return folder.relativize(Path.of(picture.name()));
  }

  /** Both are named: either may be the wrong one. */
  private String unknown(Example picture, boolean several) {
    Path file = file(picture);
    Path ofClass = folder.resolve(file.subpath(0, picture.part() == Part.ANY ? 1 : 2));
    List<String> near = several ? List.of() : NearNames.of(picture.label(), labels);
    return String.format(
        Locale.ROOT,
        "%s: a folder with the name of a class, but the model %s has %s called so%s",
        ofClass,
        model,
        several ? "several" : "none",
        near.isEmpty() ? "" : "; it has " + String.join(", ", near));
  }

  /** -1 for a name that several have. */
  private Map<String, Integer> classes() {
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
