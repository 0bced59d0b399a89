package liviano.paper.lab;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import liviano.LivianoException;
import liviano.cli.CommandContext;
import liviano.cli.CommandException;
import liviano.cli.Kernels;
import liviano.cli.eval.LabelledSet;
import liviano.cli.input.Batch;
import liviano.cli.input.Input;
import liviano.cli.options.CalibrationPictures;
import liviano.cli.options.ModelOption;
import liviano.cli.options.NamedModel;
import liviano.cli.options.Pictures;
import liviano.engine.CompileOptions;
import liviano.model.Model;
import liviano.paper.experiments.WeightRanges;
import liviano.vision.ClassifierOptions;
import liviano.vision.ImageClassifier;
import liviano.vision.Picture;
import liviano.vision.quantize.Quantized;
import liviano.vision.quantize.Quantizer;
import liviano.vision.quantize.QuantizerOptions;
import liviano.vision.quantize.Scheme;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Why MobileNetV2 needs care at 8 bits, on a trained network. */
@Command(
    name = "quantization",
    sortOptions = false,
    description = "Measure the same network at 8 bits with one scale a layer or one a channel.",
    footer = {
      "With one scale for a layer, MobileNetV2 collapses: the weights of its depthwise layers, "
          + "with batch norm folded, differ between channels: in the most uneven layer of "
          + "mobilenet_v2_1.0_224 the widest has 36 times the range of the median. Moving factors "
          + "between neighbouring layers (equalized) makes them alike; what rounding adds on "
          + "average, biases take back (Nagel and others, arXiv:1906.04721).",
      "",
      "DATA holds labels.csv (header file,class_0_to_999) and the pictures, in images/ or next to"
          + " it.",
      "",
      "Example:",
      "  liviano lab quantization --data imagenet-val --calibrate PHOTOS --out pictures"
    })
final class QuantizationExperiment implements Callable<Integer> {
  private static final int TOP = 5;
  private static final int CALIBRATED = 100;

  @ParentCommand private LabCommand lab;

  @Option(
      names = "--data",
      paramLabel = "DATA",
      required = true,
      description = "Labelled pictures to measure accuracy on.")
  private Path data;

  @Option(
      names = "--calibrate",
      paramLabel = "FOLDER",
      description = "Pictures to measure ranges on, at most a hundred; those of DATA if not given.")
  private Optional<String> calibrate = Optional.empty();

  @Mixin private LimitOption limit;
  @Mixin private ModelOption model;
  @Mixin private LabOptions options;

  /** For picocli, which fills the fields. */
  QuantizationExperiment() {}

  /** A way to integers. */
  private record Way(String name, QuantizerOptions options) {}

  @Override
  public Integer call() throws IOException {
    limit.require();
    CommandContext context = lab.context();
    Optional<CalibrationPictures> given =
        calibrate.map(folder -> CalibrationPictures.in(folder, CALIBRATED, context));
    NamedModel named = model.load(context);
    try {
      return measured(context, given, named);
    } catch (IllegalArgumentException | LivianoException e) {
      throw CommandException.about(named.name(), e);
    }
  }

  private int measured(
      CommandContext context, Optional<CalibrationPictures> given, NamedModel named)
      throws IOException {
    CompileOptions compile = Kernels.options();
    Model trained = named.model();
    WeightRanges before = WeightRanges.mostUneven(WeightRanges.of(trained));
    List<String> names = new ArrayList<>(List.of("32-bit floats"));
    List<ImageClassifier> networks = new ArrayList<>(List.of(classifier(trained, compile)));
    LabelledSet set = LabelledSet.inFolder(data, networks.getFirst().labels());
    List<Input> inputs = limit.of(set.inputs());
    CalibrationPictures seen =
        given.orElseGet(() -> CalibrationPictures.of(data.toString(), inputs, CALIBRATED, context));
    AtomicInteger status = new AtomicInteger();
    options.answer(
        context,
        () -> {
          WeightRanges after = before;
          for (Way way : ways(compile)) {
            Quantized quantized = Quantizer.of(trained, way.options()).quantize(seen);
            names.add(way.name());
            networks.add(classifier(quantized.model(), compile));
            if (way.options().equalize()) {
              after = same(before, quantized.floats());
            }
          }
          QuantizationAnswer answer = new QuantizationAnswer(names, before, after);
          status.set(
              new Batch(context)
                  .run(
                      inputs,
                      input -> {
                        Picture picture = Pictures.read(input);
                        return networks.stream().map(one -> one.classify(picture)).toList();
                      },
                      (input, found) -> answer.add(found, set.classOf(input))));
          ExperimentPictures.requireAny(answer.pictures(), inputs.size());
          return answer;
        });
    return status.get();
  }

  private static WeightRanges same(WeightRanges layer, Model equalized) {
    return WeightRanges.of(equalized).stream()
        .filter(one -> one.layer().equals(layer.layer()))
        .findFirst()
        .orElseThrow();
  }

  private static List<Way> ways(CompileOptions compile) {
    QuantizerOptions channel = QuantizerOptions.builder().compile(compile).build();
    QuantizerOptions tensor = channel.toBuilder().scheme(Scheme.PER_TENSOR).build();
    QuantizerOptions equalized = tensor.toBuilder().equalize(true).build();
    return List.of(
        new Way("a scale for each channel", channel),
        new Way("... biases corrected", channel.toBuilder().correctBias(true).build()),
        new Way("one scale for the layer", tensor),
        new Way("... equalized", equalized),
        new Way("... biases corrected, too", equalized.toBuilder().correctBias(true).build()));
  }

  private static ImageClassifier classifier(Model model, CompileOptions compile) {
    return ImageClassifier.of(
        model, ClassifierOptions.builder().maxResults(TOP).compile(compile).build());
  }
}
