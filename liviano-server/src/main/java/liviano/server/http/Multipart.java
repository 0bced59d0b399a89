package liviano.server.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/**
 * The parts of a form as it comes over the network (RFC 7578, RFC 2046): one after the other, none
 * of them held in memory, each read no further than its limit. Of one thread.
 */
public final class Multipart {
  private static final int BUFFER = 1 << 14;
  private static final int MOST_PREAMBLE = 1 << 16;
  private static final int MOST_PADDING = 64;

  private final InputStream in;
  private final byte[] delimiter; // CR, LF, two hyphens, the boundary
  private final Limits limits;
  private final byte[] buffer = new byte[BUFFER];
  private int start;
  private int end;

  /** Between {@code start} and this no delimiter begins. */
  private int clear;

  private int parts;
  private Part current;
  private boolean closed;

  /**
   * Bounds of a form.
   *
   * @param parts the most of them
   * @param partBytes the most bytes of the body of each
   * @param headerBytes the most bytes of the headers of each
   */
  public record Limits(int parts, long partBytes, int headerBytes) {}

  /**
   * A form.
   *
   * @param in its bytes, not to be read by another
   * @param boundary as its media type says
   * @throws HttpException 400 if that is no boundary
   */
  public Multipart(InputStream in, String boundary, Limits limits) {
    if (!boundary.matches("[0-9A-Za-z'()+_,./:=? -]{0,69}[0-9A-Za-z'()+_,./:=?-]")) {
      throw wrong("its boundary must be of 1 to 70 letters, digits and some marks");
    }
    this.in = Objects.requireNonNull(in);
    this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.US_ASCII);
    this.limits = limits;
    // As if a line ended before the first byte: the first delimiter needs none.
    buffer[0] = '\r';
    buffer[1] = '\n';
    end = 2;
  }

  /** The form of a request; empty where its media type is none. */
  public static Optional<Multipart> of(Request request, Limits limits) {
    Optional<MediaType> type = request.headers().find("Content-Type").map(MediaType::parse);
    if (type.filter(given -> given.is("multipart", "form-data")).isEmpty()) {
      return Optional.empty();
    }
    String boundary =
        type.get()
            .parameter("boundary")
            .orElseThrow(() -> wrong("its Content-Type names no boundary"));
    return Optional.of(new Multipart(request.body().stream(), boundary, limits));
  }

  /**
   * The next part; what is left of the one before is passed over. Empty behind the last.
   *
   * @throws HttpException 400 if this is no form, it breaks off, or has too many parts or headers;
   *     413 if the part before is longer than its limit
   */
  public Optional<Part> next() throws IOException {
    if (closed) {
      return Optional.empty();
    }
    if (current != null) {
      current.body().skip(Long.MAX_VALUE);
    } else {
      preamble();
    }
    if (closed) {
      return Optional.empty();
    }
    if (++parts > limits.parts()) {
      throw wrong("it has above " + limits.parts() + " parts");
    }
    current = new Part(headers());
    return Optional.of(current);
  }

  private void preamble() throws IOException {
    byte[] waste = new byte[1 << 10];
    int read = 0;
    for (int got; (got = data(waste, 0, waste.length)) > 0; read += got) {
      if (read > MOST_PREAMBLE) {
        throw wrong("it does not begin with its boundary");
      }
    }
  }

  /** A part of a form. */
  public final class Part {
    private final PartHeaders headers;
    private final InputStream body = new Body(this);
    private boolean ended;

    private Part(PartHeaders headers) {
      this.headers = headers;
    }

    /** The name of its field; empty if it has none. */
    public String name() {
      return headers.name();
    }

    /** The name of the file that it is, as the client calls it: never to be used as a path. */
    public Optional<String> fileName() {
      return headers.fileName();
    }

    /** What it says that it is. */
    public Optional<MediaType> mediaType() {
      return headers.mediaType();
    }

    /**
     * Its bytes as they come, until the next part is asked for. Reading beyond the limit throws the
     * {@link HttpException} 413.
     */
    public InputStream body() {
      return body;
    }
  }

  private final class Body extends InputStream {
    private final Part part;
    private long read;

    Body(Part part) {
      this.part = part;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int count) throws IOException {
      Objects.checkFromIndexSize(offset, count, bytes.length);
      if (part.ended || part != current) {
        return -1;
      }
      if (count == 0) {
        return 0;
      }
      int got = data(bytes, offset, count);
      if (got < 0) {
        part.ended = true;
        return -1;
      }
      read += got;
      if (read > limits.partBytes()) {
        throw new HttpException(
            413, "a part of the form is longer than " + limits.partBytes() + " bytes");
      }
      return got;
    }

    @Override
    public long skip(long count) throws IOException {
      byte[] waste = new byte[1 << 12];
      long skipped = 0;
      while (skipped < count) {
        int got = read(waste, 0, (int) Math.min(waste.length, count - skipped));
        if (got < 0) {
          break;
        }
        skipped += got;
      }
      return skipped;
    }
  }

  /** Bytes up to the next delimiter; -1 once that is read, with the line that it is on. */
  private int data(byte[] bytes, int offset, int count) throws IOException {
    while (true) {
      if (clear == start) {
        clear = nextDelimiter();
      }
      if (clear > start) {
        int got = Math.min(count, clear - start);
        System.arraycopy(buffer, start, bytes, offset, got);
        start += got;
        return got;
      }
      if (end - start >= delimiter.length) {
        start += delimiter.length;
        clear = start;
        endLine();
        return -1;
      }
      fill();
    }
  }

  /**
   * Where the next delimiter begins, or what may be the beginning of one; {@code end} if nowhere.
   * There is one CR in it, the first byte: where some bytes match and the next does not, none of
   * them begins another.
   */
  private int nextDelimiter() {
    int at = start;
    while (at < end) {
      int same = 0;
      while (same < delimiter.length && at + same < end && buffer[at + same] == delimiter[same]) {
        same++;
      }
      if (same == delimiter.length || same > 0 && at + same == end) {
        return at;
      }
      at += Math.max(1, same);
    }
    return end;
  }

  /** The rest of a delimiter's line: two hyphens at the end of the form, else blanks. */
  private void endLine() throws IOException {
    int first = one();
    int second = one();
    if (first == '-' && second == '-') {
      closed = true;
      return;
    }
    for (int blanks = 0; first == ' ' || first == '\t'; blanks++) {
      if (blanks == MOST_PADDING) {
        break;
      }
      first = second;
      second = one();
    }
    if (first != '\r' || second != '\n') {
      throw wrong("its boundary is not on a line of its own");
    }
  }

  private PartHeaders headers() throws IOException {
    PartHeaders headers = PartHeaders.NONE;
    int left = limits.headerBytes();
    while (true) {
      byte[] line = line(left);
      if (line.length == 0) {
        return headers;
      }
      left -= line.length + 2;
      headers = headers.and(line);
    }
  }

  /** Without its end. */
  private byte[] line(int most) throws IOException {
    byte[] line = new byte[Math.max(0, Math.min(most, 128))];
    int length = 0;
    for (int b = one(); b != '\r'; b = one()) {
      if (length >= most) {
        throw wrong("the headers of a part are longer than " + limits.headerBytes() + " bytes");
      }
      if (b == '\n' || b == 0) {
        throw wrong("a header of a part has a character that none may have");
      }
      if (length == line.length) {
        line = Arrays.copyOf(line, Math.min(most, 2 * length));
      }
      line[length++] = (byte) b;
    }
    if (one() != '\n') {
      throw wrong("a header of a part does not end with CR and LF");
    }
    return Arrays.copyOf(line, length);
  }

  private int one() throws IOException {
    if (start == end) {
      fill();
    }
    int b = buffer[start++] & 0xff;
    clear = start;
    return b;
  }

  /** Reads at least a byte behind those that are there. */
  private void fill() throws IOException {
    System.arraycopy(buffer, start, buffer, 0, end - start);
    end -= start;
    start = 0;
    clear = 0;
    int got = in.read(buffer, end, buffer.length - end);
    if (got < 0) {
      throw wrong("it breaks off");
    }
    end += got;
  }

  static HttpException wrong(String why) {
    return new HttpException(400, "the form cannot be read: " + why);
  }
}
