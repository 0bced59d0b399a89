package liviano.paper.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import liviano.cli.CommandException;
import liviano.cli.UsageException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("locale")
class PictureFileTest {
  private static final Graphic NOTHING = new Graphic(10, 10, graphics -> {});

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"a.pdf", "png", "a.png.gz", "a"})
  void otherEndingsAreRefused(String name) {
    assertThatThrownBy(() -> PictureFile.at(folder.resolve(name)))
        .isInstanceOf(UsageException.class)
        .hasMessageEndingWith(name + ": a picture's name must end in .png or .svg");
  }

  @Test
  void endingsMayBeCapitals() throws IOException {
    PictureFile.at(folder.resolve("A.PNG")).write(NOTHING);
    assertThat(folder.resolve("A.PNG")).isNotEmptyFile();
  }

  @Test
  void missingFolderIsToldBeforeTheWork() {
    assertThatThrownBy(() -> PictureFile.at(folder.resolve("none/a.png")))
        .isInstanceOf(CommandException.class)
        .hasMessageEndingWith("a.png: there is no such folder to write to");
  }

  @Test
  void folderIsNoFile() throws IOException {
    Path inside = Files.createDirectory(folder.resolve("a.svg"));
    assertThatThrownBy(() -> PictureFile.at(inside))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("is a folder");
  }

  @Test
  void picturesInsideADrawingAreInsideItsFile() throws IOException {
    BufferedImage pixels = new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB);
    Graphic drawing = new Graphic(10, 10, graphics -> graphics.drawImage(pixels, 1, 1, 8, 8, null));
    Path file = folder.resolve("a.svg");
    PictureFile.at(file).write(drawing);
    assertThat(file).content().contains("data:image/png;base64,");
  }

  @Test
  void failedDrawingLeavesTheOldFileAndNothingElse() throws IOException {
    Path file = Files.writeString(folder.resolve("a.svg"), "old");
    Graphic broken =
        new Graphic(
            10,
            10,
            graphics -> {
              throw new IllegalStateException("broken");
            });
    assertThatThrownBy(() -> PictureFile.at(file).write(broken)).hasMessage("broken");
    assertThat(file).hasContent("old");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void folderThatVanishesIsOneLine() throws IOException {
    Path inside = Files.createDirectory(folder.resolve("inside"));
    PictureFile file = PictureFile.at(inside.resolve("a.png"));
    Files.delete(inside);
    assertThatThrownBy(() -> file.write(NOTHING))
        .isInstanceOf(FileSystemException.class)
        .hasMessageStartingWith(inside.resolve("a.png") + ": there is no folder " + inside);
  }

  /** Where there are no fonts, as in small containers: a process with an empty font list. */
  @Test
  @Timeout(60)
  void systemWithoutFontsIsOneLine() throws Exception {
    Path fonts = Files.writeString(folder.resolve("fonts.conf"), "<fontconfig></fontconfig>");
    Path errors = folder.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.awt.headless=true",
                "-Duser.home=" + folder, // where Java remembers the fonts it once found
                "-cp",
                System.getProperty("java.class.path"),
                WithoutFonts.class.getName(),
                folder.resolve("a.png").toString()));
    builder.environment().put("FONTCONFIG_FILE", fonts.toString());
    Process process = builder.redirectError(errors.toFile()).start();

    assertThat(process.waitFor()).as(Files.readString(errors)).isEqualTo(1);
    assertThat(new String(process.getInputStream().readAllBytes()).strip())
        .startsWith("drawing needs fonts and Java finds none; install some");
    assertThat(folder.resolve("a.png")).doesNotExist();
  }

  /** Draws in a process of its own. */
  static final class WithoutFonts {
    private WithoutFonts() {}

    public static void main(String[] arguments) throws IOException {
      try {
        PictureFile.at(Path.of(arguments[0])).write(NOTHING);
      } catch (CommandException e) {
        System.out.println(e.getMessage());
        System.exit(1);
      }
    }
  }
}
