package liviano.vision;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/**
 * What the options of tasks share that answer with categories and scores.
 *
 * <p>Classes are named by their label, by one of the names parted by commas in it, by a word that
 * no other label has, or by their number.
 */
public abstract sealed class CategoryOptions extends TaskOptions
    permits ClassifierOptions, DetectorOptions {
  private final int maxResults;
  private final float scoreThreshold;
  private final Set<String> categoryAllowlist;
  private final Set<String> categoryDenylist;
  private final Optional<List<String>> labels;

  CategoryOptions(Builder<?, ?> builder) {
    super(builder);
    this.maxResults = builder.maxResults;
    this.scoreThreshold = builder.scoreThreshold;
    this.categoryAllowlist = builder.categoryAllowlist;
    this.categoryDenylist = builder.categoryDenylist;
    this.labels = builder.labels;
    if (!categoryAllowlist.isEmpty() && !categoryDenylist.isEmpty()) {
      throw new IllegalArgumentException(
          "categoryAllowlist and categoryDenylist: give one of them, not both");
    }
  }

  /** The most categories or objects in an answer. */
  public int maxResults() {
    return maxResults;
  }

  /** The least score in an answer, from 0 to 1. */
  public float scoreThreshold() {
    return scoreThreshold;
  }

  /** The only classes in an answer; all where it is empty. */
  public Set<String> categoryAllowlist() {
    return categoryAllowlist;
  }

  /** Classes that are never in an answer. */
  public Set<String> categoryDenylist() {
    return categoryDenylist;
  }

  /** The names of the classes; empty where they are those of the model's card. */
  public Optional<List<String>> labels() {
    return labels;
  }

  @Override
  final SequencedMap<String, Object> settings() {
    SequencedMap<String, Object> settings = new LinkedHashMap<>();
    settings.put("maxResults", maxResults);
    settings.put("scoreThreshold", scoreThreshold);
    settings.put("categoryAllowlist", categoryAllowlist);
    settings.put("categoryDenylist", categoryDenylist);
    settings.put("labels", labels);
    return and(settings);
  }

  /**
   * What the builders of these tasks share.
   *
   * @param <O> the options that are built
   * @param <B> the builder itself
   */
  public abstract static sealed class Builder<O extends CategoryOptions, B extends Builder<O, B>>
      extends TaskOptions.Builder<O, B> permits ClassifierOptions.Builder, DetectorOptions.Builder {
    private int maxResults;
    private float scoreThreshold;
    private Set<String> categoryAllowlist = Set.of();
    private Set<String> categoryDenylist = Set.of();
    private Optional<List<String>> labels = Optional.empty();

    Builder(int maxResults, float scoreThreshold) {
      this.maxResults = maxResults;
      this.scoreThreshold = scoreThreshold;
    }

    Builder(CategoryOptions from) {
      super(from);
      this.maxResults = from.maxResults();
      this.scoreThreshold = from.scoreThreshold();
      this.categoryAllowlist = from.categoryAllowlist();
      this.categoryDenylist = from.categoryDenylist();
      this.labels = from.labels();
    }

    /**
     * The most categories or objects in an answer.
     *
     * @throws IllegalArgumentException if it is below 1
     */
    public B maxResults(int most) {
      if (most < 1) {
        throw new IllegalArgumentException("maxResults must be at least 1, is " + most);
      }
      maxResults = most;
      return self();
    }

    /**
     * The least score in an answer.
     *
     * @throws IllegalArgumentException if it is not from 0 to 1
     */
    public B scoreThreshold(float least) {
      if (!(least >= 0 && least <= 1)) {
        throw new IllegalArgumentException("scoreThreshold must be from 0 to 1, is " + least);
      }
      scoreThreshold = least;
      return self();
    }

    /** The only classes in an answer; all if it is empty, as it is if not given. */
    public B categoryAllowlist(Collection<String> classes) {
      categoryAllowlist = Set.copyOf(classes);
      return self();
    }

    /** Classes that are never in an answer. */
    public B categoryDenylist(Collection<String> classes) {
      categoryDenylist = Set.copyOf(classes);
      return self();
    }

    /**
     * Names the classes, in place of the labels of the model's card says. The task checks that
     * there are as many as the model has classes; for a detector they are by category id, the
     * background first.
     */
    public B labels(List<String> names) {
      labels = Optional.of(List.copyOf(names));
      return self();
    }
  }
}
