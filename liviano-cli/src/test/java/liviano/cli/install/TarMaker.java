package liviano.cli.install;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Makes gzipped tar archives, evil ones too. */
final class TarMaker {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final TarArchiveOutputStream tar;

  TarMaker() throws IOException {
    tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes), "UTF-8");
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
  }

  TarMaker file(String name, byte[] content) {
    return entry(new TarArchiveEntry(name, true), content);
  }

  /** Zeros, which hardly take room. */
  TarMaker zeros(String name, long size) {
    TarArchiveEntry entry = new TarArchiveEntry(name, true);
    entry.setSize(size);
    byte[] chunk = new byte[1 << 16];
    try {
      tar.putArchiveEntry(entry);
      for (long left = size; left > 0; left -= chunk.length) {
        tar.write(chunk, 0, (int) Math.min(left, chunk.length));
      }
      tar.closeArchiveEntry();
      return this;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** An entry of a kind, such as a device, or the name of the entry that follows. */
  TarMaker kind(String name, byte kind, byte[] content) {
    return entry(new TarArchiveEntry(name, kind, true), content);
  }

  /** A file whose name stands in an entry before it, as GNU's tar writes long ones. */
  TarMaker longName(String name, byte[] content) {
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
    return file(name, content);
  }

  TarMaker symbolicLink(String name, String target) {
    return link(name, target, TarConstants.LF_SYMLINK);
  }

  TarMaker hardLink(String name, String target) {
    return link(name, target, TarConstants.LF_LINK);
  }

  TarMaker pipe(String name) {
    return entry(new TarArchiveEntry(name, TarConstants.LF_FIFO, true), new byte[0]);
  }

  private TarMaker link(String name, String target, byte kind) {
    TarArchiveEntry entry = new TarArchiveEntry(name, kind, true);
    entry.setLinkName(target);
    return entry(entry, new byte[0]);
  }

  private TarMaker entry(TarArchiveEntry entry, byte[] content) {
    entry.setSize(content.length);
    entry.setModTime(0); // the same bytes each time
    try {
      tar.putArchiveEntry(entry);
      tar.write(content);
      tar.closeArchiveEntry();
      return this;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  byte[] toBytes() throws IOException {
    tar.close();
    return bytes.toByteArray();
  }
}
