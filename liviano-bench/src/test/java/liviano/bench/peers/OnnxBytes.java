package liviano.bench.peers;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import liviano.graph.Graph;
import liviano.graph.Value;

/** A file in ONNX Runtime, its inputs and outputs as they lie in memory. */
final class OnnxBytes implements AutoCloseable {
  private static final int GRAPH = 7;
  private static final int NODE = 1;
  private static final int OP_TYPE = 4;

  private final OrtEnvironment environment;
  private final OrtSession session;
  private final Path optimized;

  private OnnxBytes(OrtEnvironment environment, OrtSession session, Path optimized) {
    this.environment = environment;
    this.session = session;
    this.optimized = optimized;
  }

  static OnnxBytes load(Path file, Path folder) throws OrtException {
    OrtEnvironment environment =
        OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, "liviano");
    Path optimized = folder.resolve("optimized.onnx");
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
      options.setOptimizedModelFilePath(optimized.toString());
      // Without VNNI its default adds pairs of products in 16 bits, which saturate.
      options.addConfigEntry("session.x64quantprecision", "1");
      options.setIntraOpNumThreads(1);
      return new OnnxBytes(
          environment, environment.createSession(file.toString(), options), optimized);
    }
  }

  /** The outputs, in the network's order, of unsigned bytes as inputs, by their names. */
  List<byte[]> run(Graph graph, Map<String, byte[]> inputs) throws OrtException {
    Map<String, OnnxTensor> tensors = new LinkedHashMap<>();
    for (Value input : graph.inputs()) {
      byte[] given = inputs.get(input.name());
      ByteBuffer bytes = ByteBuffer.allocateDirect(given.length).order(ByteOrder.nativeOrder());
      bytes.put(given).flip();
      long[] dims = Setup.dims(input.shape());
      tensors.put(
          input.name(), OnnxTensor.createTensor(environment, bytes, dims, OnnxJavaType.UINT8));
    }
    List<byte[]> outputs = new ArrayList<>();
    try (OrtSession.Result result = session.run(tensors)) {
      for (String name : graph.outputs().keySet()) {
        ByteBuffer given = ((OnnxTensor) result.get(name).orElseThrow()).getByteBuffer();
        byte[] copy = new byte[given.remaining()];
        given.get(copy);
        outputs.add(copy);
      }
    }
    tensors.values().forEach(OnnxTensor::close);
    return outputs;
  }

  /** How often each operation is in the network as it is run. */
  SortedMap<String, Integer> operations() throws IOException {
    SortedMap<String, Integer> counts = new TreeMap<>();
    for (ByteString graph : messages(ByteString.copyFrom(Files.readAllBytes(optimized)), GRAPH)) {
      for (ByteString node : messages(graph, NODE)) {
        counts.merge(messages(node, OP_TYPE).getFirst().toStringUtf8(), 1, Integer::sum);
      }
    }
    return counts;
  }

  private static List<ByteString> messages(ByteString message, int field) throws IOException {
    List<ByteString> found = new ArrayList<>();
    CodedInputStream in = message.newCodedInput();
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (WireFormat.getTagFieldNumber(tag) == field) {
        found.add(in.readBytes());
      } else {
        in.skipField(tag);
      }
    }
    return found;
  }

  @Override
  public void close() throws OrtException {
    session.close();
  }
}
