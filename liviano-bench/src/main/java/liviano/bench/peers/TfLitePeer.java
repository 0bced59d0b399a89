package liviano.bench.peers;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import liviano.formats.tflite.TfLiteWriter;
import liviano.graph.Value;
import liviano.model.Model;
import liviano.tensor.Shape;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.tensorflowlite.BuiltinOpResolver;
import org.bytedeco.tensorflowlite.FlatBufferModel;
import org.bytedeco.tensorflowlite.Interpreter;
import org.bytedeco.tensorflowlite.InterpreterBuilder;
import org.bytedeco.tensorflowlite.OpResolver;
import org.bytedeco.tensorflowlite.global.tensorflowlite;

/**
 * TensorFlow Lite with its default kernels, which hand over to XNNPACK what that takes: in a
 * network of this kind everything.
 */
final class TfLitePeer implements Peer {
  private final Setup setup;
  private final FlatBufferModel model;
  private final BuiltinOpResolver kernels = new BuiltinOpResolver();

  private TfLitePeer(Setup setup, FlatBufferModel model) {
    this.setup = setup;
    this.model = model;
  }

  static TfLitePeer load(Setup setup) throws IOException {
    Path file = setup.folder().resolve("network.tflite");
    Model model = setup.model();
    TfLiteWriter.write(model.graph(), model.weights(), file);
    return new TfLitePeer(setup, read(file));
  }

  static FlatBufferModel read(Path file) {
    FlatBufferModel read = FlatBufferModel.BuildFromFile(file.toString());
    if (read == null || read.isNull()) {
      throw new IllegalStateException("it does not read the network");
    }
    return read;
  }

  /** Ready to run; to be closed before the model that it reads. */
  static Interpreter interpreter(FlatBufferModel model, OpResolver kernels, int threads) {
    Interpreter interpreter = new Interpreter((Pointer) null);
    try (InterpreterBuilder builder = new InterpreterBuilder(model, kernels)) {
      require(builder.SetNumThreads(threads), "taking threads");
      require(builder.apply(interpreter), "reading the network");
      require(interpreter.AllocateTensors(), "planning memory");
    } catch (IllegalStateException e) {
      interpreter.close();
      throw e;
    }
    return interpreter;
  }

  @Override
  public String version() {
    return tensorflowlite.TfLiteVersion().getString();
  }

  /** An interpreter runs one inference at a time. */
  @Override
  public Lane lane() {
    Interpreter interpreter = interpreter(model, kernels, setup.threads());
    List<Integer> counts =
        setup.model().graph().outputs().values().stream()
            .map(Value::shape)
            .map(Shape::elements)
            .toList();
    MemorySegment input =
        memory(interpreter.typed_input_tensor_float(0), setup.input().shape().elements());
    return new InterpreterLane(interpreter, input, counts);
  }

  @Override
  public void close() {
    model.close();
  }

  private static MemorySegment memory(Pointer pointer, int floats) {
    return MemorySegment.ofAddress(pointer.address()).reinterpret((long) Float.BYTES * floats);
  }

  static void require(int status, String what) {
    if (status != tensorflowlite.kTfLiteOk) {
      throw new IllegalStateException(
          String.format(Locale.ROOT, "%s failed, status %d", what, status));
    }
  }

  private record InterpreterLane(Interpreter interpreter, MemorySegment input, List<Integer> counts)
      implements Lane {
    @Override
    public void run() {
      require(interpreter.Invoke(), "running");
    }

    @Override
    public List<float[]> outputs() {
      List<float[]> outputs = new ArrayList<>();
      for (int i = 0; i < counts.size(); i++) {
        outputs.add(
            memory(interpreter.typed_output_tensor_float(i), counts.get(i))
                .toArray(ValueLayout.JAVA_FLOAT));
      }
      return outputs;
    }

    @Override
    public void close() {
      interpreter.close();
    }
  }
}
