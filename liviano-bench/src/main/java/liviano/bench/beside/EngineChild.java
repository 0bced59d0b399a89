package liviano.bench.beside;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import liviano.bench.peers.EngineProcess;
import liviano.cli.CommandException;
import liviano.files.TiedProcess;

/**
 * The parent's end of an {@link EngineProcess}. There is a time limit for every answer; a process
 * that dies or hangs ends the comparison with one line that says which and why.
 */
final class EngineChild implements AutoCloseable {
  /** Loading writes the network in another format, extracts libraries and compiles. */
  private static final Duration LOADING = Duration.ofMinutes(5);

  private static final int MAX_LINE = 1 << 20;
  private static final int LAST_WORDS = 3;

  private final String name;
  private final Process process;
  private final BufferedWriter requests;
  private final BlockingQueue<Optional<String>> answers = new LinkedBlockingQueue<>();
  private final Deque<String> lastWords = new ArrayDeque<>();
  private final Thread errors;
  private final Duration patience;
  private final String version;
  private final TiedProcess tied;

  private EngineChild(String name, TiedProcess tied, Duration loading, Duration patience) {
    this.name = name;
    this.tied = tied;
    this.process = tied.process();
    this.requests = process.outputWriter();
    this.patience = patience;
    Thread.ofVirtual().name(name + " answers").start(this::readAnswers);
    this.errors = Thread.ofVirtual().name(name + " errors").start(this::readErrors);
    this.version = answer("ready", loading);
  }

  /** Starts the process and waits until it has loaded the network. */
  static EngineChild start(String name, ProcessBuilder command) throws IOException {
    return start(name, command, LOADING, Duration.ofMinutes(2));
  }

  /**
   * The same with other limits.
   *
   * @param patience beyond what an answer may rightly take
   */
  static EngineChild start(String name, ProcessBuilder command, Duration loading, Duration patience)
      throws IOException {
    TiedProcess tied = TiedProcess.start(command);
    try {
      return new EngineChild(name, tied, loading, patience);
    } catch (RuntimeException e) {
      tied.close();
      throw e;
    }
  }

  String name() {
    return name;
  }

  /** Of the engine; the kernels of this project's. */
  String version() {
    return version;
  }

  /** One inference's outputs, one after the other. */
  float[] outputs(Path file) throws IOException {
    ask("outputs " + file, "done", patience);
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    float[] values = new float[bytes.remaining() / Float.BYTES];
    bytes.asFloatBuffer().get(values);
    Files.delete(file);
    return values;
  }

  /**
   * Times inferences one after the other.
   *
   * @param idle inferences before them, to fetch code and weights back into the caches
   * @return milliseconds each
   */
  double[] run(int idle, int timed) {
    String nanos = ask("run " + idle + " " + timed, "nanos", patience);
    double[] ms =
        Stream.of(nanos.split(" ")).mapToDouble(word -> Long.parseLong(word) * 1e-6).toArray();
    if (ms.length != timed) {
      throw failure(String.format(Locale.ROOT, "it answered %d times, not %d", ms.length, timed));
    }
    return ms;
  }

  /** Pictures a second over so long a time. */
  double throughput(long millis) {
    String[] words =
        ask("throughput " + millis, "pictures", patience.plusMillis(millis)).split(" ");
    return Long.parseLong(words[0]) / (Long.parseLong(words[1]) * 1e-9);
  }

  @Override
  public void close() {
    tied.close();
  }

  private String ask(String request, String kind, Duration limit) {
    try {
      requests.write(request);
      requests.newLine();
      requests.flush();
    } catch (IOException e) {
      throw failure(died());
    }
    return answer(kind, limit);
  }

  private String answer(String kind, Duration limit) {
    Optional<String> line;
    try {
      line = answers.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure("interrupted");
    }
    if (line == null) {
      throw failure(String.format(Locale.ROOT, "no answer within %d s", limit.toSeconds()));
    }
    String text = line.orElseThrow(() -> failure(died()));
    if (text.startsWith("error ")) {
      throw failure(text.substring("error ".length()));
    }
    if (!text.startsWith(kind)) {
      throw failure(String.format(Locale.ROOT, "it answered '%s', not '%s'", text, kind));
    }
    return text.substring(kind.length()).strip();
  }

  private CommandException failure(String what) {
    return new CommandException(name + ": " + what);
  }

  private String died() {
    try {
      process.waitFor(5, TimeUnit.SECONDS);
      errors.join(Duration.ofSeconds(1)); // its last words may be on their way
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    String status =
        process.isAlive() ? "closed its output" : "ended, status " + process.exitValue();
    synchronized (lastWords) {
      return "its process "
          + status
          + (lastWords.isEmpty() ? "" : ": " + String.join(" / ", lastWords));
    }
  }

  private void readAnswers() {
    try (BufferedReader lines = process.inputReader()) {
      for (String line; (line = lines.readLine()) != null && line.length() < MAX_LINE; ) {
        if (line.startsWith(EngineProcess.MARK)) {
          answers.add(Optional.of(line.substring(EngineProcess.MARK.length())));
        }
      }
    } catch (IOException e) {
      // As at the end: there will be no more answers.
    }
    answers.add(Optional.empty());
  }

  private void readErrors() {
    try (BufferedReader lines = process.errorReader()) {
      for (String line; (line = lines.readLine()) != null; ) {
        synchronized (lastWords) {
          if (lastWords.size() == LAST_WORDS) {
            lastWords.removeFirst();
          }
          lastWords.add(line.strip());
        }
      }
    } catch (IOException e) {
      // Its last words are only an addition to the message.
    }
  }
}
