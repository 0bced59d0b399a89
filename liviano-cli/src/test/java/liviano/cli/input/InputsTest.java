package liviano.cli.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import liviano.cli.UsageException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
@Tag("locale")
class InputsTest {
  @TempDir Path folder;

  @Test
  void filesComeInTheOrderGiven() throws IOException {
    files("b.jpg", "a.png", "notes.txt");
    assertThat(expand("b.jpg", "notes.txt", "a.png", "b.jpg"))
        .containsExactly("b.jpg", "notes.txt", "a.png", "b.jpg");
  }

  @Test
  void folderGivesItsPicturesByNameAtAnyDepth() throws IOException {
    files(
        "p/b.JPG",
        "p/a/z.png",
        "p/a/deep/er/x.webp",
        "p/c.jpeg",
        "p/notes.txt",
        "p/jpg",
        "p/0.gif");
    assertThat(expand("p"))
        .containsExactly("p/0.gif", "p/a/deep/er/x.webp", "p/a/z.png", "p/b.JPG", "p/c.jpeg");
  }

  @Test
  void folderPassesOverHiddenNames() throws IOException {
    files("p/a.jpg", "p/._a.jpg", "p/.thumbnails/a.jpg");
    assertThat(expand("p")).containsExactly("p/a.jpg");
  }

  @Test
  void folderNamedLikeAPictureIsWalked() throws IOException {
    files("p/odd.jpg/a.png");
    assertThat(expand("p")).containsExactly("p/odd.jpg/a.png");
  }

  @Test
  void folderWithoutPicturesIsSaidSo() throws IOException {
    files("p/notes.txt");
    assertThat(expand("p"))
        .containsExactly("! p: no pictures in this folder (jpg, png, bmp, gif, webp)");
  }

  @Test
  void missingFileKeepsItsPlaceAmongTheOthers() throws IOException {
    files("a.jpg", "c.jpg");
    assertThat(expand("a.jpg", "b.jpg", "c.jpg", ""))
        .containsExactly("a.jpg", "! b.jpg: no such file", "c.jpg", "! '': an empty name");
  }

  @Test
  void loopsAndLatticesOfLinksEnd() throws IOException {
    files("p/0/a.jpg");
    for (int level = 1; level < 40; level++) {
      Path here = Files.createDirectories(folder.resolve("p/" + level));
      for (String name : List.of("x", "y")) {
        link(here.resolve(name), folder.resolve("p/" + (level - 1)));
      }
    }
    link(folder.resolve("p/0/loop"), folder.resolve("p"));
    assertThat(expand("p")).containsExactly("p/0/a.jpg");
    assertThat(expand("p/39")).hasSize(1).first().asString().endsWith("/a.jpg");
  }

  @Test
  void linksToPicturesAreFollowedAndDanglingOnesReported() throws IOException {
    files("q/a.jpg");
    Files.createDirectories(folder.resolve("p"));
    link(folder.resolve("p/a.jpg"), folder.resolve("q/a.jpg"));
    link(folder.resolve("p/gone.jpg"), folder.resolve("q/gone.jpg"));
    assertThat(expand("p")).containsExactly("p/a.jpg", "p/gone.jpg");
  }

