package liviano.vision.quantize;

import java.util.Objects;
import liviano.engine.CompileOptions;

/** How a network is quantized. Immutable. */
public final class QuantizerOptions {
  private final Scheme scheme;
  private final RangeRule ranges;
  private final boolean equalize;
  private final boolean correctBias;
  private final CompileOptions compile;

  private QuantizerOptions(Builder builder) {
    this.scheme = builder.scheme;
    this.ranges = builder.ranges;
    this.equalize = builder.equalize;
    this.correctBias = builder.correctBias;
    this.compile = builder.compile;
  }

  /** Weights per channel, ranges of {@link RangeRule#PERCENTILE}, and neither measure. */
  public static QuantizerOptions defaults() {
    return builder().build();
  }

  /** A builder that starts with {@link #defaults()}. */
  public static Builder builder() {
    return new Builder();
  }

  /** A builder that starts with these options. */
  public Builder toBuilder() {
    Builder builder = new Builder();
    builder.scheme = scheme;
    builder.ranges = ranges;
    builder.equalize = equalize;
    builder.correctBias = correctBias;
    builder.compile = compile;
    return builder;
  }

  /** How many scales the weights of a layer have. */
  public Scheme scheme() {
    return scheme;
  }

  /** Which part of what a value held its integers stand for. */
  public RangeRule ranges() {
    return ranges;
  }

  /** Whether the ranges of weights are made alike across layers before. */
  public boolean equalize() {
    return equalize;
  }

  /** Whether biases make up for what rounding the weights adds on average. */
  public boolean correctBias() {
    return correctBias;
  }

  /** How the network is compiled that looks at the pictures. */
  public CompileOptions compile() {
    return compile;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof QuantizerOptions options
        && scheme == options.scheme
        && ranges == options.ranges
        && equalize == options.equalize
        && correctBias == options.correctBias
        && compile.equals(options.compile);
  }

  @Override
  public int hashCode() {
    return Objects.hash(scheme, ranges, equalize, correctBias, compile);
  }

  /** Such as {@code QuantizerOptions[scheme=PER_CHANNEL, ...]}. */
  @Override
  public String toString() {
    return "QuantizerOptions[scheme="
        + scheme
        + ", ranges="
        + ranges
        + ", equalize="
        + equalize
        + ", correctBias="
        + correctBias
        + ", compile="
        + compile
        + "]";
  }

  /** Builds options of a quantizer. */
  public static final class Builder {
    private Scheme scheme = Scheme.PER_CHANNEL;
    private RangeRule ranges = RangeRule.PERCENTILE;
    private boolean equalize;
    private boolean correctBias;
    private CompileOptions compile = CompileOptions.defaults();

    private Builder() {}

    /** How many scales the weights of a layer have; one per channel if not given. */
    public Builder scheme(Scheme chosen) {
      scheme = Objects.requireNonNull(chosen);
      return this;
    }

    /** Which part of what a value held its integers stand for. */
    public Builder ranges(RangeRule chosen) {
      ranges = Objects.requireNonNull(chosen);
      return this;
    }

    /** Whether the ranges of weights are made alike across layers before; not if not given. */
    public Builder equalize(boolean chosen) {
      equalize = chosen;
      return this;
    }

    /** Whether biases make up for the rounding of weights; not if not given. */
    public Builder correctBias(boolean chosen) {
      correctBias = chosen;
      return this;
    }

    /** How the network is compiled that looks at the pictures, one at a time. */
    public Builder compile(CompileOptions chosen) {
      compile = Objects.requireNonNull(chosen);
      return this;
    }

    /** The options. */
    public QuantizerOptions build() {
      return new QuantizerOptions(this);
    }
  }
}
