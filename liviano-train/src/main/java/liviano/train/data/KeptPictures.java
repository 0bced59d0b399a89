package liviano.train.data;

import java.io.IOException;
import java.util.Optional;
import liviano.vision.Picture;

/**
 * The pictures of a source, decoded, and kept in memory as far as it is given. Large ones are kept
 * smaller, for augmentation alone; whether they were kept changes neither kind.
 *
 * <p>Safe for any number of threads.
 */
final class KeptPictures {
  private final int side;
  private final BoundedCache<Decoded> cache;
  private final Reader reader;

  /** Reads a picture by its index. */
  interface Reader {
    Picture read(int index) throws IOException;
  }

  /**
   * @param whole whether the picture has all the pixels of its file
   */
  private record Decoded(Picture picture, boolean whole) {
    long bytes() {
      return picture.samples().byteSize();
    }
  }

  /**
   * @param side the most pixels of the shorter side that augmentation can use
   * @param mostBytes of all that is kept
   */
  KeptPictures(int side, long mostBytes, Reader reader) {
    this.side = side;
    this.cache = new BoundedCache<>(mostBytes, Decoded::bytes);
    this.reader = reader;
  }

  /** A picture with no more pixels than augmentation can use. */
  Picture shrunk(int index) throws IOException {
    return cache.get(index, () -> shrunk(reader.read(index))).picture();
  }

  private Decoded shrunk(Picture read) {
    return new Decoded(Shrinking.toShorterSide(read, side), Shrinking.leaves(read, side));
  }

  /** A picture with all pixels of its file. */
  Picture whole(int index) throws IOException {
    Optional<Decoded> kept = cache.find(index).filter(Decoded::whole);
    if (kept.isPresent()) {
      return kept.get().picture();
    }
    Picture read = reader.read(index);
    if (Shrinking.leaves(read, side)) {
      cache.add(index, new Decoded(read, true));
    }
    return read;
  }

  /** How many are kept. */
  int size() {
    return cache.size();
  }
}
