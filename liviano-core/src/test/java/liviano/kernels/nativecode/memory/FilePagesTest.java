package liviano.kernels.nativecode.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import liviano.kernels.nativecode.NativeProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilePagesTest {
  private static final int BYTES = 1 << 20;

  @TempDir private Path folder;

  @BeforeEach
  void needsNativeCalls() {
    assumeTrue(NativeProvider.unavailable().isEmpty());
  }

  @Test
  void pagesThatWereFetchedAreReadAsEver() throws IOException {
    byte[] bytes = new byte[BYTES];
    bytes[12_345] = 7;
    Path file = Files.write(folder.resolve("f"), bytes);
    try (FileChannel channel = FileChannel.open(file)) {
      MemorySegment mapped = channel.map(MapMode.READ_ONLY, 0, BYTES, Arena.ofAuto());
      FilePages.fetch(mapped.asSlice(12_345, BYTES - 20_000));
      assertThat(mapped.isLoaded()).isTrue();
      assertThat(mapped.get(ValueLayout.JAVA_BYTE, 12_345)).isEqualTo((byte) 7);
    }
    FilePages.fetch(MemorySegment.ofArray(bytes));
    FilePages.fetch(Arena.ofAuto().allocate(100));
  }

  /** What is no longer there is an error of the one who reads it, and does not end the JVM. */
  @Test
  void pagesThatTheFileNoLongerHasStayAway() throws IOException {
    Path file = Files.write(folder.resolve("f"), new byte[BYTES]);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      MemorySegment mapped = channel.map(MapMode.READ_ONLY, 0, BYTES, Arena.ofAuto());
      try (FileChannel cut = FileChannel.open(file, StandardOpenOption.WRITE)) {
        cut.truncate(10_000);
      }
      FilePages.fetch(mapped);
      FilePages.fetch(mapped.asSlice(BYTES / 2));
      assertThatThrownBy(() -> mapped.asSlice(BYTES / 2).toArray(ValueLayout.JAVA_BYTE))
          .isInstanceOf(InternalError.class);
    }
  }
}
