package liviano.cli.quantize;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import liviano.LivianoException;
import liviano.UnsupportedModelException;
import liviano.cli.CommandContext;
import liviano.cli.CommandException;
import liviano.cli.ExitStatus;
import liviano.cli.Kernels;
import liviano.cli.UsageException;
import liviano.cli.options.BytesOption;
import liviano.cli.options.CalibrationPictures;
import liviano.cli.options.JsonOption;
import liviano.cli.options.ModelOption;
import liviano.cli.options.NamedModel;
import liviano.cli.options.StandardModel;
import liviano.cli.options.TargetFile;
import liviano.cli.output.Console;
import liviano.cli.output.Table;
import liviano.cli.output.Table.Align;
import liviano.cli.output.Text;
import liviano.cli.output.Words;
import liviano.files.PartialFile;
import liviano.formats.export.ExportOptions;
import liviano.formats.export.FileKind;
import liviano.formats.export.ModelExport;
import liviano.json.JsonArray;
import liviano.json.JsonNull;
import liviano.json.JsonNumber;
import liviano.json.JsonObject;
import liviano.json.JsonValue;
import liviano.vision.quantize.LayerNoise;
import liviano.vision.quantize.Measure;
import liviano.vision.quantize.QuantizationReport;
import liviano.vision.quantize.Quantized;
import liviano.vision.quantize.Quantizer;
import liviano.vision.quantize.QuantizerOptions;
import liviano.vision.quantize.RangeRule;
import liviano.vision.quantize.Scheme;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes a model of 8-bit integers of one of floats. */
@Command(
    name = "quantize",
    sortOptions = false,
    description = "Turn a model into one of 8-bit integers: a quarter of the bytes.",
    footer = {
      "Ranges of the integers are measured on pictures like those that the model will see; a "
          + "hundred are enough, and they need no labels. Without pictures they are those that the "
          + "model's batch norms say, if it still has them.",
      "",
      "A .tflite file is for phones and microcontrollers, an .onnx file for ONNX Runtime.",
      "",
      "Examples:",
      "  liviano quantize --model MODEL --calibrate PICTURES --to small.safetensors",
      "  liviano quantize --model MODEL --calibrate PICTURES --to small.tflite --io int8"
    })
public final class QuantizeCommand implements Callable<Integer> {
  private static final int MOST_COMPARED = 16;
  private static final int POOREST_SHOWN = 5;
  private static final int MOST_PICTURES = 100_000;
  private static final List<FileKind> KINDS =
      List.of(FileKind.SAFETENSORS, FileKind.TFLITE, FileKind.ONNX);

  private final CommandContext context;

  @Option(
      names = {"-m", "--model"},
      paramLabel = "MODEL",
      required = true,
      description = "A model file, or the name of an installed or a published model.")
  private String model;

  @Option(
      names = "--calibrate",
      paramLabel = "FOLDER",
      description = "Pictures to measure ranges on: a folder or a pattern.")
  private Optional<String> calibrate = Optional.empty();

  @Option(
      names = "--to",
      paramLabel = "OUTPUT",
      required = true,
      description = "The file to write; its name ends in .safetensors, .tflite or .onnx.")
  private Path to;

  @Option(names = "--force", description = "Write over files that are there already.")
  private boolean force;

  @Option(
      names = "--pictures",
      paramLabel = "N",
      description = "How many pictures of FOLDER to use; ${DEFAULT-VALUE} if not given.")
  private int pictures = 100;

  @Option(
      names = "--scheme",
      paramLabel = "SCHEME",
      description = "Scales of weights: per-channel (default) or per-tensor.")
  private String scheme = "per-channel";

  @Option(
      names = "--activations",
      paramLabel = "RULE",
      description =
          "Range of what layers give: all of it (minmax), all but a ten-thousandth at each end "
              + "(percentile, the default), or what leaves the least error (mse).")
  private String activations = "percentile";

  @Option(
      names = "--equalize",
      description = "Make the ranges of weights alike across layers before; helps per-tensor.")
  private boolean equalize;

  @Option(
      names = "--correct-bias",
      description = "Let biases make up for what rounding the weights adds on average.")
  private boolean correctBias;

  @Option(
      names = "--report",
      description = "Say what each step brought, and write a page beside OUTPUT: .report.html.")
  private boolean report;

  @Mixin private BytesOption bytes;

  @Mixin private JsonOption json;

  public QuantizeCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException {
    QuantizerOptions options = options();
    ExportOptions written = bytes.apply(ExportOptions.defaults());
    requireTargets();
    Optional<CalibrationPictures> seen =
        calibrate.map(folder -> CalibrationPictures.in(folder, pictures, context));
    NamedModel loaded =
        ModelOption.load(Optional.of(model), "--model", context, StandardModel.CLASSIFIER);
    try {
      Quantizer quantizer = Quantizer.of(loaded.model(), options);
      Quantized quantized =
          seen.isPresent() ? quantizer.quantize(seen.get()) : byNorms(quantizer, loaded.name());
      Optional<QuantizationReport> told =
          seen.filter(_ -> report)
              .map(all -> quantizer.report(quantized, all.first(MOST_COMPARED)));
      ModelExport.write(quantized.model(), kind(), written, to);
      if (told.isPresent()) {
        write(
            page(),
            QuantizationPage.html(
                quantized.model().card().title(), settings(seen.orElseThrow()), told.get()));
      }
      answer(loaded, quantized, told);
      return ExitStatus.DONE;
    } catch (IllegalArgumentException | LivianoException e) {
      throw CommandException.about(loaded.name(), e);
    }
  }

