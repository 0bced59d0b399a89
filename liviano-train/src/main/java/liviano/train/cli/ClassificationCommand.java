package liviano.train.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import liviano.cli.UsageException;
import liviano.cli.options.ModelOption;
import liviano.cli.options.NamedModel;
import liviano.cli.options.NetworkOptions;
import liviano.cli.options.StandardModel;
import liviano.model.Model;
import liviano.train.tasks.ClassificationRun;
import liviano.train.tasks.TrainingRun;
import liviano.vision.quantize.Scheme;
import liviano.zoo.Recipe;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Trains a classifier. */
@Command(
    name = Sources.CLASSIFICATION,
    sortOptions = false,
    description = "Train a classifier: from a base, or from scratch.",
    footer = {
      "FOLDER holds a folder for each class, with its pictures; or folders train, validation and "
          + "test above those. The model of the best epoch is RUN/best.safetensors, a classifier "
          + "like any other."
    })
final class ClassificationCommand implements Callable<Integer> {
  @ParentCommand private TrainCommand parent;

  @Option(
      names = "--data",
      paramLabel = "FOLDER|CSV",
      required = true,
      description = "The pictures, a folder for each class; or lines of path,label[,split].")
  private Path data;

  @Option(
      names = "--base",
      paramLabel = "MODEL",
      description = "The model to start from; without one, the network starts from scratch.")
  private Optional<String> base = Optional.empty();

  @Option(
      names = "--network",
      paramLabel = "NAME",
      description = "The network to train from scratch; mobilenet_v2 if not given.")
  private Optional<String> network = Optional.empty();

  @Mixin private NetworkOptions settings;

  @Option(
      names = "--quantize",
      description =
          "Train a network of 8-bit integers: weights and values are rounded while it learns. --base"
              + " is a trained classifier of the same classes.")
  private boolean quantize;

  @Option(
      names = "--scheme",
      paramLabel = "SCHEME",
      description =
          "With --quantize: scales of weights per-channel, or per-tensor; per-channel if not given.")
  private Optional<String> scheme = Optional.empty();

  @Option(names = "--balanced", description = "Let pictures of rare classes count more.")
  private boolean balanced;

  @Mixin private RunOptions run;

  @Override
  public Integer call() throws IOException {
    if (base.isPresent() && network.isPresent()) {
      throw new UsageException("--base has a network of its own: leave out --network");
    }
    return run.train(
        parent.context(),
        Sources.CLASSIFICATION,
        Sources.places(data, Optional.empty(), base),
        new RunOptions.Kind(base.isPresent(), balanced, integers()),
        this::start);
  }

  private Optional<Scheme> integers() {
    if (!quantize) {
      if (scheme.isPresent()) {
        throw new UsageException("--scheme is for --quantize");
      }
      return Optional.empty();
    }
    if (base.isEmpty()) {
      throw new UsageException(
          "--quantize goes on from a trained classifier of these classes: give it as --base");
    }
    return Optional.of(
        switch (scheme.orElse("per-channel")) {
          case "per-channel" -> Scheme.PER_CHANNEL;
          case "per-tensor" -> Scheme.PER_TENSOR;
          default ->
              throw new UsageException("--scheme: per-channel or per-tensor, not " + scheme.get());
        });
  }

  private Model start(TrainingRun training) throws IOException {
    if (base.isEmpty() && training instanceof ClassificationRun classification) {
      Recipe chosen = settings.recipe(network.orElse("mobilenet_v2"));
      NetworkOptions.graph(chosen);
      return classification.start(chosen);
    }
    NamedModel loaded =
        ModelOption.load(base, "--base", parent.context(), StandardModel.CLASSIFIER);
    return training.start(
        loaded.model(),
        settings.resolution().orElse(loaded.preprocessing().height()),
        parent.context().console()::notice);
  }
}
