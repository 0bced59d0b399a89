package liviano.cli.models;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import liviano.UnsupportedModelException;
import liviano.cli.CommandContext;
import liviano.cli.ExitStatus;
import liviano.cli.UsageException;
import liviano.cli.options.BytesOption;
import liviano.cli.options.CutOption;
import liviano.cli.options.LabelsOption;
import liviano.cli.options.ModelOption;
import liviano.cli.options.RoundingOption;
import liviano.cli.options.TargetFile;
import liviano.cli.output.Text;
import liviano.cli.output.Words;
import liviano.cost.Cost;
import liviano.files.NewFolders;
import liviano.formats.GraphCut;
import liviano.formats.ReadOptions;
import liviano.formats.export.ExportOptions;
import liviano.formats.export.FileKind;
import liviano.formats.export.ModelExport;
import liviano.formats.names.Naming;
import liviano.formats.onnx.OnnxSettings;
import liviano.model.Model;
import liviano.zoo.Recipe;
import liviano.zoo.layers.Norm;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Turns a model of any kind into a file of another. */
@Command(
    name = "convert",
    sortOptions = false,
    description = "Turn a model into a file of Liviano's, or of other programs.",
    footer = {
      "The kind of INPUT is recognised by its content, that of OUTPUT by the ending of its name: "
          + ".safetensors, .onnx, .tflite or .npz. A .safetensors file in the folder of models (see "
          + "'liviano doctor') is installed: --model finds it by its name.",
      "",
      "A quantized model ('liviano quantize') becomes integers of 8 bits in .tflite and .onnx, too.",
      "",
      "Examples:",
      "  liviano convert model.safetensors --to model.onnx",
      "  liviano convert small.safetensors --to small.tflite --io int8"
    })
public final class ConvertCommand implements Callable<Integer> {
  private static final String SYMBOLIC = "symbolic";
  private static final int MOST_SAMPLES = 1 << 16;

  private final CommandContext context;

  @Parameters(paramLabel = "INPUT", description = "The model or checkpoint.")
  private Path input;

  @Option(
      names = "--to",
      paramLabel = "OUTPUT",
      required = true,
      description = "The file to write; the ending of its name says its kind.")
  private Path output;

  @Option(names = "--force", description = "Write over a file that is there already.")
  private boolean force;

  @Option(
      names = "--names",
      paramLabel = "WHOSE",
      description =
          "Whose names tensors have in .safetensors and .npz: liviano (default), tensorflow,"
              + " torchvision or timm.")
  private Optional<Naming> names = Optional.empty();

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Samples that an .onnx file takes at once: a number (default 1), or symbolic.")
  private Optional<String> batch = Optional.empty();

  @Option(
      names = "--with-preprocessing",
      description = "Let the network take pixels from 0 to 255 and normalise them itself.")
  private boolean withPreprocessing;

  @Mixin private BytesOption bytes;

  @Mixin private CutOption cut;

  @Mixin private RoundingOption rounding;

  @Mixin private LabelsOption labels;

  public ConvertCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException {
    FileKind kind = kind();
    ExportOptions options = options(kind);
    check();
    Model read = ModelOption.read(input, readOptions(), context);
    Model model = written(labels.apply(read), kind, options);
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

  private ReadOptions readOptions() {
    GraphCut part = cut.cut();
    if (!part.isNone() && rounding.isSet()) {
      throw new UsageException(
          "--rounding is for TensorFlow Lite files, --inputs and --outputs for TensorFlow graphs");
    }
    return rounding.apply(ReadOptions.defaults().withCut(part));
  }

  private FileKind kind() {
    return FileKind.ofName(output.toString())
        .orElseThrow(
            () ->
                new UsageException(
                    String.format(
                        Locale.ROOT,
                        "--to %s: the name must end in %s",
                        output,
                        String.join(", ", FileKind.endings()))));
  }

  private ExportOptions options(FileKind kind) {
    if (batch.isPresent() && kind != FileKind.ONNX) {
      throw new UsageException("--batch is for files that end in .onnx");
    }
    if (names.isPresent() && kind != FileKind.SAFETENSORS && kind != FileKind.NPZ) {
      throw new UsageException("--names is for files that end in .safetensors or .npz");
    }
    ExportOptions options =
        bytes.apply(
            ExportOptions.defaults()
                .withNaming(names.orElse(Naming.LIVIANO))
                .withBatch(batch.map(ConvertCommand::samples).orElse(1))
                .withPreprocessing(withPreprocessing));
    if (options.ends().isPresent() && withPreprocessing) {
      throw new UsageException(
          "--with-preprocessing puts a layer on floats before the network: leave it out with --io");
    }
    return options;
  }

  private static int samples(String batch) {
    if (batch.equals(SYMBOLIC)) {
      return OnnxSettings.ANY;
    }
    boolean number = batch.matches("[1-9][0-9]{0,4}");
    if (!number || Integer.parseInt(batch) > MOST_SAMPLES) {
      throw new UsageException(
          String.format(
              Locale.ROOT,
              "--batch %s: give a number from 1 to %d, or %s",
              batch,
              MOST_SAMPLES,
              SYMBOLIC));
    }
    return Integer.parseInt(batch);
  }

  private Model written(Model model, FileKind kind, ExportOptions options) throws IOException {
    try {
      return ModelExport.write(model, kind, options, output);
    } catch (UnsupportedModelException e) {
      throw e.inFile(output.toString());
    }
  }

  /** Checks everything that can be checked before the work starts. */
  private void check() throws IOException {
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
    TargetFile.requireAbsent(output, force);
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
