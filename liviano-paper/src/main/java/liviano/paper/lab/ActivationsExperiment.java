package liviano.paper.lab;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import liviano.LivianoException;
import liviano.cli.CommandContext;
import liviano.cli.CommandException;
import liviano.cli.Kernels;
import liviano.cli.input.Batch;
import liviano.cli.input.Input;
import liviano.cli.options.ModelOption;
import liviano.cli.options.NamedModel;
import liviano.cli.options.Pictures;
import liviano.model.Model;
import liviano.paper.experiments.ActivationPatterns;
import liviano.paper.experiments.LayerActivity;
import liviano.vision.Picture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** The paper's figure 7, measured. */
@Command(
    name = "activations",
    sortOptions = false,
    description = "Count the channels that are positive after each expansion layer's ReLU6.",
    footer = {
      "The paper's appendix A, figure 7: an expansion layer turns k channels into tk. Where at"
          + " least k of them stay positive its ReLU can be undone, so 1/t is the threshold. Share"
          + " is of the layer's channels, over all positions of all pictures.",
      "",
      "Examples:",
      "  liviano lab activations",
      "  liviano lab activations --untrained --out pictures holidays/"
    })
final class ActivationsExperiment implements Callable<Integer> {
  @ParentCommand private LabCommand lab;
  @Mixin private ExperimentPictures pictures;
  @Mixin private ModelOption model;

  @Option(
      names = "--untrained",
      description = "Measure the network with random weights too, as before its training.")
  private boolean untrained;

  @Mixin private SeedOption seed;
  @Mixin private LabOptions options;

  /** For picocli, which fills the fields. */
  ActivationsExperiment() {}

  /** A network, and what the pictures do to it so far. */
  private static final class Run {
    private final String key;
    private final String title;
    private final ActivationPatterns patterns;
    private Optional<List<LayerActivity>> sum = Optional.empty();

    Run(String key, String title, ActivationPatterns patterns) {
      this.key = key;
      this.title = title;
      this.patterns = patterns;
    }

    ActivationsAnswer.Panel panel() {
      return new ActivationsAnswer.Panel(key, title, sum.orElseThrow());
    }
  }

  @Override
  public Integer call() throws IOException {
    CommandContext context = lab.context();
    List<Input> inputs = pictures.expand(context);
    List<Run> runs = runs(model.load(context));
    AtomicInteger status = new AtomicInteger();
    options.answer(context, () -> answer(context, inputs, runs, status));
    return status.get();
  }

  private static Answer answer(
      CommandContext context, List<Input> inputs, List<Run> runs, AtomicInteger status) {
    AtomicInteger measured = new AtomicInteger();
    status.set(
        new Batch(context)
            .run(
                inputs,
                input -> measure(runs, Pictures.read(input)),
                (input, found) -> {
                  measured.incrementAndGet();
                  for (int i = 0; i < found.size(); i++) {
                    Run run = runs.get(i);
                    run.sum = Optional.of(ActivationPatterns.sum(run.sum, found.get(i)));
                  }
                }));
    ExperimentPictures.requireAny(measured.get(), inputs.size());
    return new ActivationsAnswer(measured.get(), runs.stream().map(Run::panel).toList());
  }

  private List<Run> runs(NamedModel named) {
    Model loaded = named.model();
    try {
      List<Run> runs = new ArrayList<>();
      if (untrained) {
        Model random = ActivationPatterns.untrained(loaded, seed.value());
        runs.add(new Run("untrained", "random weights", patterns(random)));
      }
      runs.add(new Run("trained", "as trained", patterns(loaded)));
      return runs;
    } catch (IllegalArgumentException | LivianoException e) {
      throw new CommandException(named.name() + ": " + e.getMessage(), e);
    }
  }

  private static ActivationPatterns patterns(Model model) {
    return ActivationPatterns.of(model, Kernels.options());
  }

  private static List<List<LayerActivity>> measure(List<Run> runs, Picture picture) {
    return runs.stream().map(run -> run.patterns.measure(picture)).toList();
  }
}
