package liviano.vision.picture.codec;

import java.util.Locale;

/**
 * The run lengths of a BMP. Pixels that are passed over have the first colour; what a row has no
 * room for is dropped.
 *
 * <p>The mark at the end may be missing behind the last pixel. Where it, or the file's end, comes
 * before the last row, the picture is truncated.
 */
final class BmpRuns {
  private static final int END_OF_ROW = 0;
  private static final int END_OF_PICTURE = 1;
  private static final int MOVE = 2;

  private final BmpFile file;
  private final Pixels pixels;
  private final int limit;
  private int at;
  private int x;
  private int row;

  BmpRuns(BmpFile file, Pixels pixels) {
    this.file = file;
    this.pixels = pixels;
    this.limit = file.bytes().length();
    this.at = file.data();
  }

  void decode() throws DecodeException {
    for (int to = 0; file.colour(0) != 0 && to < pixels.rgb().length; to += 3) {
      pixels.set(to, file.colour(0));
    }
    boolean ended = false;
    while (!ended && !isFull()) {
      int count = next();
      int value = next();
      if (count > 0) {
        run(count, value);
      } else if (value == END_OF_ROW) {
        x = 0;
        row++;
      } else if (value == END_OF_PICTURE) {
        ended = true;
      } else if (value == MOVE) {
        x = Math.min(file.width(), x + next());
        row += next();
      } else {
        literal(value);
      }
    }
    if (row < file.height() - 1) {
      throw truncated();
    }
  }

  /** Whether no pixel is left to be set. */
  private boolean isFull() {
    return row >= file.height() || row == file.height() - 1 && x >= file.width();
  }

  private int next() throws DecodeException {
    if (at == limit) {
      throw truncated();
    }
    return file.bytes().array()[at++] & 0xFF;
  }

  private DecodeException truncated() {
    return new DecodeException(
        String.format(
            Locale.ROOT,
            "truncated: the BMP data end at byte %d, in row %d of %d",
            at,
            Math.min(row + 1, file.height()),
            file.height()));
  }

  /** The indices of a byte over and over: one of 8 bits, or two of 4. */
  private void run(int count, int value) {
    for (int i = 0; i < count; i++) {
      set(file.bits() == 8 ? value : index(value, i));
    }
  }

  /** Indices one by one, in an even number of bytes. */
  private void literal(int count) throws DecodeException {
    int bytes = file.bits() == 8 ? count : (count + 1) / 2;
    int first = at;
    if (limit - at < bytes) {
      at = limit;
      throw truncated();
    }
    at += bytes;
    byte[] array = file.bytes().array();
    for (int i = 0; i < count; i++) {
      set(file.bits() == 8 ? array[first + i] & 0xFF : index(array[first + i / 2] & 0xFF, i));
    }
    if ((bytes & 1) == 1 && at < limit) {
      at++;
    }
  }

  private static int index(int value, int place) {
    return place % 2 == 0 ? value >> 4 : value & 15;
  }

  private void set(int index) {
    if (x < file.width()) {
      pixels.set(file.target(row) + 3 * x, file.colour(index));
      x++;
    }
  }
}
