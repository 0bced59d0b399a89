package liviano.engine;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import liviano.Budget;
import liviano.kernels.KernelProvider;
import liviano.kernels.PackedWeights;
import liviano.kernels.Providers;
import liviano.tensor.Shape;

/**
 * How a graph is compiled.
 *
 * @param batch samples that one run takes
 * @param inputShapes shapes of one sample by the input's name, where they are not the graph's own
 * @param threads threads that share one run; 1 leaves the other cores to other requests
 * @param providers the providers to ask for a kernel, in order
 * @param packedWeights shared by programs of one model, so that its weights are packed once; empty
 *     where the program packs for itself
 * @param budget the most that the model may ask for
 * @param channelSplit t of the paper's section 5.1: the number of groups into which the inner
 *     channels of an inverted residual are split, computed one after the other; 1 does not split
 * @param fusesBlocks whether an inverted residual, and a 1x1 convolution with the average of its
 *     map, may each become one task if the kernels support it; the tensors inside are then never
 *     completely in memory
 */
public record CompileOptions(
    int batch,
    Map<String, Shape> inputShapes,
    int threads,
    List<KernelProvider> providers,
    Optional<PackedWeights> packedWeights,
    Budget budget,
    int channelSplit,
    boolean fusesBlocks) {
  private static final int MAX_BATCH = 1 << 16;
  private static final int MAX_THREADS = 256;
  private static final int MAX_SPLIT = 64;

  public CompileOptions {
    inputShapes = Map.copyOf(new TreeMap<>(inputShapes));
    providers = List.copyOf(providers);
    if (batch < 1 || batch > MAX_BATCH) {
      throw new IllegalArgumentException("batch must be from 1 to 65536, is " + batch);
    }
    if (threads < 1 || threads > MAX_THREADS) {
      throw new IllegalArgumentException("threads must be from 1 to 256, are " + threads);
    }
    if (channelSplit < 1 || channelSplit > MAX_SPLIT) {
      throw new IllegalArgumentException(
          "the channel split must be from 1 to 64, is " + channelSplit);
    }
    if (providers.isEmpty()) {
      throw new IllegalArgumentException("no kernel provider to ask");
    }
  }

  /**
   * One sample, one thread, the fastest kernels here.
   *
   * @throws IllegalArgumentException if the system property {@value Providers#PROPERTY} forces
   *     kernels that cannot serve here, or {@value Budget#PROPERTY} is no whole number
   */
  public static CompileOptions defaults() {
    return new CompileOptions(
        1, Map.of(), 1, Providers.ask(), Optional.empty(), Budget.defaults(), 1, true);
  }

  /**
   * A cache of packed weights that programs of one model may share, where kernels read it fastest.
   */
  public PackedWeights newPackedWeights() {
    return providers.getFirst().newPackedWeights();
  }

  public CompileOptions withBatch(int newBatch) {
    return new CompileOptions(
        newBatch,
        inputShapes,
        threads,
        providers,
        packedWeights,
        budget,
        channelSplit,
        fusesBlocks);
  }

  /** For inputs of another size, by the input's name. */
  public CompileOptions withInputShapes(Map<String, Shape> newShapes) {
    return new CompileOptions(
        batch, newShapes, threads, providers, packedWeights, budget, channelSplit, fusesBlocks);
  }

  public CompileOptions withThreads(int newThreads) {
    return new CompileOptions(
        batch,
        inputShapes,
        newThreads,
        providers,
        packedWeights,
        budget,
        channelSplit,
        fusesBlocks);
  }

  /** Asks these providers for kernels, in this order. */
  public CompileOptions withProviders(List<KernelProvider> newProviders) {
    return new CompileOptions(
        batch,
        inputShapes,
        threads,
        newProviders,
        packedWeights,
        budget,
        channelSplit,
        fusesBlocks);
  }

  /** Shares packed weights with other programs of the same {@code Weights}, and of no other. */
  public CompileOptions withPackedWeights(PackedWeights newPackedWeights) {
    return new CompileOptions(
        batch,
        inputShapes,
        threads,
        providers,
        Optional.of(newPackedWeights),
        budget,
        channelSplit,
        fusesBlocks);
  }

  /** Raises or lowers what the model may ask for. */
  public CompileOptions withBudget(Budget newBudget) {
    return new CompileOptions(
        batch,
        inputShapes,
        threads,
        providers,
        packedWeights,
        newBudget,
        channelSplit,
        fusesBlocks);
  }

  /** Splits the inside of inverted residuals: less memory for the same multiply-adds. */
  public CompileOptions withChannelSplit(int newSplit) {
    return new CompileOptions(
        batch, inputShapes, threads, providers, packedWeights, budget, newSplit, fusesBlocks);
  }

  /** Fuses blocks, which is the default, or computes them layer by layer. */
  public CompileOptions withFusedBlocks(boolean newFusesBlocks) {
    return new CompileOptions(
        batch,
        inputShapes,
        threads,
        providers,
        packedWeights,
        budget,
        channelSplit,
        newFusesBlocks);
  }
}
