package liviano.cli.pictures;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import liviano.LivianoException;
import liviano.cli.CommandContext;
import liviano.cli.CommandException;
import liviano.cli.ExitStatus;
import liviano.cli.UsageException;
import liviano.cli.options.ModelOption;
import liviano.cli.options.NamedModel;
import liviano.cli.options.OutputFolder;
import liviano.cli.options.PrecisionOption;
import liviano.cli.options.PreparationOptions;
import liviano.engine.CompileOptions;
import liviano.model.Model;
import liviano.vision.ModelRunner;
import liviano.weights.Tensor;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs any network: tensors in, tensors out. */
@Command(
    name = "run",
    sortOptions = false,
    description = "Run any network on arrays or pictures, and give its outputs as they are.",
    footer = {
      "Arrays and outputs have the shapes and number formats of the model's file. A picture of the "
          + "input's own size is not resized; another one is, as the card or --preset says. Without "
          + "--scale, --mean or --preset a pixel becomes what the card says, but inputs of unsigned "
          + "bytes take it as it is. Quantised inputs get floor(number / scale + zeroPoint + 0.5), "
          + "within their range. Networks of one channel see grey.",
      "",
      "Examples:",
      "  liviano run --model model.tflite --input cat.png --scale 0.0078125 --offset -1 --json",
      "  liviano run --model two.onnx --input left=a.npy --input right=b.npy --out answers"
    })
public final class RunCommand implements Callable<Integer> {
  private final CommandContext context;

  @Mixin private ModelOption model;

  @Option(
      names = "--input",
      paramLabel = "[NAME=]FILE",
      required = true,
      description =
          "A NumPy array (.npy) or a picture, once for each input. Those without a name are for the "
              + "inputs that are left, in their order.")
  private List<String> inputs = new ArrayList<>();

  @Mixin private PreparationOptions preparation;
  @Mixin private PrecisionOption precision;

  @Option(
      names = "--output",
      paramLabel = "NAME",
      arity = "1..*",
      description = "Only these outputs, or values of the graph; all outputs if not given.")
  private List<String> outputs = new ArrayList<>();

  @Option(
      names = "--json",
      description = "Print one JSON document and nothing else: name, shape, type and values.")
  private boolean json;

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      description = "Write each output to NAME.npy in this folder.")
  private Optional<Path> folder = Optional.empty();

  public RunCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException {
    if (json && folder.isPresent()) {
      throw new UsageException("give --json or --out, not both");
    }
    preparation.rule();
    if (!model.isSet()) {
      throw new UsageException("run which network? give --model FILE");
    }
    NamedModel named = model.load(context);
    Model loaded = named.model();
    ModelRunner runner = runner(named);
    RunInputs given = new RunInputs(context, loaded, runner, preparation);
    RunOutputs results =
        new RunOutputs(
            context.console(), loaded, runner, answers(named.name(), runner, given.read(inputs)));
    if (json) {
      results.printJson();
    } else if (folder.isPresent()) {
      results.write(OutputFolder.make(folder.get()));
    } else {
      results.print();
    }
    return ExitStatus.DONE;
  }

  private ModelRunner runner(NamedModel loaded) {
    CompileOptions kernels = precision.options();
    try {
      return outputs.isEmpty()
          ? ModelRunner.of(loaded.model(), kernels)
          : ModelRunner.of(loaded.model(), outputs, kernels);
    } catch (IllegalArgumentException | LivianoException e) {
      throw CommandException.about(loaded.name(), e);
    }
  }

  private static SequencedMap<String, Tensor> answers(
      String model, ModelRunner runner, SequencedMap<String, Tensor> tensors) {
    try {
      return runner.run(tensors);
    } catch (IllegalArgumentException e) {
      throw CommandException.about(model, e);
    }
  }
}
