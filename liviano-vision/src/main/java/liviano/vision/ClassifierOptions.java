package liviano.vision;

import java.util.Optional;
import java.util.Set;
import liviano.engine.CompileOptions;
import liviano.model.Preprocessing;
import liviano.vision.answer.LabelFilter;

/**
 * What a classifier answers, and how it computes.
 *
 * @param maxResults the most categories in an answer
 * @param scoreThreshold the least score of a category in an answer, from 0 to 1
 * @param categoryAllowlist the only classes in an answer, named as {@link LabelFilter#named} says;
 *     all where it is empty
 * @param categoryDenylist classes that are never in an answer, named in the same way
 * @param preprocessing instead of the one in the model's card
 * @param compile threads of one inference and the kernels to use
 */
public record ClassifierOptions(
    int maxResults,
    float scoreThreshold,
    Set<String> categoryAllowlist,
    Set<String> categoryDenylist,
    Optional<Preprocessing> preprocessing,
    CompileOptions compile) {

  /**
   * @throws IllegalArgumentException if {@code maxResults} is below 1, the threshold is outside 0
   *     to 1, or there are both an allow and a deny list
   */
  public ClassifierOptions {
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

  /** The five best categories, of all there are. */
  public static ClassifierOptions defaults() {
    return new ClassifierOptions(
        5, 0, Set.of(), Set.of(), Optional.empty(), CompileOptions.defaults());
  }

  public ClassifierOptions withMaxResults(int results) {
    return new ClassifierOptions(
        results, scoreThreshold, categoryAllowlist, categoryDenylist, preprocessing, compile);
  }

  public ClassifierOptions withScoreThreshold(float threshold) {
    return new ClassifierOptions(
        maxResults, threshold, categoryAllowlist, categoryDenylist, preprocessing, compile);
  }

  public ClassifierOptions withCategoryAllowlist(Set<String> labels) {
    return new ClassifierOptions(
        maxResults, scoreThreshold, labels, categoryDenylist, preprocessing, compile);
  }

  public ClassifierOptions withCategoryDenylist(Set<String> labels) {
    return new ClassifierOptions(
        maxResults, scoreThreshold, categoryAllowlist, labels, preprocessing, compile);
  }

  public ClassifierOptions withPreprocessing(Preprocessing other) {
    return new ClassifierOptions(
        maxResults,
        scoreThreshold,
        categoryAllowlist,
        categoryDenylist,
        Optional.of(other),
        compile);
  }

  public ClassifierOptions withCompile(CompileOptions other) {
    return new ClassifierOptions(
        maxResults, scoreThreshold, categoryAllowlist, categoryDenylist, preprocessing, other);
  }
}
