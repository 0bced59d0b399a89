package liviano.engine;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import liviano.Limits;
import liviano.kernels.KernelProvider;
import liviano.kernels.PackedWeights;
import liviano.kernels.Providers;
import liviano.tensor.Shape;

/** How a graph is compiled. Immutable. */
public final class CompileOptions {
  private static final int MAX_BATCH = 1 << 16;
  private static final int MAX_THREADS = 256;
  private static final int MAX_SPLIT = 64;

  private final int batch;
  private final Map<String, Shape> inputShapes;
  private final int threads;
  private final List<KernelProvider> given;
  private final List<KernelProvider> providers; // the given ones, in least memory if that is asked
  private final Optional<PackedWeights> packedWeights;
  private final Limits limits;
  private final int channelSplit;
  private final boolean fusesBlocks;
  private final Optional<Precision> wanted;
  private final boolean allowsFp32;
  private final boolean leastMemory;

  private CompileOptions(Builder builder) {
    this.batch = builder.batch;
    this.inputShapes = builder.inputShapes;
    this.threads = builder.threads;
    this.given = builder.providers.orElseGet(Providers::ask);
    this.providers =
        builder.leastMemory ? given.stream().map(KernelProvider::inLeastMemory).toList() : given;
    this.packedWeights = builder.packedWeights;
    this.limits = builder.limits;
    this.channelSplit = builder.channelSplit;
    this.fusesBlocks = builder.fusesBlocks;
    this.wanted = builder.wanted;
    this.allowsFp32 = builder.allowsFp32;
    this.leastMemory = builder.leastMemory;
    if (wanted.equals(Optional.of(Precision.BF16)) && !allowsFp32) {
      providers
          .getFirst()
          .lacksBf16()
          .ifPresent(
              why -> {
                throw new IllegalArgumentException("precision bf16: " + why);
              });
    }
  }

  /**
   * One sample, one thread, the fastest kernels here.
   *
   * @throws IllegalArgumentException if the system property {@value Providers#PROPERTY} forces
   *     kernels that cannot serve here, or {@value Limits#PROPERTY} is no whole number
   */
  public static CompileOptions defaults() {
    return builder().build();
  }

  /**
   * A builder that starts with {@link #defaults()}.
   *
   * @throws IllegalArgumentException if {@value Limits#PROPERTY} is no whole number
   */
  public static Builder builder() {
    return new Builder();
  }

  /** A builder that starts with these options. */
  public Builder toBuilder() {
    return new Builder(this);
  }

  /** Samples that one run takes. */
  public int batch() {
    return batch;
  }

  /** Shapes of one sample by the input's name, where they are not the graph's own. */
  public Map<String, Shape> inputShapes() {
    return inputShapes;
  }

  /** Threads that share one run. */
  public int threads() {
    return threads;
  }

  /** The providers to ask for a kernel, in order. */
  public List<KernelProvider> providers() {
    return providers;
  }

  /** What programs of one model share; empty where a program packs its weights for itself. */
  public Optional<PackedWeights> packedWeights() {
    return packedWeights;
  }

  /**
   * A new cache of packed weights for the programs of one model, in the memory where the first
   * provider's kernels read it fastest.
   */
  public PackedWeights newPackedWeights() {
    return providers.getFirst().newPackedWeights();
  }

  /** The most that the model may ask for. */
  public Limits limits() {
    return limits;
  }

  /**
   * t of the paper's section 5.1: the number of groups into which the inner channels of an inverted
   * residual are split, computed one after the other; 1 does not split.
   */
  public int channelSplit() {
    return channelSplit;
  }

  /**
   * Whether an inverted residual, and a 1x1 convolution with the average of its map, may each
   * become one task if the kernels support it; the tensors inside are then never completely in
   * memory.
   */
  public boolean fusesBlocks() {
    return fusesBlocks;
  }

  /**
   * What is computed with; empty where the network decides: a quantized one is computed in integers
   * as far as the kernels do, any other in floats. Where bfloat16 is asked for and the first
   * provider lacks it, {@link Precision#FP32}, if that is allowed.
   */
  public Optional<Precision> precision() {
    return wanted.map(
        p ->
            p == Precision.BF16 && providers.getFirst().lacksBf16().isPresent()
                ? Precision.FP32
                : p);
  }

  /** Whether kernels have the smallest buffers that they can do with. */
  public boolean leastMemory() {
    return leastMemory;
  }

  /** Every setting by its name. */
  private SequencedMap<String, Object> settings() {
    SequencedMap<String, Object> settings = new LinkedHashMap<>();
    settings.put("batch", batch);
    settings.put("inputShapes", inputShapes);
    settings.put("threads", threads);
    settings.put("providers", given);
    settings.put("packedWeights", packedWeights);
    settings.put("limits", limits);
    settings.put("channelSplit", channelSplit);
    settings.put("fusesBlocks", fusesBlocks);
    settings.put("precision", wanted.map(Precision::title).orElse("the network's"));
    settings.put("allowsFp32", allowsFp32);
    settings.put("leastMemory", leastMemory);
    return settings;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CompileOptions options && options.settings().equals(settings());
  }