  private static Quantized byNorms(Quantizer quantizer, String name) {
    try {
      return quantizer.quantizeByNorms();
    } catch (UnsupportedModelException e) {
      String message = CommandException.about(name, e).getMessage();
      throw new CommandException(message + ", with --calibrate", e);
    }
  }

  private QuantizerOptions options() {
    if (report && calibrate.isEmpty()) {
      throw new UsageException("--report compares on pictures: give some with --calibrate");
    }
    if (pictures < 1 || pictures > MOST_PICTURES) {
      throw new UsageException("--pictures: from 1 to " + MOST_PICTURES + ", not " + pictures);
    }
    Scheme weights =
        switch (scheme) {
          case "per-channel" -> Scheme.PER_CHANNEL;
          case "per-tensor" -> Scheme.PER_TENSOR;
          default -> throw new UsageException("--scheme: per-channel or per-tensor, not " + scheme);
        };
    RangeRule ranges =
        switch (activations) {
          case "minmax" -> RangeRule.MINMAX;
          case "percentile" -> RangeRule.PERCENTILE;
          case "mse" -> RangeRule.MSE;
          default ->
              throw new UsageException(
                  "--activations: minmax, percentile or mse, not " + activations);
        };
    return QuantizerOptions.builder()
        .scheme(weights)
        .ranges(ranges)
        .equalize(equalize)
        .correctBias(correctBias)
        .compile(Kernels.options())
        .build();
  }

  private void requireTargets() {
    kind();
    List<Path> targets = report ? List.of(to, page()) : List.of(to);
    targets.forEach(target -> TargetFile.requireFree(target, force));
  }

  private FileKind kind() {
    return FileKind.ofName(to.toString())
        .filter(KINDS::contains)
        .orElseThrow(
            () ->
                new UsageException(
                    String.format(
                        Locale.ROOT,
                        "--to %s: the name must end in %s",
                        to,
                        KINDS.stream().map(FileKind::ending).collect(Collectors.joining(", ")))));
  }

  private Path page() {
    String name = to.getFileName().toString();
    int ending = kind().ending().length();
    return to.resolveSibling(name.substring(0, name.length() - ending) + ".report.html");
  }

  private String settings(CalibrationPictures seen) {
    return String.format(
        Locale.ROOT,
        "Weights %s, ranges by %s, %s, %s; measured on %s.",
        scheme,
        activations,
        equalize ? "equalized" : "not equalized",
        correctBias ? "biases corrected" : "biases as they were",
        Words.count(seen.size(), "picture"));
  }

  private static void write(Path target, String text) throws IOException {
    try (PartialFile file = PartialFile.create(target)) {
      file.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
      file.finish();
    }
  }

  private void answer(NamedModel loaded, Quantized quantized, Optional<QuantizationReport> told)
      throws IOException {
    long before = quantized.floats().weights().totalBytes();
    long after = quantized.model().weights().totalBytes();
    if (json.isSet()) {
      context.console().json(document(loaded, before, after, told).toPrettyJson());
      return;
    }
    Console console = context.console();
    told.ifPresent(this::tell);
    console.line(
        Text.oneLine(
            String.format(
                Locale.ROOT,
                "%s: weights of %s, before %s; %s written",
                loaded.name(),
                Words.mebibytes(after),
                Words.mebibytes(before),
                to)));
    if (told.isPresent()) {
      console.line(Text.oneLine(page() + " shows every layer"));
    }
  }

  private void tell(QuantizationReport told) {
    Console console = context.console();
    console.line("Outputs beside those of floats");
    Table steps = new Table(Align.LEFT, Align.RIGHT);
    for (Measure measure : told.measures()) {
      steps.row(measure.name(), QuantizationPage.decibels(measure));
    }
    steps.lines().forEach(line -> console.line("  " + line));
    console.line("The poorest layers");
    Table layers = new Table(Align.LEFT, Align.RIGHT);
    told.layers().stream()
        .sorted(Comparator.comparingDouble(LayerNoise::decibels))
        .limit(POOREST_SHOWN)
        .forEach(layer -> layers.row(layer.name(), QuantizationPage.decibels(layer)));
    layers.lines().forEach(line -> console.line("  " + line));
  }

  private JsonObject document(
      NamedModel loaded, long before, long after, Optional<QuantizationReport> told) {
    JsonObject.Builder document =
        JsonObject.builder()
            .put("model", loaded.inAnswers())
            .put("output", to.toString())
            .put("scheme", scheme)
            .put("activations", activations)
            .put("ranges", calibrate.isPresent() ? "pictures" : "norms")
            .put("equalized", equalize)
            .put("biasCorrected", correctBias)
            .put("floatBytes", before)
            .put("bytes", after);
    told.ifPresent(
        all ->
            document
                .put("comparedPictures", all.pictures())
                .put(
                    "steps",
                    JsonArray.of(
                        all.measures().stream()
                            .map(
                                measure ->
                                    JsonObject.builder()
                                        .put("name", measure.name())
                                        .put("decibels", number(measure.decibels()))
                                        .build())
                            .toList()))
                .put(
                    "layers",
                    JsonArray.of(
                        all.layers().stream()
                            .map(
                                layer ->
                                    JsonObject.builder()
                                        .put("name", layer.name())
                                        .put("scale", layer.scale())
                                        .put("zeroPoint", layer.zeroPoint())
                                        .put("decibels", number(layer.decibels()))
                                        .build())
                            .toList())));
    return document.build();
  }

  /** Null where there is no difference. */
  private static JsonValue number(double decibels) {
    return Double.isFinite(decibels) ? JsonNumber.of(decibels) : JsonNull.NULL;
  }
}
