package liviano.server.inference;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;

/** Bytes outside the heap. */
final class Segments {
  private static final int PIECE = 1 << 16;

  private Segments() {}

  /** Writes all bytes. */
  static void write(MemorySegment data, OutputStream out) throws IOException {
    byte[] piece = new byte[(int) Math.min(PIECE, data.byteSize())];
    for (long at = 0; at < data.byteSize(); at += piece.length) {
      int length = (int) Math.min(piece.length, data.byteSize() - at);
      MemorySegment.copy(data, at, MemorySegment.ofArray(piece), 0, length);
      out.write(piece, 0, length);
    }
  }
}
