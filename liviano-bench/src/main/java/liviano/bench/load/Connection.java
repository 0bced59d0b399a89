package liviano.bench.load;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/**
 * One connection that is kept alive: writes a request in one go, reads the answer. Plain blocking
 * sockets, because a client that takes a share of the cores falsifies what it measures.
 */
final class Connection implements AutoCloseable {
  private static final int CONNECT_MILLIS = 10_000;
  private static final int READ_MILLIS = 120_000;
  private static final int MOST_LINE = 16 << 10;
  private static final int MOST_BODY = 64 << 20;

  private final Socket socket = new Socket();
  private final InputStream input;
  private final byte[] buffer = new byte[16 << 10];
  private int position;
  private int end;
  private boolean closing;

  Connection(Target target) throws IOException {
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(READ_MILLIS);
    try {
      socket.connect(target.address(), CONNECT_MILLIS);
      input = socket.getInputStream();
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /** Whether the server said that it takes no more requests here. */
  boolean isClosing() {
    return closing;
  }

  /** Sends a request and reads its answer to the end. */
  Answer exchange(byte[] request) throws IOException {
    socket.getOutputStream().write(request);
    String[] words = line().split(" ", 3);
    if (words.length < 2 || !words[0].startsWith("HTTP/1.")) {
      throw new IOException("no HTTP answer: " + words[0]);
    }
    Head head = new Head();
    for (String line = line(); !line.isEmpty(); line = line()) {
      head.add(line);
    }
    closing |= head.close;
    byte[] body = head.chunked ? chunks() : bytes(head.length);
    return new Answer(Integer.parseInt(words[1]), head.retryAfter, head.stages, body);
  }

  /** The headers that matter. */
  private static final class Head {
    private final Map<String, Double> stages = new LinkedHashMap<>();
    private OptionalLong retryAfter = OptionalLong.empty();
    private long length;
    private boolean chunked;
    private boolean close;

    void add(String line) throws IOException {
      int colon = line.indexOf(':');
      if (colon < 0) {
        throw new IOException("no header: " + line);
      }
      String value = line.substring(colon + 1).strip();
      switch (line.substring(0, colon).toLowerCase(Locale.ROOT)) {
        case "content-length" -> length = Long.parseLong(value);
        case "transfer-encoding" -> chunked = value.equalsIgnoreCase("chunked");
        case "connection" -> close = value.equalsIgnoreCase("close");
        case "retry-after" -> retryAfter = OptionalLong.of(Long.parseLong(value));
        case "server-timing" -> addStages(value);
        default -> {
          // Nothing that is measured.
        }
      }
    }

    /** {@code queue;dur=0.01, decode;dur=2.3}. */
    private void addStages(String value) {
      for (String entry : value.split(",")) {
        int duration = entry.indexOf(";dur=");
        if (duration > 0) {
          stages.put(
              entry.substring(0, duration).strip(),
              Double.parseDouble(entry.substring(duration + ";dur=".length()).strip()));
        }
      }
    }
  }

  private byte[] chunks() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (int size = chunkSize(); size > 0; size = chunkSize()) {
      if (size > MOST_BODY - body.size()) {
        throw new IOException("an answer of more than 64 MiB");
      }
      body.write(bytes(size));
      line();
    }
    for (String trailer = line(); !trailer.isEmpty(); trailer = line()) {
      // Trailers are of no interest.
    }
    return body.toByteArray();
  }

  private int chunkSize() throws IOException {
    return Integer.parseInt(line().split(";", 2)[0].strip(), 16);
  }

  private byte[] bytes(long count) throws IOException {
    if (count > MOST_BODY) {
      throw new IOException("an answer of more than 64 MiB");
    }
    byte[] bytes = new byte[(int) count];
    int here = Math.min(bytes.length, end - position);
    System.arraycopy(buffer, position, bytes, 0, here);
    position += here;
    if (input.readNBytes(bytes, here, bytes.length - here) < bytes.length - here) {
      throw new EOFException("the answer ends early");
    }
    return bytes;
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    while (line.length() <= MOST_LINE) {
      if (position == end) {
        fill();
      }
      int from = position;
      while (position < end && buffer[position] != '\n') {
        position++;
      }
      line.append(new String(buffer, from, position - from, StandardCharsets.ISO_8859_1));
      if (position < end) {
        position++;
        int length = line.length();
        return length > 0 && line.charAt(length - 1) == '\r'
            ? line.substring(0, length - 1)
            : line.toString();
      }
    }
    throw new IOException("a line of an answer without an end");
  }

  private void fill() throws IOException {
    position = 0;
    end = Math.max(0, input.read(buffer));
    if (end == 0) {
      throw new EOFException("the connection was closed");
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
