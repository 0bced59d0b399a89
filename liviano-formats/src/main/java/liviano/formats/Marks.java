package liviano.formats;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Bytes by which kinds of files are known. */
public final class Marks {
  private Marks() {}

  /** Whether a file has these bytes from a place on; not, if it ends before them. */
  public static boolean isAt(FileChannel file, long place, byte[] mark) throws IOException {
    ByteBuffer found = ByteBuffer.allocate(mark.length);
    while (found.hasRemaining() && file.read(found, place + found.position()) >= 0) {
      // Reads until the mark is whole or the file ends.
    }
    return found.flip().equals(ByteBuffer.wrap(mark));
  }
}
