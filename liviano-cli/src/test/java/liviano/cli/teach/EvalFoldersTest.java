package liviano.cli.teach;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import liviano.cli.Cli;
import liviano.cli.commands.TinyModel;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A taught model is measured on folders as it was taught by. */
class EvalFoldersTest {
  @TempDir private Path folder;
  private Path pictures;
  private Path model;

  @BeforeEach
  void teach() throws IOException {
    Path base = TinyModel.save(folder.resolve("tiny.safetensors"));
    pictures = folder.resolve("pictures");
    model = folder.resolve("taught.safetensors");
    for (String part : List.of("train", "validation", "test")) {
      GarmentFolder.add(pictures.resolve(part), "red", part.equals("test") ? 3 : 4, 0xe02020);
      GarmentFolder.add(pictures.resolve(part), "blue", part.equals("test") ? 3 : 4, 0x2020e0);
    }
    assertThat(
            Cli.piped()
                .run("teach", "" + pictures, "--to", "" + model, "--base", "" + base)
                .status())
        .isZero();
  }

  private Cli.Outcome eval(Path images, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of("eval", "classification", "--model", "" + model, "--images", "" + images));
    arguments.addAll(List.of(more));
    return Cli.piped().run(arguments.toArray(String[]::new));
  }

  @Test
  void whichPartIsMeasuredIsTold() {
    Cli.Outcome outcome = eval(pictures);
    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(outcome.err())
        .hasLineCount(1)
        .contains("measured on the 6 pictures for the test alone, not on the other 16");
    assertThat(eval(pictures.resolve("train")).err()).isEmpty();
  }

  @Test
  void aFolderThatIsNoClassIsNamedAndSoIsTheModel() throws IOException {
    Path strange = GarmentFolder.add(pictures.resolve("test"), "bleu", 1, 0x2020e0);
    assertThat(eval(pictures).err())
        .contains(strange + ": a folder with the name of a class")
        .contains("the model " + model + " has none called so; it has blue");
    assertThat(eval(pictures.resolve("test")).err()).contains(strange + ": a folder");
  }

  @Test
  void predictionsOverwriteNoPicture() throws IOException {
    Path picture = pictures.resolve("test").resolve("red").resolve("p1.png");
    byte[] before = Files.readAllBytes(picture);
    Path link = Files.createSymbolicLink(folder.resolve("link.csv"), picture);
    for (Path target : List.of(picture, link)) {
      Cli.Outcome outcome = eval(pictures, "--predictions", target.toString());
      assertThat(outcome.status()).isNotZero();
      assertThat(outcome.err()).contains("--predictions would overwrite the picture " + picture);
      assertThat(picture).hasBinaryContent(before);
    }
    Path csv = Files.writeString(folder.resolve("old.csv"), "old");
    assertThat(eval(pictures, "--predictions", csv.toString()).status()).isZero();
    assertThat(csv).content().startsWith("file,class");
  }
}
