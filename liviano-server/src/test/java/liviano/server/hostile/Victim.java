package liviano.server.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import liviano.model.Model;
import liviano.server.LivianoServer;
import liviano.vision.Picture;

/**
 * A server in a process of its own, with a small heap and short time-outs, so that what it holds
 * can be counted and what a request takes too much of ends it.
 */
final class Victim implements AutoCloseable {
  /** Of the process, in megabytes. */
  private static final int HEAP = 160;

  /** How much more it may hold in the end than in the beginning. */
  private static final int SPARE_FILES = 6; // of the waiting

  private static final int SPARE_THREADS = 12; // of the pools for waiting and for timers
  private static final int SPARE_WAITERS = 3;
  private static final int SPARE_HEAP = 24 << 20;
  private static final Duration SETTLING = Duration.ofSeconds(20);

  private final Process process;
  private final BufferedReader answers;
  private final Path log;
  private final int port;
  private final State before;
  private int logged;

  /** What the process holds. */
  private record State(
      long files, long threads, long virtualThreads, long heapBytes, long badLogLines) {
    static State parse(String line) {
      long[] numbers = Arrays.stream(line.split(" ")).mapToLong(Long::parseLong).toArray();
      return new State(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]);
    }

    boolean isBackAt(State before) {
      return files <= before.files + SPARE_FILES
          && threads <= before.threads + SPARE_THREADS
          && virtualThreads <= before.virtualThreads + SPARE_WAITERS
          && heapBytes <= before.heapBytes + SPARE_HEAP;
    }
  }

  private Victim(Process process, Path log) throws IOException, InterruptedException {
    this.process = process;
    this.log = log;
    this.answers = process.inputReader(StandardCharsets.UTF_8);
    String first = answers.readLine();
    if (first == null) {
      throw new IOException("the server did not start: " + Files.readString(log));
    }
    this.port = Integer.parseInt(first);
    warmUp();
    this.before = state();
  }

  /**
   * Starts it.
   *
   * @param log where its standard error goes
   */
  static Victim start(Path log) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx" + HEAP + "m",
            "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED",
            "-Djava.awt.headless=true",
            "-Dsun.net.httpserver.maxReqTime=3",
            "-Dsun.net.httpserver.maxRspTime=20",
            "-Dsun.net.httpserver.idleInterval=4",
            "-Dsun.net.httpserver.timerMillis=250",
            "-cp",
            Stream.of(Model.class, Picture.class, LivianoServer.class, Victim.class)
                .map(Victim::place)
                .collect(Collectors.joining(File.pathSeparator)),
            VictimProcess.class.getName()));
    return new Victim(new ProcessBuilder(command).redirectError(log.toFile()).start(), log);
  }

  /** The folder or jar that a class comes from; that of a module is where its other classes are. */
  private static String place(Class<?> type) {
    String name = "/" + type.getName().replace('.', '/') + ".class";
    URL url = type.getResource(name);
    String text = url.toString();
    try {
      if (text.startsWith("jar:")) {
        String jar = text.substring("jar:".length(), text.indexOf("!/"));
        return Path.of(new java.net.URI(jar)).toString();
      }
      String path = Path.of(url.toURI()).toString();
      return path.substring(0, path.length() - name.length());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(text, e);
    }
  }

  int port() {
    return port;
  }

  /** Sends a picture as a good client does. */
  void mustAnswerGood() throws IOException {
    Reply reply = Wire.to(port).ask(good());
    assertThat(reply.status()).as("%s%n%s", reply, Files.readString(log)).isEqualTo(200);
    assertThat(reply.body()).contains("\"modelName\":\"tiny\"", "\"label\":");
  }

  private static byte[] good() throws IOException {
    return Wire.request("POST", "/v1/classify", "Content-Type: image/png", picture());
  }

  /** What a server opens once, when it first has to wait: as many as it ever has. */
  private void warmUp() throws IOException, InterruptedException {
    byte[] good = good();
    int half = good.length / 2;
    for (int i = 0; i < 30; i++) {
      mustAnswerGood();
      Wire slow = Wire.to(port);
      slow.send(Arrays.copyOf(good, half));
      Thread.sleep(20);
      assertThat(slow.ask(Arrays.copyOfRange(good, half, good.length)).status()).isEqualTo(200);
    }
  }

  /**
   * Waits until it holds no more than at the beginning. Also fails if a request made it fail, or it
   * logged a line that another could be hidden in.
   */
  void mustHoldNothing() throws IOException, InterruptedException {
    mustAnswerGood();
    long end = System.nanoTime() + SETTLING.toNanos();
    State now = state();
    while (!now.isBackAt(before) && System.nanoTime() < end) {
      Thread.sleep(250);
      now = state();
    }
    assertThat(now.isBackAt(before)).as("before: %s, now: %s", before, now).isTrue();
    assertThat(now.badLogLines()).as("lines of the request log that are no JSON").isZero();
    assertThat(newInLog()).as("standard error").doesNotContain("failed", "\tat ");
  }

  private String newInLog() throws IOException {
    String all = Files.readString(log);
    String added = all.substring(logged);
    logged = all.length();
    return added;
  }

  private State state() {
    try {
      process.outputWriter(StandardCharsets.UTF_8).append("state\n").flush();
      String line = answers.readLine();
      if (line == null) {
        throw new IllegalStateException("the server died: " + Files.readString(log));
      }
      return State.parse(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A small picture that a server can answer. */
  static byte[] picture() throws IOException {
    BufferedImage image = new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = image.createGraphics();
    pen.setColor(Color.ORANGE);
    pen.fillOval(5, 5, 20, 20);
    pen.dispose();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(image, "png", bytes);
    return bytes.toByteArray();
  }

  @Override
  public void close() throws IOException {
    process.outputWriter(StandardCharsets.UTF_8).close();
    process.destroy();
  }
}
