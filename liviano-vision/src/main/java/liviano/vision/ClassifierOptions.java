package liviano.vision;

/** What a classifier answers, and how it computes. Immutable. */
public final class ClassifierOptions extends CategoryOptions {
  private ClassifierOptions(Builder builder) {
    super(builder);
  }

  /** The five best categories, of all there are. */
  public static ClassifierOptions defaults() {
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

  /** Builds options of a classifier. */
  public static final class Builder extends CategoryOptions.Builder<ClassifierOptions, Builder> {
    private Builder() {
      super(5, 0);
    }

    private Builder(ClassifierOptions from) {
      super(from);
    }

    @Override
    public ClassifierOptions build() {
      return new ClassifierOptions(this);
    }

    @Override
    Builder self() {
      return this;
    }
  }
}
