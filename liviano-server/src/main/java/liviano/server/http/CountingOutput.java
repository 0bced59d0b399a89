package liviano.server.http;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Counts what is written; closing what it gives only flushes. */
final class CountingOutput {
  private long count;

  long count() {
    return count;
  }

  OutputStream around(OutputStream to) {
    return new FilterOutputStream(to) {
      @Override
      public void write(int b) throws IOException {
        out.write(b);
        count++;
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
        count += length;
      }

      @Override
      public void close() throws IOException {
        flush();
      }
    };
  }
}
