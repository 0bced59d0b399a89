package liviano.vision.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import liviano.model.Labels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelFilterTest {
  private static final List<String> LABELS =
      List.of(
          "crane",
          "wall clock",
          "analog clock",
          "tabby, tabby cat",
          "catamaran",
          "Crane fly, mosquito hawk",
          "pug, pug-dog",
          "crane",
          "n/a",
          "12",
          "n/a",
          "Ärztin, Årsta");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "crane | 0 7", // all of that label, and not what has it as a word
        "CRANE | 0 7",
        "tabby | 3",
        "Tabby Cat | 3",
        "cat | 3", // a word, not the beginning of one
        "wall | 1",
        "analog clock | 2",
        "fly | 5",
        "mosquito  HAWK | 5",
        "dog | 6",
        "årsta | 11",
        "ÄRZTIN | 11",
        "12 | 9",
        "4 | 4",
        "n/a | 8 10",
      })
  void aNameIsALabelThenANameThenANumberThenAWord(String name, String classes) {
    assertThat(
            IntStream.of(LabelFilter.named(name, LABELS))
                .mapToObj(String::valueOf)
                .reduce((a, b) -> a + " " + b))
        .contains(classes);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "clock | [clock] is a word of 2 labels: give one by its name or number: wall clock (1);"
            + " analog clock (2)",
        "clocks | the model has no label [clocks]",
        "cloc | the model has no label [cloc]",
        "clock wall | the model has no label [clock wall]",
        "tabby tabby | the model has no label [tabby tabby]", // two names are not one
        "n | the model has no label [n]",
        "tabi | the model has no label [tabi]; nearest: [tabby",
        "77 | there is no class 77: the model has 12, from 0",
        "'--' | the model has no label [--]",
        "'' | the model has no label []",
      })
  void noneAndSeveralAreOneLine(String name, String message) {
    assertThatThrownBy(() -> LabelFilter.named(name, LABELS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message)
        .message()
        .hasLineCount(1);
  }

  @Test
  void listsAreBounded() {
    List<String> many = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      many.add("x".repeat(i * 10) + " clock");
    }
    assertThatThrownBy(() -> LabelFilter.named("clock", many))
        .hasMessageContaining("is a word of 30 labels")
        .hasMessageEndingWith("x... (11); and 18 more")
        .message()
        .hasSizeLessThan(1000);
  }

  @Test
  void listsOfClassesMeanTheSame() {
    assertThat(LabelFilter.allowed(Set.of("cat", "crane", "1"), Set.of(), LABELS))
        .containsExactly(0, 1, 3, 7);
    assertThat(LabelFilter.allowed(Set.of(), Set.of("crane", "n/a", "dog"), LABELS))
        .containsExactly(1, 2, 3, 4, 5, 9, 11);
    assertThatThrownBy(() -> LabelFilter.allowed(Set.of("clock"), Set.of(), LABELS))
        .hasMessageStartingWith("[clock] is a word of 2 labels");
    assertThatThrownBy(() -> LabelFilter.allowed(Set.of(), Set.of("yak"), LABELS))
        .hasMessageStartingWith("the model has no label [yak]");
  }

  @Test
  void wordsOfImageNet() {
    List<String> labels = Labels.imageNetWithBackground();
    assertThatThrownBy(() -> LabelFilter.named("clock", labels))
        .hasMessage(
            "[clock] is a word of 3 labels: give one by its name or number: analog clock (410);"
                + " digital clock (531); wall clock (893)");
    assertThatThrownBy(() -> LabelFilter.named("cat", labels))
        .hasMessageContaining("Egyptian cat (286)")
        .hasMessageNotContaining("catamaran");
    assertThatThrownBy(() -> LabelFilter.named("dog", labels)).hasMessageEndingWith("more");
    assertThat(LabelFilter.named("analog", labels)).containsExactly(410);
    assertThat(LabelFilter.named("crane", labels)).containsExactly(135, 518);
  }
}
