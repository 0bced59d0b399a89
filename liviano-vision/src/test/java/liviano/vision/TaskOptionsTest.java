package liviano.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import liviano.engine.CompileOptions;
import liviano.model.Preprocessing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TaskOptionsTest {
  private static final CompileOptions COMPILE = CompileOptions.defaults();

  /** For each task: the defaults, and the same with each setting changed by itself. */
  static Stream<List<TaskOptions>> each() {
    Preprocessing small = Preprocessing.keras(32, 32);
    CompileOptions layers = COMPILE.toBuilder().fusesBlocks(false).build();
    List<String> labels = List.of("a", "b");
    Duration second = Duration.ofSeconds(1);
    ClassifierOptions classifier = classifier().build();
    DetectorOptions detector = DetectorOptions.builder().compile(COMPILE).build();
    SegmenterOptions segmenter = SegmenterOptions.builder().compile(COMPILE).build();
    EmbedderOptions embedder = EmbedderOptions.builder().compile(COMPILE).build();
    return Stream.of(
        List.of(
            classifier,
            classifier.toBuilder().maxResults(7).build(),
            classifier.toBuilder().scoreThreshold(0.25f).build(),
            classifier.toBuilder().categoryAllowlist(Set.of("a")).build(),
            classifier.toBuilder().categoryDenylist(Set.of("a")).build(),
            classifier.toBuilder().labels(labels).build(),
            classifier.toBuilder().preprocessing(small).build(),
            classifier.toBuilder().threads(2).build(),
            classifier.toBuilder().timeout(second).build(),
            classifier.toBuilder().compile(layers).build()),
        List.of(
            detector,
            detector.toBuilder().maxResults(7).build(),
            detector.toBuilder().scoreThreshold(0.25f).build(),
            detector.toBuilder().categoryAllowlist(Set.of("a")).build(),
            detector.toBuilder().categoryDenylist(Set.of("a")).build(),
            detector.toBuilder().labels(labels).build(),
            detector.toBuilder().preprocessing(small).build(),
            detector.toBuilder().threads(2).build(),
            detector.toBuilder().timeout(second).build(),
            detector.toBuilder().compile(layers).build()),
        List.of(
            segmenter,
            segmenter.toBuilder().multiScale().build(),
            segmenter.toBuilder().flip(true).build(),
            segmenter.toBuilder().confidences(true).build(),
            segmenter.toBuilder().labels(labels).build(),
            segmenter.toBuilder().preprocessing(small).build(),
            segmenter.toBuilder().threads(2).build(),
            segmenter.toBuilder().timeout(second).build(),
            segmenter.toBuilder().compile(layers).build()),
        List.of(
            embedder,
            embedder.toBuilder().unitLength(true).build(),
            embedder.toBuilder().preprocessing(small).build(),
            embedder.toBuilder().threads(2).build(),
            embedder.toBuilder().timeout(second).build(),
            embedder.toBuilder().compile(layers).build()));
  }

  private static ClassifierOptions.Builder classifier() {
    return ClassifierOptions.builder().compile(COMPILE);
  }

  private static TaskOptions copy(TaskOptions options) {
    return switch (options) {
      case ClassifierOptions o -> o.toBuilder().build();
      case DetectorOptions o -> o.toBuilder().build();
      case SegmenterOptions o -> o.toBuilder().build();
      case EmbedderOptions o -> o.toBuilder().build();
    };
  }

  @ParameterizedTest
  @MethodSource("each")
  void everySettingCountsAndSurvivesItsBuilder(List<TaskOptions> all) {
    assertThat(new HashSet<>(all)).hasSameSizeAs(all);
    assertThat(all).extracting(TaskOptions::toString).doesNotHaveDuplicates();
    for (TaskOptions options : all) {
      assertThat(copy(options)).isEqualTo(options).isNotSameAs(options);
      assertThat(copy(options)).hasSameHashCodeAs(options).hasToString(options.toString());
    }
  }

  @Test
  void optionsOfDifferentTasksDiffer() {
    DetectorOptions detector =
        DetectorOptions.builder().maxResults(5).scoreThreshold(0).compile(COMPILE).build();

    assertThat(detector).isNotEqualTo(classifier().build());
  }

  @Test
  void threadsWinOverCompileInAnyOrder() {
    CompileOptions four = COMPILE.toBuilder().threads(4).build();

    assertThat(classifier().threads(2).compile(four).build().threads()).isEqualTo(2);
    assertThat(classifier().compile(four).threads(2).build().compile().threads()).isEqualTo(2);
    assertThat(classifier().compile(four).build().threads()).isEqualTo(4);
  }

  /** What the caller does with its lists later changes no options. */
  @Test
  void listsAreCopied() {
    List<String> names = new ArrayList<>(List.of("a", "b"));
    ClassifierOptions allow = classifier().categoryAllowlist(names).labels(names).build();
    ClassifierOptions deny = classifier().categoryDenylist(names).build();
    SegmenterOptions segmenter = SegmenterOptions.builder().labels(names).build();
    names.clear();

    assertThat(allow.categoryAllowlist()).containsExactlyInAnyOrder("a", "b");
    assertThat(allow.labels()).contains(List.of("a", "b"));
    assertThat(deny.categoryDenylist()).hasSize(2);
    assertThat(segmenter.labels()).contains(List.of("a", "b"));
  }

  @Test
  void aBuilderMayBeUsedAgain() {
    ClassifierOptions.Builder builder = classifier().maxResults(2);
    ClassifierOptions two = builder.build();

    assertThat(builder.maxResults(3).build().maxResults()).isEqualTo(3);
    assertThat(two.maxResults()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(floats = {-0.01f, 1.01f, Float.NaN, Float.NEGATIVE_INFINITY})
  void aThresholdIsFromZeroToOne(float threshold) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> classifier().scoreThreshold(threshold))
        .withMessage("scoreThreshold must be from 0 to 1, is " + threshold);
  }

  @Test
  void whatCannotBeIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DetectorOptions.builder().maxResults(0))
        .withMessage("maxResults must be at least 1, is 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EmbedderOptions.builder().threads(0).build())
        .withMessageStartingWith("threads must be from 1 to 256");
    ClassifierOptions.Builder both =
        classifier().categoryAllowlist(Set.of("a")).categoryDenylist(Set.of("b"));
    assertThatIllegalArgumentException().isThrownBy(both::build).withMessageContaining("not both");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SegmenterOptions.builder().scales(List.of(1.0, 1.0)))
        .withMessageStartingWith("scales: give 1 to 16");
  }
}