  @Override
  public int hashCode() {
    return settings().hashCode();
  }

  /** Such as {@code CompileOptions[batch=1, ...]}. */
  @Override
  public String toString() {
    return settings().entrySet().stream()
        .map(setting -> setting.getKey() + "=" + setting.getValue())
        .collect(Collectors.joining(", ", "CompileOptions[", "]"));
  }

  /** Builds options. A value that cannot be is refused when it is given. */
  public static final class Builder {
    private int batch = 1;
    private Map<String, Shape> inputShapes = Map.of();
    private int threads = 1;
    private Optional<List<KernelProvider>> providers = Optional.empty();
    private Optional<PackedWeights> packedWeights = Optional.empty();
    private Limits limits;
    private int channelSplit = 1;
    private boolean fusesBlocks = true;
    private Optional<Precision> wanted = Optional.empty();
    private boolean allowsFp32;
    private boolean leastMemory;

    private Builder() {
      this.limits = Limits.defaults();
    }

    private Builder(CompileOptions from) {
      this.batch = from.batch;
      this.inputShapes = from.inputShapes;
      this.threads = from.threads;
      this.providers = Optional.of(from.given);
      this.packedWeights = from.packedWeights;
      this.limits = from.limits;
      this.channelSplit = from.channelSplit;
      this.fusesBlocks = from.fusesBlocks;
      this.wanted = from.wanted;
      this.allowsFp32 = from.allowsFp32;
      this.leastMemory = from.leastMemory;
    }

    /**
     * One run takes so many samples; 1 if not given.
     *
     * @throws IllegalArgumentException if the number is not from 1 to 65,536
     */
    public Builder batch(int samples) {
      batch = require("batch", samples, MAX_BATCH);
      return this;
    }

    /** For inputs of another size than the graph's, by the input's name: shapes of one sample. */
    public Builder inputShapes(Map<String, Shape> shapes) {
      inputShapes = Map.copyOf(new TreeMap<>(shapes));
      return this;
    }

    /**
     * So many threads share one run; 1 if not given, which leaves the other cores to other runs.
     *
     * @throws IllegalArgumentException if the number is not from 1 to 256
     */
    public Builder threads(int number) {
      threads = require("threads", number, MAX_THREADS);
      return this;
    }

    /**
     * Asks these providers for kernels, in this order; the fastest here if not given.
     *
     * @throws IllegalArgumentException if there is none
     */
    public Builder providers(List<KernelProvider> inOrder) {
      if (inOrder.isEmpty()) {
        throw new IllegalArgumentException("no kernel provider to ask");
      }
      providers = Optional.of(List.copyOf(inOrder));
      return this;
    }

    /** Shares packed weights with other programs of the same {@code Weights}, and of no other. */
    public Builder packedWeights(PackedWeights shared) {
      packedWeights = Optional.of(shared);
      return this;
    }

    /** Raises or lowers what the model may ask for. */
    public Builder limits(Limits most) {
      limits = most;
      return this;
    }

    /**
     * Splits the inside of inverted residuals into so many groups of channels: less memory for the
     * same multiply-adds.
     *
     * @throws IllegalArgumentException if the number is not from 1 to 64
     */
    public Builder channelSplit(int groups) {
      channelSplit = require("channelSplit", groups, MAX_SPLIT);
      return this;
    }

    /** Fuses blocks, which is the default, or computes them layer by layer. */
    public Builder fusesBlocks(boolean fuses) {
      fusesBlocks = fuses;
      return this;
    }

    /**
     * Computes with these numbers; if not given, with the network's own. {@link Precision#INT8} is
     * refused by compiling where the network is not quantized.
     */
    public Builder precision(Precision numbers) {
      wanted = Optional.of(numbers);
      return this;
    }

    /**
     * Whether {@link Precision#FP32} serves where {@link Precision#BF16} is asked for and the first
     * provider does not compute with it; if not given, {@link #build} refuses.
     */
    public Builder allowsFp32(boolean allows) {
      allowsFp32 = allows;
      return this;
    }

    /**
     * Computes with the smallest buffers that kernels can do with, which takes longer: blocks in
     * strips of one line. What is computed stays the same. Not asked for if not given.
     */
    public Builder leastMemory(boolean least) {
      leastMemory = least;
      return this;
    }

    /**
     * The options.
     *
     * @throws IllegalArgumentException if no providers are given, and the system property {@value
     *     Providers#PROPERTY} forces kernels that cannot serve here; or if {@link Precision#BF16}
     *     is asked for and the first provider does not compute with it: the message says why
     */
    public CompileOptions build() {
      return new CompileOptions(this);
    }

    private static int require(String setting, int value, int most) {
      if (value < 1 || value > most) {
        throw new IllegalArgumentException(
            String.format(Locale.ROOT, "%s must be from 1 to %d, is %d", setting, most, value));
      }
      return value;
    }
  }
}
