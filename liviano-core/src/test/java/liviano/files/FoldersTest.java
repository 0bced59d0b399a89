package liviano.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Folders for results and for scratch. */
class FoldersTest {
  @TempDir private Path folder;

  @Test
  void aFolderIsMadeWithThoseItLiesIn() throws IOException {
    Path deep = folder.resolve("a/b/c");
    assertThat(NewFolders.make(deep)).isEqualTo(deep).isEmptyDirectory();
    assertThat(NewFolders.make(deep)).isDirectory();
  }

  @Test
  void aFileInTheWayIsAFailure() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThatThrownBy(() -> NewFolders.make(file))
        .isInstanceOf(FileAlreadyExistsException.class)
        .hasMessage(file.toString());
    assertThatThrownBy(() -> NewFolders.make(file.resolve("a/b"))).isInstanceOf(IOException.class);
  }

  @Test
  void scratchStartsEmptyAndGoesWithAllInIt() throws IOException {
    Path precious = Files.writeString(folder.resolve("precious"), "stays");
    Path path = folder.resolve("scratch");
    Files.createDirectories(path.resolve("left/over"));
    Files.createSymbolicLink(path.resolve("link"), folder);
    try (ScratchFolder scratch = ScratchFolder.at(path)) {
      assertThat(scratch.path()).isEqualTo(path).isEmptyDirectory();
      Files.writeString(Files.createDirectory(path.resolve("deep")).resolve("file"), "x");
      Files.createSymbolicLink(path.resolve("link"), folder);
    }
    assertThat(path).doesNotExist();
    assertThat(precious).hasContent("stays");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void temporaryScratchIsForThisUserAlone() throws IOException {
    Path path;
    try (ScratchFolder scratch = ScratchFolder.temporary("liviano-test")) {
      path = scratch.path();
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
          .isEqualTo("rwx------");
    }
    assertThat(path).doesNotExist();
  }

  /** As a download does that nobody has told yet that its folder goes. */
  @Test
  void scratchGoesWhileAnotherThreadFillsIt() throws Exception {
    for (int round = 0; round < 20; round++) {
      ScratchFolder scratch = ScratchFolder.at(folder.resolve("busy"));
      Path deep = Files.createDirectory(scratch.path().resolve("deep"));
      Thread filler =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      for (int i = 0; ; i++) {
                        Files.writeString(deep.resolve("file" + i), "x");
                      }
                    } catch (IOException e) {
                      // The folder is gone.
                    }
                  });
      scratch.close();
      filler.join();
      assertThat(scratch.path()).doesNotExist();
    }
  }
}
