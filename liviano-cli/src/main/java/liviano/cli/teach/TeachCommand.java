package liviano.cli.teach;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import liviano.LivianoException;
import liviano.UnsupportedModelException;
import liviano.cli.CommandContext;
import liviano.cli.CommandException;
import liviano.cli.ExitStatus;
import liviano.cli.Invocation;
import liviano.cli.UsageException;
import liviano.cli.eval.EvalCommand;
import liviano.cli.options.JsonOption;
import liviano.cli.options.NamedModel;
import liviano.cli.options.OutputFolder;
import liviano.cli.options.TargetFile;
import liviano.files.PartialFile;
import liviano.model.Model;
import liviano.model.ModelInfo;
import liviano.vision.eval.ClassFolders;
import liviano.vision.eval.Examples;
import liviano.vision.eval.ExamplesCsv;
import liviano.vision.eval.Part;
import liviano.vision.teach.Taught;
import liviano.vision.teach.TeachException;
import liviano.vision.teach.TeachOptions;
import liviano.vision.teach.Teacher;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Teaches a model classes of the user's own. */
@Command(
    name = "teach",
    sortOptions = false,
    description = "Teach a model your own classes: a folder of pictures for each.",
    footer = {
      "FOLDER holds a folder for each class, with its pictures; or folders train, validation and "
          + "test above those. The model that is written is a classifier like any other.",
      "",
      "What the base says of each picture is kept in the folder of models, so that the next time "
          + "takes seconds."
    })
public final class TeachCommand implements Callable<Integer> {
  private static final Pattern OTHER_KINDS =
      Pattern.compile("\\.(onnx|tflite|npz|h5|keras|pth?|pb)$");

  private final CommandContext context;

  @Parameters(paramLabel = "FOLDER", description = "The pictures, a folder for each class.")
  private Path folder;

  @Option(
      names = "--to",
      paramLabel = "MODEL",
      required = true,
      description = "The model file to write, such as garments.safetensors.")
  private Path to;

  @Option(
      names = "--base",
      paramLabel = "MODEL",
      description =
          "The model to start from, a file or the name of an installed one; if not given, the "
              + "classifier of ImageNet if it is installed, else the detector.")
  private Optional<String> base = Optional.empty();

  @Option(
      names = "--labels",
      paramLabel = "CSV",
      description = "Which picture shows what: lines of path,label or path,label,split.")
  private Optional<Path> labels = Optional.empty();

  @Option(
      names = "--validation",
      paramLabel = "FOLDER|SHARE",
      description =
          "Pictures to choose settings by: a folder like FOLDER, or a share such as 0.1; 0.2 of "
              + "those in FOLDER if not given.")
  private Optional<String> validation = Optional.empty();

  @Option(names = "--augment", description = "Learn from mirrored and cut copies, too.")
  private boolean augment;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Decides what is drawn by lot; ${DEFAULT-VALUE} if not given.")
  private long seed;

  @Option(
      names = "--open-set",
      description = "Let the model say that a picture shows none of the classes.")
  private boolean openSet;

  @Option(
      names = "--report",
      paramLabel = "DIR",
      description = "Write a report to this folder: index.html and report.json.")
  private Optional<Path> report = Optional.empty();

  @Option(names = "--no-pictures", description = "Leave pictures out of the report.")
  private boolean noPictures;

  @Mixin private JsonOption json;

  public TeachCommand(CommandContext context) {
    this.context = context;
  }

