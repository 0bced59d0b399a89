package liviano.formats.keras;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import liviano.LivianoException;
import liviano.MalformedModelException;
import liviano.formats.ModelFiles;
import liviano.formats.keras.Hdf5Writer.Group;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left of a file, and files that were changed: refused in one line, or read. */
class DamagedHdf5Test {
  private static final int CHANGES = 1500;

  @TempDir Path folder;
  private byte[] whole;

  @BeforeEach
  void write() throws IOException {
    whole = Hdf5Writer.file(SmallKeras.file());
    ModelFiles.read(path(whole));
  }

  @Test
  void aFileThatIsCutOffIsRefused() throws IOException {
    for (int length = 8; length < whole.length; length += 13) {
      Path file = path(Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> ModelFiles.read(file))
          .as("%d bytes", length)
          .isInstanceOf(MalformedModelException.class)
          .hasMessageStartingWith(file + ": ")
          .hasMessageNotContainingAny("\n", "Exception");
    }
  }

  @Test
  void changedBytesAreRefusedOrRead() throws IOException {
    Random random = new Random(1);
    int refused = 0;
    for (int change = 0; change < CHANGES; change++) {
      byte[] changed = whole.clone();
      for (int i = 0; i <= change % 4; i++) {
        changed[random.nextInt(changed.length)] = (byte) (change % 3 == 0 ? -1 : random.nextInt());
      }
      try {
        ModelFiles.read(path(changed));
      } catch (LivianoException e) {
        refused++;
        assertThat(e.getMessage()).doesNotContain("\n");
      }
    }
    assertThat(refused).isGreaterThan(CHANGES / 20);
  }

  /** Of texts that take no bytes there are as many as one likes. */
  @Test
  void textsWithoutALengthAreNone() throws IOException {
    Path file = path(Hdf5Writer.file(new Group().fixed("layer_names", "")));

    assertThatThrownBy(() -> ModelFiles.read(file))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining("it holds weights without a network");
  }

  /** Branches that meet again double the work at each level. */
  @Test
  void aTreeWhoseBranchesMeetIsRefused() throws IOException {
    ByteBuffer changed = ByteBuffer.wrap(whole.clone()).order(ByteOrder.LITTLE_ENDIAN);
    int tree = indexOf("TREE", 0);
    // Two children, both the first one's list.
    changed.putShort(tree + 6, (short) 2);
    changed.putLong(tree + 24 + 24, changed.getLong(tree + 24 + 8));

    assertThatThrownBy(() -> ModelFiles.read(path(changed.array())))
        .hasMessageContaining("lead to the same place");
  }

  @Test
  void aTreeThatLeadsToItselfIsRefused() throws IOException {
    ByteBuffer changed = ByteBuffer.wrap(whole.clone()).order(ByteOrder.LITTLE_ENDIAN);
    int tree = indexOf("TREE", 0);
    changed.put(tree + 5, (byte) 1);
    changed.putLong(tree + 24 + 8, tree);

    assertThatThrownBy(() -> ModelFiles.read(path(changed.array())))
        .hasMessageContaining("HDF5 file");
  }

  /** Extents whose product is beyond the file, with and without overflow. */
  @Test
  void anArrayBeyondTheFileIsRefused() throws IOException {
    for (int extent : new int[] {1 << 20, Integer.MAX_VALUE}) {
      Group file = SmallKeras.file();
      byte[] bytes = Hdf5Writer.file(file);
      ByteBuffer changed = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      // Of the first array: message 1, of 24 bytes, one axis.
      int space = indexOf(new byte[] {1, 0, 16, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0}, 0);
      changed.putLong(space + 16, extent);

      assertThatThrownBy(() -> ModelFiles.read(path(changed.array())))
          .isInstanceOf(MalformedModelException.class)
          .hasMessageContaining("beyond the end of the file");
    }
  }

  private int indexOf(String text, int from) {
    return indexOf(text.getBytes(UTF_8), from);
  }

  private int indexOf(byte[] part, int from) {
    for (int at = from; at <= whole.length - part.length; at++) {
      if (Arrays.equals(part, Arrays.copyOfRange(whole, at, at + part.length))) {
        return at;
      }
    }
    throw new AssertionError("not in the file");
  }

  private Path path(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("model.h5"), bytes);
  }
}
