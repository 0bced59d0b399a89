package liviano.bench.peers;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import liviano.formats.onnx.OnnxWriter;
import liviano.graph.Value;
import liviano.model.Model;

/**
 * ONNX Runtime on its CPU provider: all graph optimisations, input and outputs in memory that is
 * bound once, so that a run copies nothing and allocates nothing.
 */
final class OnnxRuntimePeer implements Peer {
  private final OrtEnvironment environment;
  private final OrtSession session;
  private final Setup setup;

  private OnnxRuntimePeer(OrtEnvironment environment, OrtSession session, Setup setup) {
    this.environment = environment;
    this.session = session;
    this.setup = setup;
  }

  static OnnxRuntimePeer load(Setup setup) throws OrtException, IOException {
    Path file = setup.folder().resolve("network.onnx");
    Model model = setup.model();
    OnnxWriter.write(model.graph(), model.weights(), file);
    OrtEnvironment environment =
        OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, "liviano");
    try (SessionOptions options = new SessionOptions()) {
      options.setOptimizationLevel(SessionOptions.OptLevel.ALL_OPT);
      options.setExecutionMode(SessionOptions.ExecutionMode.SEQUENTIAL);
      options.setInterOpNumThreads(1);
      options.setIntraOpNumThreads(setup.threads());
      return new OnnxRuntimePeer(
          environment, environment.createSession(file.toString(), options), setup);
    }
  }

  @Override
  public String version() {
    return environment.getVersion();
  }

  @Override
  public Lane lane() {
    try {
      Bound input = bind(setup.input());
      Map<String, Bound> outputs = new LinkedHashMap<>();
      for (Map.Entry<String, Value> output : setup.model().graph().outputs().entrySet()) {
        outputs.put(output.getKey(), bind(output.getValue()));
      }
      return new BoundLane(session, setup.input().name(), input, outputs);
    } catch (OrtException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  private Bound bind(Value value) throws OrtException {
    MemorySegment memory =
        Arena.ofAuto().allocate((long) Float.BYTES * value.shape().elements(), 64);
    FloatBuffer view = memory.asByteBuffer().order(ByteOrder.nativeOrder()).asFloatBuffer();
    return new Bound(
        memory, view, OnnxTensor.createTensor(environment, view, Setup.dims(value.shape())));
  }

  /** A tensor over memory of ours. */
  private record Bound(MemorySegment memory, FloatBuffer view, OnnxTensor tensor) {
    float[] copied() {
      float[] copy = new float[view.capacity()];
      view.get(0, copy);
      return copy;
    }
  }

  private static final class BoundLane implements Lane {
    private final OrtSession session;
    private final Bound input;
    private final Map<String, Bound> outputs;
    private final Map<String, OnnxTensor> read;
    private final Map<String, OnnxTensor> written = new LinkedHashMap<>();

    BoundLane(OrtSession session, String name, Bound input, Map<String, Bound> outputs) {
      this.session = session;
      this.input = input;
      this.outputs = outputs;
      this.read = Map.of(name, input.tensor());
      outputs.forEach((output, bound) -> written.put(output, bound.tensor()));
    }

    @Override
    public MemorySegment input() {
      return input.memory();
    }

    @Override
    public void run() {
      try {
        // Bound outputs are not the result's own: closing it leaves them open.
        session.run(read, written).close();
      } catch (OrtException e) {
        throw new IllegalStateException(e.getMessage(), e);
      }
    }

    @Override
    public List<float[]> outputs() {
      return outputs.values().stream().map(Bound::copied).toList();
    }

    @Override
    public void close() {
      input.tensor().close();
      outputs.values().forEach(bound -> bound.tensor().close());
    }
  }
}
