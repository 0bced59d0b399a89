package liviano.weights;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import liviano.MalformedModelException;
import liviano.tensor.NativeMemory;

/** Bytes of a stream in memory outside the heap. */
final class OffHeap {
  /** Of one piece: memory is taken piece by piece, as bytes come, and not by a header's word. */
  private static final int PIECE = 4 << 20;

  private OffHeap() {}

  /**
   * The rest of a stream, which is left open, on a 64-byte boundary. For a moment there are two
   * copies.
   *
   * @param name of the stream in errors
   * @param before bytes of it that have been read already
   * @param most bytes of all, those before among them
   * @throws MalformedModelException if there are more
   */
  static MemorySegment readAll(InputStream in, String name, long before, long most)
      throws IOException {
    try (Arena passing = Arena.ofConfined()) {
      List<MemorySegment> pieces = new ArrayList<>();
      long length = 0;
      byte[] buffer = new byte[1 << 16];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        if (count > most - before - length) {
          throw new MalformedModelException(
              name,
              most,
              "longer than the limit of "
                  + most
                  + " bytes: raise it by Limits.with(LOADED_BYTES, ...), or load a file");
        }
        append(pieces, passing, length, buffer, count);
        length += count;
      }
      MemorySegment all = NativeMemory.allocate(length);
      for (int i = 0; i < pieces.size(); i++) {
        long at = (long) i * PIECE;
        MemorySegment.copy(pieces.get(i), 0, all, at, Math.min(PIECE, length - at));
      }
      return all.asReadOnly();
    }
  }

  private static void append(
      List<MemorySegment> pieces, Arena arena, long length, byte[] bytes, int count) {
    for (int done = 0; done < count; ) {
      int at = (int) ((length + done) % PIECE);
      if (at == 0) {
        pieces.add(arena.allocate(PIECE));
      }
      int part = Math.min(count - done, PIECE - at);
      MemorySegment.copy(MemorySegment.ofArray(bytes), done, pieces.getLast(), at, part);
      done += part;
    }
  }
}
