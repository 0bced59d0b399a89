package liviano.cli.options;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import liviano.cli.CommandException;
import liviano.formats.importer.LabelFiles;
import liviano.model.Model;
import picocli.CommandLine.Option;

/** The option {@code --labels} of the verbs that name classes. */
public final class LabelsOption {
  @Option(
      names = "--labels",
      paramLabel = "LABELS",
      description =
          "Call the classes as this file says: a name, or an index and a name, a line; or JSON.")
  private Optional<Path> file = Optional.empty();

  /** For picocli, which fills the field. */
  public LabelsOption() {}

  /**
   * The model with the labels that were given.
   *
   * @throws CommandException if they are more or fewer than the classes
   * @throws liviano.MalformedModelException if the file holds no labels
   * @throws IOException if it cannot be read
   */
  public Model apply(Model model) throws IOException {
    if (file.isEmpty()) {
      return model;
    }
    List<String> labels = LabelFiles.read(file.get());
    try {
      return model.withLabels(labels);
    } catch (IllegalArgumentException e) {
      throw new CommandException(
          String.format(Locale.ROOT, "%s: %s", file.get(), e.getMessage()), e);
    }
  }

  /**
   * The same of a model with a name.
   *
   * @throws CommandException if they are more or fewer than the classes
   * @throws liviano.MalformedModelException if the file holds no labels
   * @throws IOException if it cannot be read
   */
  public NamedModel apply(NamedModel model) throws IOException {
    return model.with(apply(model.model()));
  }
}
