package liviano.cli.install;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * The beginning of a file that is being fetched, and a note beside it of where it is from, so that
 * a later run can go on. What server changes its file is noticed by the validator (an ETag or a
 * date): the server compares it, and sends all of the file if it is another.
 *
 * <p>A file whose checksum nobody states is gone on from only within one run, and only with a
 * validator: nothing later would notice that it is made of two.
 */
final class Part {
  private static final int MAX_NOTE = 1 << 14;

  private final Path file;
  private final Path note;
  private final Download download;
  private Optional<String> validator = Optional.empty();

  private Part(Path file, Download download) {
    this.file = file;
    this.note = file.resolveSibling(file.getFileName() + ".from");
    this.download = download;
  }

  /**
   * What there is of a download.
   *
   * @throws FileSystemException if that cannot be read, or is in the way
   */
  static Part open(Path file, Download download) throws FileSystemException {
    Part part = new Part(file, download);
    try {
      part.recall();
      return part;
    } catch (IOException e) {
      throw part.failure(e);
    }
  }

  private void recall() throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        || !Files.isRegularFile(note, LinkOption.NOFOLLOW_LINKS)
        || Files.size(file) > download.maxBytes()
        || !download.digest().isStated()) {
      forget();
      return;
    }
    String[] lines = readNote().split("\n", -1);
    if (lines.length == 2 && lines[0].equals(download.address().toString())) {
      validator = Optional.of(lines[1]).filter(text -> !text.isEmpty());
    } else {
      forget();
    }
  }

  private String readNote() throws IOException {
    try (InputStream in = Files.newInputStream(note)) {
      return new String(in.readNBytes(MAX_NOTE), StandardCharsets.UTF_8);
    }
  }

  /** How many bytes are there. */
  long length() throws FileSystemException {
    try {
      return Files.exists(file) ? Files.size(file) : 0;
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** What the server called the version of the file that these bytes are of. */
  Optional<String> validator() {
    return validator;
  }

  /** Whether to ask for the rest alone. */
  boolean canGoOn() throws FileSystemException {
    return length() > 0 && (download.digest().isStated() || validator.isPresent());
  }

  /** Opens the file to add to its end. */
  FileChannel goOn() throws FileSystemException {
    try {
      return FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /**
   * Opens the file to write all of it.
   *
   * @param newValidator what the server calls the version that it sends
   */
  FileChannel startAnew(Optional<String> newValidator) throws FileSystemException {
    try {
      forget();
      String text = download.address() + "\n" + newValidator.orElse("");
      Files.writeString(note, text, StandardOpenOption.CREATE_NEW);
      validator = newValidator;
      return FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** Deletes all of it. */
  void delete() throws FileSystemException {
    try {
      forget();
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private void forget() throws IOException {
    validator = Optional.empty();
    Files.deleteIfExists(file);
    Files.deleteIfExists(note);
  }

  /** The file is whole: nothing needs to be known of its beginning any more. */
  void finish() throws FileSystemException {
    try {
      Files.deleteIfExists(note);
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** A failure of the disk, told apart from those of the network by its kind. */
  FileSystemException failure(IOException e) {
    return NewFile.failure(file, e);
  }
}
