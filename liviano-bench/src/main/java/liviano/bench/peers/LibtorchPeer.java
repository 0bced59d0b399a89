package liviano.bench.peers;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import liviano.graph.Graph;
import liviano.graph.ParamSpec;
import liviano.graph.Value;
import liviano.model.Model;
import liviano.tensor.Shape;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.InferenceMode;
import org.bytedeco.pytorch.JitModule;
import org.bytedeco.pytorch.QualifiedName;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * libtorch: the graph as a TorchScript module, frozen and optimised for inference, maps channels
 * last in memory, run under inference mode.
 */
final class LibtorchPeer implements Peer {
  private final Setup setup;
  private final JitModule module;
  private final InferenceMode mode;
  private final String version;

  private LibtorchPeer(Setup setup, JitModule module, InferenceMode mode, String version) {
    this.setup = setup;
    this.version = version;
    this.module = module;
    this.mode = mode;
  }

  static LibtorchPeer load(Setup setup) throws IOException {
    torch.set_num_threads(setup.threads());
    InferenceMode mode = new InferenceMode(true);
    JitModule module = new JitModule(new QualifiedName("liviano.Network"));
    Model model = setup.model();
    Graph graph = model.graph();
    TorchScript script = TorchScript.of(graph);
    for (ParamSpec spec : (Iterable<ParamSpec>) graph.params()::iterator) {
      module.register_parameter(
          script.parameters().get(spec.name()), parameter(spec, model), false);
    }
    module.define(script.source());
    module.eval();
    String version = Loader.getVersion("org.bytedeco", "pytorch").replaceFirst("-.*", "");
    JitModule optimised = torch.optimize_for_inference(torch.freeze(module));
    return new LibtorchPeer(setup, optimised, mode, version);
  }

  @Override
  public String version() {
    return version;
  }

  @Override
  public Lane lane() {
    Shape shape = setup.input().shape();
    MemorySegment input = Arena.ofAuto().allocate((long) Float.BYTES * shape.elements(), 64);
    FloatPointer view =
        new FloatPointer(input.asByteBuffer().order(ByteOrder.nativeOrder()).asFloatBuffer());
    Tensor tensor = torch.from_blob(view, setup.inputDims());
    IValueVector arguments = new IValueVector(new IValue(tensor));
    List<Integer> counts =
        setup.model().graph().outputs().values().stream()
            .map(Value::shape)
            .map(Shape::elements)
            .toList();
    return new ModuleLane(module, arguments, input, counts);
  }

  @Override
  public void close() {
    module.close();
    mode.close();
  }

  /** A copy, because views would keep the order of memory that the file has. */
  private static Tensor parameter(ParamSpec spec, Model model) {
    float[] values = model.weights().require(spec.name(), spec.shape().extents()).toFloats();
    long[] order = TorchScript.order(spec);
    try (FloatPointer copied = new FloatPointer(values)) {
      Tensor plain = torch.from_blob(copied, Setup.longs(spec.shape())).clone();
      return switch (order.length) {
        case 4 -> plain.permute(order);
        case 3 -> plain.permute(order).unsqueeze(1).contiguous();
        default -> plain;
      };
    }
  }

  private static final class ModuleLane implements Lane {
    private final JitModule module;
    private final IValueVector arguments;
    private final MemorySegment input;
    private final List<Integer> counts;

    ModuleLane(
        JitModule module, IValueVector arguments, MemorySegment input, List<Integer> counts) {
      this.module = module;
      this.arguments = arguments;
      this.input = input;
      this.counts = counts;
    }

    @Override
    public MemorySegment input() {
      return input;
    }

    @Override
    public void run() {
      try (PointerScope _ = new PointerScope();
          InferenceMode _ = new InferenceMode(true)) {
        module.forward(arguments);
      }
    }

    @Override
    public List<float[]> outputs() {
      List<float[]> outputs = new ArrayList<>();
      try (PointerScope _ = new PointerScope();
          InferenceMode _ = new InferenceMode(true)) {
        TensorVector results = module.forward(arguments).toTensorVector();
        for (int i = 0; i < counts.size(); i++) {
          Tensor dense = results.get(i).contiguous();
          outputs.add(
              MemorySegment.ofAddress(dense.data_ptr_float().address())
                  .reinterpret((long) Float.BYTES * counts.get(i))
                  .toArray(ValueLayout.JAVA_FLOAT));
        }
      }
      return outputs;
    }

    @Override
    public void close() {
      arguments.close();
    }
  }
}
