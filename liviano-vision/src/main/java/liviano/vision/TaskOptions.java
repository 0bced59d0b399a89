package liviano.vision;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import liviano.engine.CompileOptions;
import liviano.engine.Deadline;
import liviano.model.Preprocessing;

/** What the options of all tasks share. All options are immutable. */
public abstract sealed class TaskOptions
    permits CategoryOptions, SegmenterOptions, EmbedderOptions {
  private final Optional<Preprocessing> preprocessing;
  private final CompileOptions compile;
  private final Optional<Duration> timeout;

  TaskOptions(Builder<?, ?> builder) {
    this.preprocessing = builder.preprocessing;
    this.timeout = builder.timeout;
    CompileOptions compile = builder.compile.orElseGet(CompileOptions::defaults);
    this.compile =
        builder.threads.isPresent()
            ? compile.toBuilder().threads(builder.threads.getAsInt()).build()
            : compile;
  }

  /** How pictures are prepared; empty where it is as the model's card says. */
  public Optional<Preprocessing> preprocessing() {
    return preprocessing;
  }

  /** Threads that share one inference. */
  public int threads() {
    return compile.threads();
  }

  /** How the network is compiled. */
  public CompileOptions compile() {
    return compile;
  }

  /** How long a call may take; empty where it takes as long as it takes. */
  public Optional<Duration> timeout() {
    return timeout;
  }

  /** The deadline of a call that begins now. */
  public Deadline deadline() {
    return timeout.map(Deadline::after).orElseGet(Deadline::none);
  }

  /** Every setting by its name: what equality and text are made of. */
  abstract SequencedMap<String, Object> settings();

  /** Adds the settings that all tasks share. */
  final SequencedMap<String, Object> and(SequencedMap<String, Object> settings) {
    settings.put("preprocessing", preprocessing);
    settings.put("compile", compile);
    settings.put("timeout", timeout);
    return settings;
  }

  @Override
  public final boolean equals(Object other) {
    return other instanceof TaskOptions options
        && options.getClass() == getClass()
        && options.settings().equals(settings());
  }

  @Override
  public final int hashCode() {
    return settings().hashCode();
  }

  /** Such as {@code EmbedderOptions[unitLength=true, ...]}. */
  @Override
  public final String toString() {
    return settings().entrySet().stream()
        .map(setting -> setting.getKey() + "=" + setting.getValue())
        .collect(Collectors.joining(", ", getClass().getSimpleName() + "[", "]"));
  }

  /**
   * What the builders of all tasks share. A value that cannot be is refused when it is given, the
   * number of threads by {@link #build}; messages begin with the name of the setting.
   *
   * @param <O> the options that are built
   * @param <B> the builder itself
   */
  public abstract static sealed class Builder<O extends TaskOptions, B extends Builder<O, B>>
      permits CategoryOptions.Builder, SegmenterOptions.Builder, EmbedderOptions.Builder {
    private Optional<Preprocessing> preprocessing = Optional.empty();
    private Optional<CompileOptions> compile = Optional.empty();
    private OptionalInt threads = OptionalInt.empty();
    private Optional<Duration> timeout = Optional.empty();

    Builder() {}

    Builder(TaskOptions from) {
      this.preprocessing = from.preprocessing();
      this.compile = Optional.of(from.compile());
      this.timeout = from.timeout();
    }

    /** Prepares pictures so, whatever the model's card says. */
    public B preprocessing(Preprocessing other) {
      preprocessing = Optional.of(other);
      return self();
    }

    /**
     * So many threads share one inference, whatever {@link #compile} says; 1 if not given, which
     * leaves the other cores to other calls. From 1 to 256.
     */
    public B threads(int number) {
      threads = OptionalInt.of(number);
      return self();
    }

    /** For experts: the kernels to use, the memory that a model may ask for, shared weights. */
    public B compile(CompileOptions other) {
      compile = Optional.of(other);
      return self();
    }

    /**
     * Gives every call so long, waiting for its turn and preparing pictures included; a call for
     * several pictures has it once for all of them. The time is looked at between the steps of the
     * network. A call that is out of time throws a {@link liviano.engine.CancelledException}, as
     * one whose thread is interrupted does with or without a timeout.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public B timeout(Duration most) {
      if (!most.isPositive()) {
        throw new IllegalArgumentException("timeout must be positive, is " + most);
      }
      timeout = Optional.of(most);
      return self();
    }

    /**
     * The options.
     *
     * @throws IllegalArgumentException if settings contradict each other, or as {@link
     *     CompileOptions#defaults} says
     */
    public abstract O build();

    abstract B self();
  }
}
