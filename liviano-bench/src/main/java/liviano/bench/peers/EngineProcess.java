package liviano.bench.peers;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import liviano.model.Model;

/**
 * The process of one engine: loads a network, then does what standard input says line by line and
 * answers each on standard output, in a line after {@value #MARK}, because native libraries print
 * there too. It ends when its input does.
 *
 * <table>
 * <caption>Requests and answers</caption>
 * <tr><th>request<th>answer
 * <tr><td>(none, at the start)<td>{@code ready VERSION}
 * <tr><td>{@code outputs FILE}<td>{@code done}, one inference's outputs as float32 in the file
 * <tr><td>{@code run IDLE TIMED}<td>{@code nanos N N N ...}, one number a timed inference
 * <tr><td>{@code throughput MILLIS}<td>{@code pictures COUNT NANOS}
 * </table>
 *
 * Whatever goes wrong is answered by {@code error MESSAGE}.
 */
public final class EngineProcess {
  /** The prefix of each answer. */
  public static final String MARK = "@liviano ";

  private static final long INPUT_SEED = 7;

  private final Setup setup;
  private final Peer peer;
  private final Lane lane;
  private final PrintStream answers;

  private EngineProcess(Setup setup, Peer peer, PrintStream answers) {
    this.setup = setup;
    this.peer = peer;
    this.lane = peer.lane();
    this.answers = answers;
    fill(lane.input());
  }

  /**
   * @param arguments engine, model file, threads of one inference, inferences at a time, folder;
   *     and what Liviano computes with, if not with what the network is made for
   */
  public static void main(String[] arguments) {
    PrintStream answers =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    System.setOut(System.err);
    try {
      Engines engine = Engines.valueOf(arguments[0]);
      Setup setup =
          new Setup(
              Model.load(Path.of(arguments[1])),
              Integer.parseInt(arguments[2]),
              Integer.parseInt(arguments[3]),
              Path.of(arguments[4]),
              Stream.of(arguments).skip(5).findFirst());
      EngineProcess process = new EngineProcess(setup, engine.load(setup), answers);
      process.answer("ready " + process.peer.version());
      process.serve();
    } catch (LinkageError e) {
      answers.println(MARK + "error its library does not load here: " + message(e));
    } catch (Exception e) {
      answers.println(MARK + "error " + message(e));
    }
    // Native threads must not keep the process; memory and files go with it.
    Runtime.getRuntime().halt(0);
  }

  private void serve() throws IOException {
    BufferedReader requests =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line; (line = requests.readLine()) != null; ) {
      String[] words = line.split(" ", 2);
      switch (words[0]) {
        case "outputs" -> {
          lane.run();
          write(lane.outputs(), Path.of(words[1]));
          answer("done");
        }
        case "run" -> {
          String[] counts = words[1].split(" ");
          answer("nanos" + run(Integer.parseInt(counts[0]), Integer.parseInt(counts[1])));
        }
        case "throughput" -> answer(Throughput.of(setup, peer, Long.parseLong(words[1])).toLine());
        default -> throw new IllegalStateException("unknown request: " + line);
      }
    }
  }

  private String run(int idle, int timed) {
    for (int i = 0; i < idle; i++) {
      lane.run();
    }
    long[] nanos = new long[timed];
    for (int i = 0; i < timed; i++) {
      long start = System.nanoTime();
      lane.run();
      nanos[i] = System.nanoTime() - start;
    }
    StringBuilder line = new StringBuilder();
    for (long each : nanos) {
      line.append(' ').append(each);
    }
    return line.toString();
  }

  private void answer(String line) {
    answers.println(MARK + line);
  }

  /** From -1 to 1, the same in every process. */
  private static void fill(MemorySegment input) {
    SplittableRandom random = new SplittableRandom(INPUT_SEED);
    for (long i = 0; i < input.byteSize() / Float.BYTES; i++) {
      input.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) random.nextDouble(-1, 1));
    }
  }

  private static void write(List<float[]> outputs, Path file) throws IOException {
    int count = outputs.stream().mapToInt(output -> output.length).reduce(0, Math::addExact);
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.multiplyExact(count, Float.BYTES)).order(ByteOrder.LITTLE_ENDIAN);
    outputs.forEach(output -> floats(bytes, output));
    Files.write(file, bytes.array());
  }

  private static void floats(ByteBuffer bytes, float[] values) {
    for (float value : values) {
      bytes.putFloat(value);
    }
  }

  private static String message(Throwable failure) {
    String message = failure.getMessage();
    String text = message == null ? failure.getClass().getSimpleName() : message;
    return text.strip().replaceAll("\\s*\\R\\s*", " ");
  }
}
