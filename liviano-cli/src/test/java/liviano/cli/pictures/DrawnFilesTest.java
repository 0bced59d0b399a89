package liviano.cli.pictures;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import liviano.cli.input.Input;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("locale")
class DrawnFilesTest {
  @TempDir Path folder;

  @Test
  void endingsComeOffAndNamesOfDotsStay() throws IOException {
    assertThat(names("a/cat.jpg", "b/two.dots.png", "none", ".hidden", "..."))
        .containsExactly("cat.x", "two.dots.x", "none.x", ".hidden.x", "...x");
  }

  @Test
  void numbersAreAddedUntilTheNameIsFree() throws IOException {
    assertThat(names("a/cat.jpg", "cat-2.jpg", "b/cat.jpg", "CAT.png", "a/cat.jpg", "cat-2.gif"))
        .containsExactly("cat.x", "cat-2.x", "cat-3.x", "CAT-4.x", "cat-5.x", "cat-2-2.x");
  }

  @Test
  void tenThousandPicturesOfOneNameAreQuick() throws IOException {
    String[] files =
        IntStream.range(0, 10_000).mapToObj(i -> i + "/image.jpg").toArray(String[]::new);
    assertThat(new HashSet<>(names(files))).hasSize(10_000);
  }

  @Test
  void longNamesLeaveRoomForTheEnding() throws IOException {
    assertThat(names("é".repeat(125) + ".jpg", "é".repeat(124) + ".jpg"))
        .doesNotHaveDuplicates()
        .allSatisfy(
            name -> assertThat(name.getBytes(StandardCharsets.UTF_8)).hasSizeBetween(150, 160));
  }

  @Test
  void aLinkToAnInputIsAnInput() throws IOException {
    Path input = Files.createFile(folder.resolve("cat.png"));
    Files.createSymbolicLink(folder.resolve("cat.x"), input);
    Input cat = new Input.File("cat.png", input);
    assertThat(new DrawnFiles(folder, List.of(cat), List.of(".x")).file(cat, ".x"))
        .isEqualTo(folder.resolve("cat-2.x"));
  }

  private List<String> names(String... files) throws IOException {
    List<Input> inputs =
        Arrays.stream(files).<Input>map(f -> new Input.File(f, Path.of(f))).toList();
    DrawnFiles drawn = new DrawnFiles(folder, inputs, List.of(".x"));
    return inputs.stream().map(i -> drawn.file(i, ".x").getFileName().toString()).toList();
  }
}