  @Test
  void folderThatCannotBeReadIsReportedAndTheOthersGoOn() throws IOException {
    files("p/a.jpg", "p/locked/b.jpg", "p/z.jpg");
    Path locked = folder.resolve("p/locked");
    assumeTrue(
        Files.getFileStore(locked).supportsFileAttributeView("posix"), "no POSIX permissions");
    Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("---------"));
    try {
      assumeFalse(Files.isReadable(locked), "this user may read everything");
      assertThat(expand("p"))
          .containsExactly("p/a.jpg", "! p/locked: permission denied", "p/z.jpg");
    } finally {
      Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("rwx------"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          *.jpg            | a.jpg, b.jpg
          ?.{jpg,png}      | a.jpg, b.jpg, c.png
          [!a-b].png       | c.png
          p/*              | p/a.jpg, p/n.txt, p/q/a.png, p/q/r/a.gif
          p/*/*.png        | p/q/a.png
          **/a.*           | a.jpg, p/a.jpg, p/q/a.png, p/q/r/a.gif
          p/**             | p/a.jpg, p/q/a.png, p/q/r/a.gif
          **/**/r/**/*.gif | p/q/r/a.gif
          .*.jpg           | .h.jpg
          x*/*.jpg         | ! x*/*.jpg: no file matches
          [a               | ! [a: no file matches
          """)
  void patternsThatNoShellExpanded(String pattern, String expected) throws IOException {
    files("a.jpg", "b.jpg", "c.png", ".h.jpg", "p/a.jpg", "p/n.txt", "p/q/a.png", "p/q/r/a.gif");
    assertThat(expand(pattern)).containsExactly(expected.split(", "));
  }

  @Test
  void absolutePatternsGiveAbsoluteNames() throws IOException {
    files("a.jpg", "b.jpg");
    List<Input> inputs = Inputs.expand(List.of(folder + "/*.jpg"), InputStream.nullInputStream());
    assertThat(inputs)
        .extracting(Input::name)
        .containsExactly(folder.resolve("a.jpg").toString(), folder.resolve("b.jpg").toString());
  }

  @Test
  void fileCalledLikeAPatternIsThatFile() throws IOException {
    files("a[1].jpg", "a1.jpg");
    assertThat(expand("a[1].jpg")).containsExactly("a[1].jpg");
  }

  @Test
  void namesMayHoldAnything() throws IOException {
    String odd = "two\nlines \u202e\ud83d\ude00 ñ.jpg";
    try {
      files("p/" + odd);
    } catch (InvalidPathException | FileSystemException e) {
      assumeTrue(false, "this system takes no such name");
    }
    assertThat(expand("p")).containsExactly("p/" + odd);
  }

  /** The shell makes such a file, because Java can spell no name that is not text. */
  @Test
  void namesThatAreNoTextAreFoundAndRead() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "no shell here");
    Process shell =
        new ProcessBuilder(
                "/bin/sh", "-c", "mkdir p && printf bytes > \"$(printf 'p/caf\\351.jpg')\"")
            .directory(folder.toFile())
            .start();
    assertThat(shell.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assumeTrue(shell.exitValue() == 0, "this file system takes text only");
    for (String argument : List.of("p", "p/caf\ufffd.jpg", "p/*.jpg")) {
      List<Input> inputs = expandInputs(argument);
      assertThat(inputs).singleElement().isInstanceOf(Input.File.class);
      Input.File file = (Input.File) inputs.getFirst();
      assertThat(file.name()).endsWith("p/caf\ufffd.jpg");
      assertThat(Files.readString(file.path())).isEqualTo("bytes");
    }
  }

  @Test
  void dashIsStandardInputOnce() throws IOException {
    InputStream stream = new ByteArrayInputStream(new byte[] {1});
    assertThat(Inputs.expand(List.of("-"), stream))
        .containsExactly(new Input.StandardInput(stream))
        .extracting(Input::name)
        .containsExactly("-");
    assertThatThrownBy(() -> Inputs.expand(List.of("-", "a.jpg", "-"), stream))
        .isInstanceOf(UsageException.class);
  }

  /** Names relative to the test's folder; those that cannot be read as {@code ! name: reason}. */
  private List<String> expand(String... arguments) {
    return expandInputs(arguments).stream()
        .map(
            input ->
                switch (input) {
                  case Input.Unreadable u -> "! " + u.name() + ": " + u.reason();
                  default -> input.name();
                })
        .map(name -> name.replace(folder + "/", "").replace('\\', '/'))
        .toList();
  }

  private List<Input> expandInputs(String... arguments) {
    List<String> absolute =
        List.of(arguments).stream().map(a -> a.isEmpty() ? a : folder + "/" + a).toList();
    return Inputs.expand(absolute, InputStream.nullInputStream());
  }

  private void files(String... names) throws IOException {
    for (String name : names) {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.createFile(file);
    }
  }

  private static void link(Path link, Path target) throws IOException {
    try {
      Files.createSymbolicLink(link, target);
    } catch (FileSystemException | UnsupportedOperationException e) {
      assumeTrue(false, "no symbolic links here: " + e);
    }
  }
}
