package liviano.cli.models;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import liviano.cli.CommandContext;
import liviano.cli.CommandException;
import liviano.cli.ExitStatus;
import liviano.cli.UsageException;
import liviano.cli.options.LabelsOption;
import liviano.cli.options.ModelOption;
import liviano.cli.output.Text;
import liviano.cli.output.Words;
import liviano.cost.Cost;
import liviano.files.NewFolders;
import liviano.model.Model;
import liviano.zoo.Recipe;
import liviano.zoo.layers.Norm;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Turns a checkpoint into a model file of ours. */
@Command(
    name = "convert",
    sortOptions = false,
    description = "Turn a checkpoint into a model file that needs no other file.",
    footer = {
      "The kind of INPUT is recognised by its content. A model file in the folder of models (see "
          + "'liviano doctor') is installed: --model finds it by its name."
    })
public final class ConvertCommand implements Callable<Integer> {
  private static final String ENDING = ".safetensors";

  private final CommandContext context;

  @Parameters(paramLabel = "INPUT", description = "The checkpoint.")
  private Path input;

  @Option(
      names = "--to",
      paramLabel = "OUTPUT",
      required = true,
      description = "The model file to write; its name ends in " + ENDING + ".")
  private Path output;

  @Option(names = "--force", description = "Write over a file that is there already.")
  private boolean force;

  @Mixin private LabelsOption labels;

  public ConvertCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException {
    check();
    Model model = labels.apply(ModelOption.read(input, context));
    model.save(output);
    context
        .console()
        .line(Text.oneLine(String.format(Locale.ROOT, "%s: %s", input, described(model))));
    context
        .console()
        .line(
            Text.oneLine(
                String.format(
                    Locale.ROOT, "%s: %s written", output, Words.mebibytes(Files.size(output)))));
    return ExitStatus.DONE;
  }

  /** Checks everything that can be checked before the work starts. */
  private void check() throws IOException {
    if (!output.toString().endsWith(ENDING)) {
      throw new UsageException(
          String.format(Locale.ROOT, "--to %s: the name must end in %s", output, ENDING));
    }
    if (!Files.exists(input)) {
      throw new NoSuchFileException(input.toString());
    }
    Path folder = output.toAbsolutePath().normalize().getParent();
    if (context
        .modelFolderIfAny()
        .map(models -> models.toAbsolutePath().normalize())
        .filter(folder::equals)
        .isPresent()) {
      NewFolders.make(folder);
    }
    if (!Files.isDirectory(folder)) {
      throw new FileSystemException(
          output.toString(),
          null,
          Files.exists(folder, LinkOption.NOFOLLOW_LINKS)
              ? String.format(Locale.ROOT, "%s is no folder", folder)
              : String.format(Locale.ROOT, "there is no folder %s: make it first", folder));
    }
    if (Files.exists(output) && Files.isSameFile(input, output)) {
      throw new UsageException(
          String.format(Locale.ROOT, "%s: input and output are the same file", output));
    }
    if (Files.exists(output, LinkOption.NOFOLLOW_LINKS) && !force) {
      throw new CommandException(
          String.format(Locale.ROOT, "%s: it is there already; --force writes over it", output));
    }
  }

  private static String described(Model model) {
    String parameters = Words.count(Cost.of(model.graph()).parameters(), "parameter");
    return model
        .recipe()
        .map(recipe -> described(recipe) + ", " + parameters)
        .orElse(model.card().title() + ", " + parameters);
  }

  private static String described(Recipe recipe) {
    return String.format(
        Locale.ROOT,
        "%s, width %s, resolution %d, %s, batch norm %s",
        recipe.architecture(),
        recipe.width(),
        recipe.resolution(),
        recipe.classes() == 1 ? "1 class" : recipe.classes() + " classes",
        recipe.norm() == Norm.FOLDED ? "folded" : "in place");
  }
}
