package liviano.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Tag("locale")
class PartialFileTest {
  private static final byte[] BYTES = {1, 2, 3, 4};

  @TempDir private Path folder;

  @Test
  void theFileAppearsWhenItIsFinished() throws IOException {
    Path target = folder.resolve("a.bin");
    try (PartialFile file = PartialFile.create(target)) {
      file.write(ByteBuffer.wrap(BYTES, 0, 2));
      file.stream().write(BYTES, 2, 1);
      file.stream().write(BYTES[3]);
      file.force();
      assertThat(target).doesNotExist();
      file.finish();
    }
    assertThat(target).hasBinaryContent(BYTES);
    assertThat(names()).containsExactly("a.bin");
  }

  @Test
  void whatIsNotFinishedLeavesWhatWasThere() throws IOException {
    Path target = Files.writeString(folder.resolve("a.bin"), "old");
    try (PartialFile file = PartialFile.create(target)) {
      file.write(ByteBuffer.wrap(BYTES));
      assertThat(names()).hasSize(2);
    }
    assertThat(target).hasContent("old");
    assertThat(names()).containsExactly("a.bin");
  }

  @Test
  void theLongestNameOfAFileHasRoom() throws IOException {
    Path target = folder.resolve("a".repeat(255));
    try (PartialFile file = PartialFile.create(target)) {
      file.finish();
    }
    assertThat(target).isEmptyFile();
  }

  @Test
  void throughALinkTheFileIsReplacedAndNotTheLink() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "old");
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);
    try (PartialFile part = PartialFile.create(link)) {
      part.write(ByteBuffer.wrap(BYTES));
      part.finish();
    }
    assertThat(link).isSymbolicLink();
    assertThat(file).hasBinaryContent(BYTES);
  }

  @Test
  @DisabledOnOs(OS.WINDOWS) // which has other words
  void whereNoFileCanBeWrittenTheReasonSaysWhy() throws IOException {
    Files.writeString(folder.resolve("file"), "");
    assertRefused(folder, "is a directory, expected a file name");
    assertRefused(
        folder.resolve("none/a"),
        "there is no folder " + folder.resolve("none") + ": make it first");
    assertRefused(folder.resolve("file/a"), "Not a directory");
    assertRefused(folder.resolve("a".repeat(256)), "File name too long");
  }

  @Test
  void aDeviceIsNotReplaced() {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full), "this system has no /dev/full");
    assertRefused(full, "is a device or pipe, expected a file that can be replaced");
  }

  private static void assertRefused(Path target, String reason) {
    assertThatThrownBy(
            () -> {
              try (PartialFile file = PartialFile.create(target)) {
                file.finish();
              }
            })
        .isInstanceOfSatisfying(
            FileSystemException.class,
            e -> {
              assertThat(e.getFile()).isEqualTo(target.toString());
              assertThat(e.getReason()).isEqualTo(reason);
            });
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
