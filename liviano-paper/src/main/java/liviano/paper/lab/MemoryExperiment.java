package liviano.paper.lab;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import liviano.LivianoException;
import liviano.cli.Kernels;
import liviano.cli.UsageException;
import liviano.cli.bench.Benchmark;
import liviano.cli.output.Console;
import liviano.cli.output.Words;
import liviano.engine.CompileOptions;
import liviano.engine.Program;
import liviano.model.RandomWeights;
import liviano.paper.experiments.BlockMemory;
import liviano.weights.Weights;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** What the inside of an inverted residual needs in memory, and what saving it costs in time. */
@Command(
    name = "memory",
    sortOptions = false,
    description = "Weigh and time a block: whole, by strips of rows, by groups of channels.",
    footer = {
      "Formula is what section 5.1 counts: input and output of the block, and the part of the two"
          + " inner maps that is in memory at a time. Planned is what this engine reserves: groups"
          + " are whole multiples of 8 channels, and an output may reuse the memory of an inner"
          + " map.",
      "",
      "Times are medians with random weights in one thread. Multiply-adds are the same throughout."
    })
final class MemoryExperiment implements Callable<Integer> {
  private static final long SEED = 1;
  private static final int MOST_GROUPS = 5;
  private static final long MOST_BYTES = 2L << 30;

  @ParentCommand private LabCommand lab;

  @Option(
      names = "--block",
      paramLabel = "N",
      description = "Which block of MobileNetV2, from 1 to 16; ${DEFAULT-VALUE} if not given.")
  private int block = 1;

  @Option(
      names = "--width",
      paramLabel = "W",
      description = "Width multiplier; ${DEFAULT-VALUE} if not given.")
  private double width = 1;

  @Option(
      names = "--resolution",
      paramLabel = "PIXELS",
      description = "Height and width of the picture; ${DEFAULT-VALUE} if not given.")
  private int resolution = 224;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description = "How long to time each way; ${DEFAULT-VALUE} if not given.")
  private double seconds = 0.5;

  @Mixin private LabOptions options;

  /** For picocli, which fills the fields. */
  MemoryExperiment() {}

  @Override
  public Integer call() throws IOException {
    Benchmark.requireSeconds(seconds, 600);
    BlockMemory memory = memory();
    return options.answer(lab.context(), () -> measure(memory));
  }

  private BlockMemory memory() {
    try {
      BlockMemory memory = BlockMemory.of(block, width, resolution);
      if (memory.unfused() > MOST_BYTES) {
        throw new UsageException(
            String.format(
                Locale.ROOT,
                "block %d would need %s: take a smaller --resolution or --width",
                block,
                Words.mebibytes(memory.unfused())));
      }
      return memory;
    } catch (IllegalArgumentException | LivianoException e) {
      throw new UsageException(e.getMessage());
    }
  }

  private MemoryAnswer measure(BlockMemory memory) {
    Console console = lab.context().console();
    CompileOptions fused = Kernels.options();
    CompileOptions compile = fused.toBuilder().fusesBlocks(false).build();
    Weights weights = RandomWeights.of(memory.graph(), SEED);
    List<MemoryAnswer.Split> splits = new ArrayList<>();
    try {
      for (int groups = 1; groups <= MOST_GROUPS; groups++) {
        console.status("Timing t = " + groups);
        splits.add(
            new MemoryAnswer.Split(
                groups, trial(memory, weights, compile.toBuilder().channelSplit(groups).build())));
      }
      console.status("Timing strips");
      return new MemoryAnswer(block, memory, splits, trial(memory, weights, fused));
    } finally {
      console.status("");
    }
  }

  private MemoryAnswer.Trial trial(BlockMemory memory, Weights weights, CompileOptions compile) {
    Benchmark timed = Benchmark.of(memory.graph(), weights, compile, seconds, false);
    Program program = timed.program();
    return new MemoryAnswer.Trial(
        program.memory().bytes() + program.scratchBytes(),
        timed.medianMs(),
        program.steps().size() == 1);
  }
}
