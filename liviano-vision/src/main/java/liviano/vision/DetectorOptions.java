package liviano.vision;

import java.util.Set;
import liviano.engine.CompileOptions;
import liviano.vision.answer.LabelFilter;

/**
 * What a detector answers, and how it computes.
 *
 * @param maxResults the most objects in an answer
 * @param scoreThreshold the least score of an object in an answer, from 0 to 1
 * @param categoryAllowlist the only classes in an answer, named as {@link LabelFilter#named} says;
 *     all where it is empty
 * @param categoryDenylist classes that are never in an answer, named in the same way
 * @param compile threads of one inference and the kernels to use
 */
public record DetectorOptions(
    int maxResults,
    float scoreThreshold,
    Set<String> categoryAllowlist,
    Set<String> categoryDenylist,
    CompileOptions compile) {

  /**
   * @throws IllegalArgumentException if {@code maxResults} is below 1, the threshold is outside 0
   *     to 1, or there are both an allow and a deny list
   */
  public DetectorOptions {
    categoryAllowlist = Set.copyOf(categoryAllowlist);
    categoryDenylist = Set.copyOf(categoryDenylist);
    if (maxResults < 1) {
      throw new IllegalArgumentException("maxResults must be at least 1, is " + maxResults);
    }
    if (!(scoreThreshold >= 0 && scoreThreshold <= 1)) {
      throw new IllegalArgumentException(
          "scoreThreshold must be from 0 to 1, is " + scoreThreshold);
    }
    if (!categoryAllowlist.isEmpty() && !categoryDenylist.isEmpty()) {
      throw new IllegalArgumentException("give an allow list or a deny list, not both");
    }
  }

  /** Objects that are likelier there than not, at most a hundred. */
  public static DetectorOptions defaults() {
    return new DetectorOptions(100, 0.5f, Set.of(), Set.of(), CompileOptions.defaults());
  }

  /** The hundred best of all, however unsure: what average precision is computed from. */
  public static DetectorOptions evaluation() {
    return defaults().withScoreThreshold(1e-8f);
  }

  public DetectorOptions withMaxResults(int results) {
    return new DetectorOptions(
        results, scoreThreshold, categoryAllowlist, categoryDenylist, compile);
  }

  public DetectorOptions withScoreThreshold(float threshold) {
    return new DetectorOptions(maxResults, threshold, categoryAllowlist, categoryDenylist, compile);
  }

  public DetectorOptions withCategoryAllowlist(Set<String> labels) {
    return new DetectorOptions(maxResults, scoreThreshold, labels, categoryDenylist, compile);
  }

  public DetectorOptions withCategoryDenylist(Set<String> labels) {
    return new DetectorOptions(maxResults, scoreThreshold, categoryAllowlist, labels, compile);
  }

  public DetectorOptions withCompile(CompileOptions other) {
    return new DetectorOptions(
        maxResults, scoreThreshold, categoryAllowlist, categoryDenylist, other);
  }
}
