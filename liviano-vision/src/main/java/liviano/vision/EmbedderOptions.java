package liviano.vision;

import java.util.LinkedHashMap;
import java.util.SequencedMap;

/** What an embedder answers, and how it computes. Immutable. */
public final class EmbedderOptions extends TaskOptions {
  private final boolean unitLength;

  private EmbedderOptions(Builder builder) {
    super(builder);
    this.unitLength = builder.unitLength;
  }

  /** Embeddings as the network gives them. */
  public static EmbedderOptions defaults() {
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

  /** Whether embeddings are scaled to length 1. */
  public boolean unitLength() {
    return unitLength;
  }

  @Override
  SequencedMap<String, Object> settings() {
    SequencedMap<String, Object> settings = new LinkedHashMap<>();
    settings.put("unitLength", unitLength);
    return and(settings);
  }

  /** Builds options of an embedder. */
  public static final class Builder extends TaskOptions.Builder<EmbedderOptions, Builder> {
    private boolean unitLength;

    private Builder() {}

    private Builder(EmbedderOptions from) {
      super(from);
      this.unitLength = from.unitLength;
    }

    /** Whether embeddings are scaled to length 1; not if not given. */
    public Builder unitLength(boolean scaled) {
      unitLength = scaled;
      return this;
    }

    @Override
    public EmbedderOptions build() {
      return new EmbedderOptions(this);
    }

    @Override
    Builder self() {
      return this;
    }
  }
}
