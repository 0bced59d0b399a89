package liviano.cli.options;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import liviano.LivianoException;
import liviano.MalformedModelException;
import liviano.cli.CommandContext;
import liviano.cli.CommandException;
import liviano.cli.UsageException;
import liviano.cli.install.Installer;
import liviano.formats.GraphCut;
import liviano.formats.ModelFiles;
import liviano.formats.store.Catalogue;
import liviano.formats.store.ModelStore;
import liviano.formats.store.Published;
import liviano.model.Model;
import picocli.CommandLine.Option;

/** The option {@code --model} of the verbs that run one. */
public final class ModelOption {
  /** The default model for classifying and embedding. */
  public static final String DEFAULT_CLASSIFIER = "mobilenet_v2_1.0_224";

  /** The default model for detecting objects. */
  public static final String DEFAULT_DETECTOR = "ssdlite_mobilenet_v2_coco";

  /** The default model for segmenting. */
  public static final String DEFAULT_SEGMENTER = "deeplab_v3_mobilenet_v2_voc";

  @Option(
      names = {"-m", "--model"},
      paramLabel = "MODEL",
      description = "A model file, or the name of an installed model.")
  private Optional<String> model = Optional.empty();

  /** For picocli, which fills the field. */
  public ModelOption() {}

  /** Whether a model was given. */
  public boolean isSet() {
    return model.isPresent();
  }

  /** How the user calls the model: the argument as given, or the name of the default model. */
  public String name() {
    return name(DEFAULT_CLASSIFIER);
  }

  /** The same for a verb with another default model. */
  public String name(String standard) {
    return model.orElse(standard);
  }

  /** The same with {@link #DEFAULT_CLASSIFIER}. */
  public Model load(CommandContext context) throws IOException {
    return load(context, DEFAULT_CLASSIFIER);
  }

  /**
   * The model that was given, otherwise the default one, which is installed first if it is
   * published and missing.
   *
   * @param standard the name of the default model
   * @throws UsageException if no model was given, the default one is not installed, and it cannot
   *     or may not be fetched
   * @throws CommandException if there is no such model, or it cannot be fetched
   * @throws IOException if it cannot be read
   */
  public Model load(CommandContext context, String standard) throws IOException {
    if (model.isPresent()) {
      return read(find(model.get(), context), context);
    }
    return read(installed(standard, context).orElseGet(() -> fetched(standard, context)));
  }

  private static Path fetched(String name, CommandContext context) {
    Published published =
        Catalogue.builtIn()
            .find(name)
            .orElseThrow(
                () ->
                    new UsageException(
                        "no model: give --model FILE, or install one with 'liviano convert "
                            + String.format(
                                Locale.ROOT,
                                "CHECKPOINT --to %s'",
                                new ModelStore(context.modelFolder()).file(name))));
    return Installer.of(context).require(published);
  }

  /**
   * The model in a file of any known kind.
   *
   * @throws LivianoException if it is broken or something else; the message begins with the file
   * @throws CommandException if its numbers do not fit together
   * @throws IOException if it cannot be read
   */
  public static Model read(Path file) throws IOException {
    return read(file, GraphCut.NONE, _ -> {});
  }

  /**
   * The same, saying on standard error what was assumed or left out on the way.
   *
   * @throws LivianoException if it is broken or something else; the message begins with the file
   * @throws CommandException if its numbers do not fit together
   * @throws IOException if it cannot be read
   */
  public static Model read(Path file, CommandContext context) throws IOException {
    return read(file, GraphCut.NONE, context);
  }

  /**
   * The same of a part of a TensorFlow graph.
   *
   * @throws LivianoException if it is broken or something else; the message begins with the file
   * @throws CommandException if its numbers do not fit together
   * @throws IOException if it cannot be read
   */
  public static Model read(Path file, GraphCut cut, CommandContext context) throws IOException {
    return read(
        file,
        cut,
        notice -> context.console().notice(String.format(Locale.ROOT, "%s: %s", file, notice)));
  }

  private static Model read(Path file, GraphCut cut, Consumer<String> notices) throws IOException {
    try {
      return ModelFiles.read(file, cut, notices);
    } catch (MalformedModelException e) {
      throw e.inFile(file.toString());
    } catch (IllegalArgumentException | LivianoException e) {
      throw CommandException.about(file.toString(), e);
    }
  }

  private static Path find(String argument, CommandContext context) throws IOException {
    try {
      Path file = Path.of(argument);
      if (!argument.isEmpty() && Files.exists(file)) {
        return file;
      }
    } catch (InvalidPathException e) {
      throw new CommandException(
          String.format(Locale.ROOT, "%s: not a file name on this system", argument), e);
    }
    if (!ModelStore.isName(argument) || Files.isSymbolicLink(Path.of(argument))) {
      throw new NoSuchFileException(argument);
    }
    return installed(argument, context)
        .orElseThrow(
            () ->
                new CommandException(
                    String.format(
                        Locale.ROOT,
                        "%s: no such file, and no model of that name in %s%s",
                        argument,
                        context.modelFolder(),
                        hint(argument))));
  }

  private static String hint(String name) {
    return Catalogue.builtIn()
        .find(name)
        .map(model -> String.format(Locale.ROOT, "; 'liviano models pull %s' gets it", name))
        .orElse("");
  }

  private static Optional<Path> installed(String name, CommandContext context) {
    return new ModelStore(context.modelFolder()).find(name);
  }
}
