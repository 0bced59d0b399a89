package liviano.vision;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;

/** What a segmenter answers, and how it computes. Immutable. */
public final class SegmenterOptions extends TaskOptions {

  /** The six scales of the paper's table 7. */
  public static final List<Double> PAPER_SCALES = List.of(0.5, 0.75, 1.0, 1.25, 1.5, 1.75);

  private static final int MOST_SCALES = 16;

  private final List<Double> scales;
  private final boolean flip;
  private final boolean confidences;
  private final Optional<List<String>> labels;

  private SegmenterOptions(Builder builder) {
    super(builder);
    this.scales = builder.scales;
    this.flip = builder.flip;
    this.confidences = builder.confidences;
    this.labels = builder.labels;
  }

  /** One look at the picture, as it is. */
  public static SegmenterOptions defaults() {
    return builder().build();
  }

  /** A builder that starts with {@link #defaults()}. */
  public static Builder builder() {
    return new Builder();
  }

  /** A builder that starts with these options. */
  public Builder toBuilder() {
    return new Builder(this);
  }

  /**
   * The sizes at which the picture is seen, as multiples of the network's input; where there are
   * several, each pixel's probabilities are averaged over them.
   */
  public List<Double> scales() {
    return scales;
  }

  /** Whether each size is also seen mirrored, left to right. */
  public boolean flip() {
    return flip;
  }

  /** Whether the answer says how sure it is of each pixel. */
  public boolean confidences() {
    return confidences;
  }

  /** The names of the classes; empty where they are those of the model's card. */
  public Optional<List<String>> labels() {
    return labels;
  }

  @Override
  SequencedMap<String, Object> settings() {
    SequencedMap<String, Object> settings = new LinkedHashMap<>();
    settings.put("scales", scales);
    settings.put("flip", flip);
    settings.put("confidences", confidences);
    settings.put("labels", labels);
    return and(settings);
  }

  /** Builds options of a segmenter. */
  public static final class Builder extends TaskOptions.Builder<SegmenterOptions, Builder> {
    private List<Double> scales = List.of(1.0);
    private boolean flip;
    private boolean confidences;
    private Optional<List<String>> labels = Optional.empty();

    private Builder() {}

    private Builder(SegmenterOptions from) {
      super(from);
      this.scales = from.scales;
      this.flip = from.flip;
      this.confidences = from.confidences;
      this.labels = from.labels;
    }

    /** Looks at the picture at the six scales of the paper. */
    public Builder multiScale() {
      return scales(PAPER_SCALES);
    }

    /**
     * The sizes at which the picture is seen, as multiples of the network's input.
     *
     * @throws IllegalArgumentException if there is no scale, one occurs twice, there are more than
     *     16, or one is outside 0.1 to 4
     */
    public Builder scales(List<Double> sizes) {
      scales = checked(List.copyOf(sizes));
      return this;
    }

    /** Whether each size is also seen mirrored, left to right; not if not given. */
    public Builder flip(boolean mirrored) {
      flip = mirrored;
      return this;
    }

    /** Whether the answer says how sure it is of each pixel; not if not given. */
    public Builder confidences(boolean wanted) {
      confidences = wanted;
      return this;
    }

    /**
     * Names the classes, in place of the labels of the model's card says. The task checks that
     * there are as many as the model has classes.
     */
    public Builder labels(List<String> names) {
      labels = Optional.of(List.copyOf(names));
      return this;
    }

    @Override
    public SegmenterOptions build() {
      return new SegmenterOptions(this);
    }

    @Override
    Builder self() {
      return this;
    }

    private static List<Double> checked(List<Double> scales) {
      if (scales.isEmpty()
          || scales.size() > MOST_SCALES
          || new HashSet<>(scales).size() < scales.size()) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT, "scales: give 1 to %d, each once, not %s", MOST_SCALES, scales));
      }
      for (double scale : scales) {
        if (!(scale >= 0.1 && scale <= 4)) {
          throw new IllegalArgumentException("scales must be from 0.1 to 4, one is " + scale);
        }
      }
      return scales;
    }
  }
}
