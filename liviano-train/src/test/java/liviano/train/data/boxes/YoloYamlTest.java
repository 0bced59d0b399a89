package liviano.train.data.boxes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import liviano.train.data.Pictures;
import liviano.vision.eval.DataSetException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("locale")
class YoloYamlTest {
  @TempDir Path folder;

  private YoloYaml yaml(String text) throws IOException {
    return YoloYaml.read(Pictures.text(folder.resolve("data.yaml"), text));
  }

  static Stream<String> lists() {
    return Stream.of(
        "names: [dog, 'a cat', \"b # c\"]",
        "names: {0: dog, 1: a cat, 2: 'b # c'}",
        "names: ['dog',\n  'a cat', # which\n  'b # c',\n]",
        "names:\n- dog\n- a cat # which\n\n- 'b # c'\nother: 3",
        "names:\n  - dog\n  - a cat\n  - 'b # c'",
        "names:\n  0: dog\n  1: a cat\n  2: \"b # c\"\nother:\n  - 3");
  }

  @ParameterizedTest
  @MethodSource("lists")
  void namesAreReadHoweverTheyAreWritten(String names) throws IOException {
    assertThat(yaml("nc: 3\n" + names).classes()).containsExactly("dog", "a cat", "b # c");
    assertThat(yaml(names + "\nnc: 3").classes()).hasSize(3);
  }

  @Test
  void placesAreRead() throws IOException {
    YoloYaml yaml =
        yaml(
            """
            # a data set
            path: here  # below
            train: images/train
            valid: 'images/held out'
            test:
            names: [a]
            download: |
              names: [not, this]
              path: nor this
            """);
    assertThat(yaml.path()).contains("here");
    assertThat(yaml.part("train")).contains("images/train");
    assertThat(yaml.part("val")).contains("images/held out");
    assertThat(yaml.part("test")).isEmpty();
    assertThat(yaml.classes()).containsExactly("a");
  }

  @Test
  void namesMayBeOutOfOrder() throws IOException {
    assertThat(yaml("names:\n  1: b\n  0: a\n").classes()).containsExactly("a", "b");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "train: a|no names of classes",
        "names:|no names of classes",
        "names: cat|line 1: names: give a list",
        "names: [a, b|line 1: names: no ] to the end",
        "names: [a, b] c|line 1: names: more behind ]",
        "names: [a, [b]]|line 1: names: a list within a list",
        "names: {0: a, 2: b}|line 1: names: number 1 is missing",
        "names: {0: a, 0: b}|line 1: class 0 has two names",
        "names: {a: b}|line 1: 'a: b' is no name of a class",
        "names: ['a]|line 1: names: no ] to the end",
        "names: [a, , b]|line 1: '' is no name of a class",
        "names: [a, a]|two classes have the same name",
        "names: {999999: a}|line 1: '999999: a' is no name of a class",
        "names: [\"a\\n\"]|line 1: quotes that are not understood",
        "train: [a, b]|line 1: train: give one file or folder",
      })
  void whatIsNotUnderstoodIsRefused(String text, String message) {
    assertThatThrownBy(() -> yaml(text))
        .isInstanceOf(DataSetException.class)
        .hasMessageContaining("data.yaml: " + message);
  }

  @Test
  void theCountMustAgree() {
    assertThatThrownBy(() -> yaml("nc: 3\nnames: [a, b]"))
        .hasMessageEndingWith("nc is 3, but names has 2");
    assertThatThrownBy(() -> yaml("names: [a]\nnames: [b]")).hasMessageContaining("line 2");
  }
}
