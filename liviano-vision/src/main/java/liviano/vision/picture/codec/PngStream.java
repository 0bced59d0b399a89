package liviano.vision.picture.codec;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** What the decoder sees of a PNG file: the chunks before the data, one of all data, the end. */
final class PngStream {
  private static final int SIGNATURE = 8;
  private static final byte[] IDAT = "IDAT".getBytes(StandardCharsets.ISO_8859_1);
  private static final byte[] IEND = "IEND".getBytes(StandardCharsets.ISO_8859_1);

  private final Bytes file;
  private final ByteArrayOutputStream kept;
  private final CRC32 checksum = new CRC32();

  /** Where the chunk of data begins; 0 as long as there is none. */
  private int data;

  PngStream(Bytes file) {
    this.file = file;
    this.kept = new ByteArrayOutputStream(file.length());
    kept.write(file.array(), 0, SIGNATURE);
  }

  /** A chunk of the file as it is; behind the data it would say nothing. */
  void addChunk(int at, int length) {
    if (!hasData()) {
      kept.write(file.array(), at, length);
    }
  }

  /** The content of one of the file's chunks of data. */
  void addData(int at, int length) {
    if (!hasData()) {
      data = kept.size();
      kept.writeBytes(new byte[4]);
      kept.writeBytes(IDAT);
      checksum.update(IDAT);
    }
    kept.write(file.array(), at, length);
    checksum.update(file.array(), at, length);
  }

  boolean hasData() {
    return data > 0;
  }

  /** The whole stream, which has data. */
  byte[] end() {
    int length = kept.size() - data - 8;
    ByteBuffer end = ByteBuffer.allocate(16).putInt((int) checksum.getValue()).putInt(0).put(IEND);
    CRC32 empty = new CRC32();
    empty.update(IEND);
    kept.writeBytes(end.putInt((int) empty.getValue()).array());
    byte[] stream = kept.toByteArray();
    ByteBuffer.wrap(stream).putInt(data, length);
    return stream;
  }
}