  /** A model that was taught may be replaced by the next one; nothing else is written over. */
  private void requireTarget() throws IOException {
    TargetFile.require(to);
    if (OTHER_KINDS.matcher(to.toString()).find()) {
      throw new UsageException(
          String.format(
              Locale.ROOT,
              "%s: the model is written as .safetensors; %s makes the other of it",
              to,
              Invocation.of("convert")));
    }
    if (Files.notExists(to, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (base.isPresent()
        && Files.exists(Path.of(base.get()))
        && Files.isSameFile(to, Path.of(base.get()))) {
      throw new UsageException(
          String.format(Locale.ROOT, "%s: the base and the model are the same file", to));
    }
    if (!isModel(to)) {
      throw new CommandException(
          String.format(
              Locale.ROOT, "%s: it is there already, and no model: give another name", to));
    }
  }

  private static boolean isModel(Path file) throws IOException {
    try {
      return Files.isRegularFile(file) && ModelInfo.read(file) != null;
    } catch (LivianoException e) {
      return false;
    }
  }

  @Override
  public Integer call() throws IOException {
    requireTarget();
    EvalCommand.requireFolder(folder);
    Optional<Path> validationFolder = validationFolder();
    TeachOptions options = options(validationFolder.isPresent());
    Examples examples =
        labels.isPresent() ? ExamplesCsv.read(labels.get(), folder) : ClassFolders.read(folder);
    if (validationFolder.isPresent()) {
      examples = examples.and(ClassFolders.read(validationFolder.get(), Part.VALIDATION));
    }
    NamedModel model = BaseModel.load(base, "--base", context);
    Optional<Path> page =
        report.isPresent() ? Optional.of(OutputFolder.make(report.get())) : report;
    Taught taught = study(model.model(), examples, options);
    taught.model().save(to);
    MadeBy madeBy = MadeBy.of(model, seed);
    TaughtJson numbers = new TaughtJson(taught, madeBy);
    if (page.isPresent()) {
      Captions captions =
          new Captions(Stream.concat(Stream.of(folder), validationFolder.stream()).toList());
      write(page.get().resolve("report.json"), numbers.toJson().toPrettyJson());
      write(
          page.get().resolve("index.html"),
          new ReportPage(taught, madeBy, captions, !noPictures).html());
    }
    examples.notices().forEach(context.console()::notice);
    taught.notices().forEach(context.console()::notice);
    Looking.report(taught.unreadable(), context);
    if (json.isSet()) {
      context.console().json(numbers.toJson().toPrettyJson());
    } else {
      new TaughtText(taught, context.console()).print(to, page);
    }
    return ExitStatus.DONE;
  }

  private Taught study(Model model, Examples examples, TeachOptions options) {
    try {
      return Teacher.of(model).study(examples.pictures(), options);
    } catch (TeachException e) {
      Looking.report(e.unreadable(), context);
      throw CommandException.about(folder.toString(), e);
    } catch (UnsupportedModelException e) {
      throw CommandException.about(base.orElse(model.card().title()), e);
    }
  }

  /** Empty where a share is given, or nothing. */
  private Optional<Path> validationFolder() {
    Optional<Path> given =
        validation.filter(text -> share(text).isEmpty()).map(text -> Path.of(text));
    given.ifPresent(EvalCommand::requireFolder);
    return given;
  }

  private TeachOptions options(boolean validated) {
    double share = validated ? 0 : validation.flatMap(TeachCommand::share).orElse(0.2);
    if (!(share >= 0 && share <= 0.9)) {
      throw new UsageException(
          String.format(Locale.ROOT, "--validation: a share from 0 to 0.9, not %s", share));
    }
    TeachOptions options =
        Looking.options(context)
            .withValidation(share)
            .withAugment(augment)
            .withSeed(seed)
            .withOpenSet(openSet)
            .withLearningCurve(report.isPresent());
    return to.getFileName() == null ? options : options.withTitle(title(to.getFileName()));
  }

  private static String title(Path file) {
    String name = file.toString();
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }

  private static Optional<Double> share(String text) {
    try {
      return Files.exists(Path.of(text)) ? Optional.empty() : Optional.of(Double.valueOf(text));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static void write(Path file, String text) throws IOException {
    try (PartialFile partial = PartialFile.create(file)) {
      partial.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
      partial.finish();
    }
  }
}
