package liviano.bench.peers;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import liviano.graph.Graph;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.tensorflowlite.BuiltinOpResolver;
import org.bytedeco.tensorflowlite.BuiltinOpResolverWithoutDefaultDelegates;
import org.bytedeco.tensorflowlite.FlatBufferModel;
import org.bytedeco.tensorflowlite.Interpreter;
import org.bytedeco.tensorflowlite.InterpreterBuilder;
import org.bytedeco.tensorflowlite.TfLiteTensor;
import org.bytedeco.tensorflowlite.global.tensorflowlite;

/** A file in TensorFlow Lite, its inputs and outputs as they lie in memory. */
final class TfLiteBytes implements AutoCloseable {
  private final FlatBufferModel model;
  private final BuiltinOpResolver kernels;
  private final Interpreter interpreter = new Interpreter((Pointer) null);

  /**
   * @param delegates whether XNNPACK computes what it takes, or TensorFlow Lite's own kernels all
   */
  TfLiteBytes(Path file, boolean delegates) {
    model = FlatBufferModel.BuildFromFile(file.toString());
    if (model == null || model.isNull()) {
      throw new IllegalStateException("it does not read the network");
    }
    kernels = delegates ? new BuiltinOpResolver() : new BuiltinOpResolverWithoutDefaultDelegates();
    try (InterpreterBuilder builder = new InterpreterBuilder(model, kernels)) {
      require(builder.apply(interpreter), "reading the network");
      require(interpreter.AllocateTensors(), "planning memory");
    }
  }

  /** The outputs, in the network's order, of bytes as inputs, by their names. */
  List<byte[]> run(Graph graph, Map<String, byte[]> inputs) {
    for (int i = 0; i < graph.inputs().size(); i++) {
      byte[] given = inputs.get(graph.inputs().get(i).name());
      memory(interpreter.input_tensor(i)).copyFrom(MemorySegment.ofArray(given));
    }
    require(interpreter.Invoke(), "running");
    List<byte[]> outputs = new ArrayList<>();
    for (int i = 0; i < graph.outputs().size(); i++) {
      outputs.add(memory(interpreter.output_tensor(i)).toArray(ValueLayout.JAVA_BYTE));
    }
    return outputs;
  }

  private static MemorySegment memory(TfLiteTensor tensor) {
    return MemorySegment.ofAddress(tensor.data().raw().address()).reinterpret(tensor.bytes());
  }

  private static void require(int status, String what) {
    if (status != tensorflowlite.kTfLiteOk) {
      throw new IllegalStateException(what + " failed, status " + status);
    }
  }

  @Override
  public void close() {
    interpreter.close();
    kernels.close();
    model.close();
  }
}
