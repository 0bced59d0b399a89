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

  /** Of an input of these extents and this format. */
  List<byte[]> run(byte[] input, OnnxJavaType type, long... dims) throws OrtException {
    ByteBuffer bytes = ByteBuffer.allocateDirect(input.length).order(ByteOrder.nativeOrder());
    bytes.put(input).flip();
    String name = session.getInputNames().iterator().next();
    List<byte[]> outputs = new ArrayList<>();
    try (OnnxTensor tensor = OnnxTensor.createTensor(environment, bytes, dims, type);
        OrtSession.Result result = session.run(Map.of(name, tensor))) {
      for (int i = 0; i < result.size(); i++) {
        ByteBuffer given = ((OnnxTensor) result.get(i)).getByteBuffer();
        byte[] copy = new byte[given.remaining()];
        given.get(copy);
        outputs.add(copy);
      }
    }
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
    return new TreeMap<>(new LinkedHashMap<>(counts));
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
