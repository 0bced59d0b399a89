package liviano.vision;

/** What a detector answers, and how it computes. Immutable. */
public final class DetectorOptions extends CategoryOptions {
  private DetectorOptions(Builder builder) {
    super(builder);
  }

  /** Objects that are likelier there than not, at most a hundred. */
  public static DetectorOptions defaults() {
    return builder().build();
  }

  /** The hundred best of all, however unsure: what average precision is computed from. */
  public static DetectorOptions evaluation() {
    return builder().scoreThreshold(1e-8f).build();
  }

  /** A builder that starts with {@link #defaults()}. */
  public static Builder builder() {
    return new Builder();
  }

  /** A builder that starts with these options. */
  public Builder toBuilder() {
    return new Builder(this);
  }

  /** Builds options of a detector. */
  public static final class Builder extends CategoryOptions.Builder<DetectorOptions, Builder> {
    private Builder() {
      super(100, 0.5f);
    }

    private Builder(DetectorOptions from) {
      super(from);
    }

    @Override
    public DetectorOptions build() {
      return new DetectorOptions(this);
    }

    @Override
    Builder self() {
      return this;
    }
  }
}
