package liviano.paper.lab;

import java.util.concurrent.Callable;
import liviano.cli.CommandContext;
import liviano.cli.UsageException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Holds the experiments, one a file. */
@Command(
    name = "lab",
    synopsisSubcommandLabel = "EXPERIMENT",
    subcommands = {
      ConvolutionExperiment.class,
      SeparableExperiment.class,
      ManifoldExperiment.class,
      MemoryExperiment.class,
      ActivationsExperiment.class,
      Relu6Experiment.class,
      BottleneckExperiment.class,
      ClassMapExperiment.class,
      QuantizationExperiment.class
    },
    description = "Run the paper's arguments as experiments, each with numbers and pictures.",
    footer = "docs/paper.md is the guided tour; docs/es/articulo.md is the same in Spanish.")
public final class LabCommand implements Callable<Integer> {
  private final CommandContext context;

  @Spec private CommandSpec spec;

  /** The parent of the experiments. */
  public LabCommand(CommandContext context) {
    this.context = context;
  }

  CommandContext context() {
    return context;
  }

  @Override
  public Integer call() {
    throw new UsageException(
        "say which experiment: liviano lab " + String.join(", ", spec.subcommands().keySet()));
  }
}
