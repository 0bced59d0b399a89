package liviano.cli.options;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import liviano.LivianoException;
import liviano.MalformedModelException;
import liviano.cli.CommandContext;
import liviano.cli.CommandException;
import liviano.cli.UsageException;
import liviano.cli.install.Installer;
import liviano.formats.ModelFiles;
import liviano.formats.ReadOptions;
import liviano.formats.store.Catalogue;
import liviano.formats.store.ModelStore;
import liviano.formats.store.Published;
import liviano.model.Model;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The option {@code --model} of the verbs that run one. */
public final class ModelOption {
  @Option(
      names = {"-m", "--model"},
      paramLabel = "MODEL",
      description =
          "A model file, or the name of an installed or a published model, which is fetched then.")
  private Optional<String> model = Optional.empty();

  @Mixin private RoundingOption rounding;

  /** For picocli, which fills the field. */
  public ModelOption() {}

  /**
   * Whether a model was given.
   *
   * @throws UsageException if none was, but how one is rounded
   */
  public boolean isSet() {
    if (model.isEmpty() && rounding.isSet()) {
      throw new UsageException("--rounding is for a TensorFlow Lite file: give it as --model");
    }
    return model.isPresent();
  }

  /**
   * The model that was given, otherwise one that classifies.
   *
   * @throws UsageException if no model was given, none is installed, and {@code --offline} forbids
   *     to fetch one
   * @throws CommandException if there is no such model, or none can be fetched
   * @throws IOException if it cannot be read
   */
  public NamedModel load(CommandContext context) throws IOException {
    return load(context, StandardModel.CLASSIFIER);
  }

  /**
   * The model that was given, otherwise a standard one; a published one is fetched first if it is
   * not installed. A standard model that is not the last one is announced.
   *
   * @throws UsageException if it is not installed, and {@code --offline} forbids to fetch it
   * @throws CommandException if there is no such model, or none can be fetched
   * @throws IOException if it cannot be read
   */
  public NamedModel load(CommandContext context, StandardModel standard) throws IOException {
    ReadOptions options = isSet() ? rounding.apply(ReadOptions.defaults()) : ReadOptions.defaults();
    return load(model, "--model", options, context, standard);
  }

  /**
   * The same for an option of another name.
   *
   * @param given a file or a name
   * @param option what the option is called
   * @throws UsageException if it is not installed, and {@code --offline} forbids to fetch it
   * @throws CommandException if there is no such model, or none can be fetched
   * @throws IOException if it cannot be read
   */
  public static NamedModel load(
      Optional<String> given, String option, CommandContext context, StandardModel standard)
      throws IOException {
    return load(given, option, ReadOptions.defaults(), context, standard);
  }

  private static NamedModel load(
      Optional<String> given,
      String option,
      ReadOptions options,
      CommandContext context,
      StandardModel standard)
      throws IOException {
    if (given.isPresent()) {
      Path file = find(given.get(), context);
      boolean isFile = installed(given.get(), context).filter(file::equals).isEmpty();
      return new NamedModel(given.get(), read(file, options, context), isFile);
    }
    String name = standard.require(context, option);
    NamedModel loaded = new NamedModel(name, read(installed(name, context).orElseThrow()), false);
    Optional<String> digest =
        standard == StandardModel.EMBEDDER ? Optional.of(loaded.digest()) : Optional.empty();
    LastModels.use(standard, new LastModels.Used(name, digest), context);
    return loaded;
  }

  /**
   * The model in a file of any known kind.
   *
   * @throws LivianoException if it is broken or something else; the message begins with the file
   * @throws CommandException if its numbers do not fit together
   * @throws IOException if it cannot be read
   */
  public static Model read(Path file) throws IOException {
    return read(file, ReadOptions.defaults(), _ -> {});
  }

  /**
   * The same, saying on standard error what was assumed or left out on the way.
   *
   * @throws LivianoException if it is broken or something else; the message begins with the file
   * @throws CommandException if its numbers do not fit together
   * @throws IOException if it cannot be read
   */
  public static Model read(Path file, CommandContext context) throws IOException {
    return read(file, ReadOptions.defaults(), context);
  }

  /**
   * The same as options say.
   *
   * @throws LivianoException if it is broken or something else; the message begins with the file
   * @throws CommandException if its numbers do not fit together
   * @throws IOException if it cannot be read
   */
  public static Model read(Path file, ReadOptions options, CommandContext context)
      throws IOException {
    return read(
        file,
        options,
        notice -> context.console().notice(String.format(Locale.ROOT, "%s: %s", file, notice)));
  }

  private static Model read(Path file, ReadOptions options, Consumer<String> notices)
      throws IOException {
    try {
      return ModelFiles.read(file, options, notices);
    } catch (MalformedModelException e) {
      throw e.inFile(file.toString());
    } catch (IllegalArgumentException | LivianoException e) {
      throw CommandException.about(file.toString(), e);
    }
  }

  /**
   * The file that a name stands for: a file of that name, else the installed model, else the
   * published one, which is fetched.
   *
   * @throws UsageException if it is not installed, and {@code --offline} forbids to fetch it
   * @throws CommandException if there is no such model, or it cannot be fetched
   */
  public static Path find(String argument, CommandContext context) throws IOException {
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
    return installed(argument, context).orElseGet(() -> fetched(argument, context));
  }

  private static Path fetched(String name, CommandContext context) {
    Catalogue catalogue = Catalogue.builtIn();
    Published published =
        catalogue
            .find(name)
            .orElseThrow(
                () ->
                    new CommandException(
                        String.format(
                            Locale.ROOT,
                            "%s: no such file, no model of that name in %s, and none is published%s",
                            name,
                            context.modelFolder(),
                            near(catalogue.near(name)))));
    return Installer.of(context).require(published);
  }

  private static String near(List<String> names) {
    return names.isEmpty() ? "" : "; there is " + String.join(", ", names);
  }

  /** The file of an installed model. */
  public static Optional<Path> installed(String name, CommandContext context) {
    return new ModelStore(context.modelFolder()).find(name);
  }
}
