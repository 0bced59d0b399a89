package liviano.bench.peers;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import liviano.engine.CompileOptions;
import liviano.engine.Engine;
import liviano.engine.Session;
import liviano.engine.SessionTensor;
import liviano.formats.ModelFiles;
import liviano.model.Model;
import org.bytedeco.tensorflowlite.BuiltinOpResolver;
import org.bytedeco.tensorflowlite.BuiltinOpResolverWithoutDefaultDelegates;
import org.bytedeco.tensorflowlite.FlatBufferModel;
import org.bytedeco.tensorflowlite.Interpreter;
import org.bytedeco.tensorflowlite.TfLiteTensor;
import org.bytedeco.tensorflowlite.global.tensorflowlite;

/**
 * Files of TensorFlow Lite as they are, in that runtime and in Liviano, in turns and on one thread;
 * and how many of a file's operations XNNPACK takes. Numbers are drawn: a network's time does not
 * depend on them.
 *
 * <pre>java --enable-native-access=ALL-UNNAMED -cp CLASSPATH liviano.bench.peers.TfLiteFileTimes
 *     FILE...</pre>
 */
public final class TfLiteFileTimes {
  private static final int ROUNDS = 15;
  private static final int RUNS = 60;
  private static final long PAUSE_NANOS = 50_000_000;

  private TfLiteFileTimes() {}

  /**
   * @param args files
   * @throws IOException if one cannot be read
   */
  public static void main(String[] args) throws IOException {
    System.out.printf(
        Locale.ROOT, "%-40s %9s %9s %6s  %s%n", "", "Liviano", "TFLite", "ratio", "XNNPACK");
    for (String file : args) {
      System.out.println(row(Path.of(file)));
    }
  }

  private static String row(Path file) throws IOException {
    Model model = ModelFiles.read(file);
    Session session =
        Engine.compile(model.graph(), model.weights(), CompileOptions.defaults()).newSession();
    draw(model, session);
    FlatBufferModel read = TfLitePeer.read(file);
    try (BuiltinOpResolver kernels = new BuiltinOpResolver();
        Interpreter peer = TfLitePeer.interpreter(read, kernels, 1)) {
      draw(peer);
      double[] own = new double[ROUNDS];
      double[] other = new double[ROUNDS];
      for (int round = -2; round < ROUNDS; round++) {
        double first = median(session::run);
        double second = median(() -> TfLitePeer.require(peer.Invoke(), "running"));
        if (round >= 0) {
          own[round] = first;
          other[round] = second;
        }
      }
      return String.format(
          Locale.ROOT,
          "%-40s %6.2f ms %6.2f ms %6.2f  %s",
          file.getParent().getFileName() + "/" + file.getFileName(),
          middle(own),
          middle(other),
          middle(own) / middle(other),
          taken(read, peer));
    } finally {
      read.close();
    }
  }

  /** Delegates stand behind a file's own operations in the list of all. */
  private static String taken(FlatBufferModel model, Interpreter delegated) {
    try (BuiltinOpResolverWithoutDefaultDelegates kernels =
            new BuiltinOpResolverWithoutDefaultDelegates();
        Interpreter plain = TfLitePeer.interpreter(model, kernels, 1)) {
      long all = plain.execution_plan().limit();
      long delegates = delegated.nodes_size() - plain.nodes_size();
      long left = delegated.execution_plan().limit() - delegates;
      return String.format(Locale.ROOT, "%d of %d operations", all - left, all);
    }
  }

  private static void draw(Model model, Session session) {
    Random random = new Random(1);
    model
        .graph()
        .inputs()
        .forEach(
            value -> {
              SessionTensor input = session.input(value.name());
              if (input.format().isByte()) {
                byte[] bytes = new byte[input.elements()];
                random.nextBytes(bytes);
                input.copyFrom(bytes);
              } else {
                float[] numbers = new float[input.elements()];
                for (int i = 0; i < numbers.length; i++) {
                  numbers[i] = random.nextFloat(-1, 1);
                }
                input.copyFrom(numbers);
              }
            });
  }

  private static void draw(Interpreter interpreter) {
    Random random = new Random(1);
    for (int i = 0; i < interpreter.inputs().limit(); i++) {
      TfLiteTensor tensor = interpreter.input_tensor(i);
      MemorySegment memory =
          MemorySegment.ofAddress(tensor.data().raw().address()).reinterpret(tensor.bytes());
      if (tensor.type() == tensorflowlite.kTfLiteFloat32) {
        for (long k = 0; k < tensor.bytes() / Float.BYTES; k++) {
          memory.setAtIndex(ValueLayout.JAVA_FLOAT, k, random.nextFloat(-1, 1));
        }
      } else {
        byte[] bytes = new byte[(int) tensor.bytes()];
        random.nextBytes(bytes);
        memory.copyFrom(MemorySegment.ofArray(bytes));
      }
    }
  }

  /** Of some runs one after the other, once threads of another network have stopped waiting. */
  private static double median(Runnable run) {
    double[] times = new double[RUNS];
    LockSupport.parkNanos(PAUSE_NANOS);
    for (int i = 0; i < RUNS; i++) {
      long start = System.nanoTime();
      run.run();
      times[i] = (System.nanoTime() - start) * 1e-6;
    }
    return middle(times);
  }

  private static double middle(double[] times) {
    double[] sorted = times.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
