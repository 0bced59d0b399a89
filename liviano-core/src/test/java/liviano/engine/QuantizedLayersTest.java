package liviano.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import liviano.engine.QuantizedLayers.Layer;
import liviano.graph.Graph;
import liviano.graph.Op;
import liviano.graph.ParamSpec;
import liviano.graph.TensorType;
import liviano.kernels.Grid;
import liviano.kernels.KernelProvider;
import liviano.kernels.Providers;
import liviano.tensor.DType;
import liviano.tensor.LittleEndian;
import liviano.tensor.Quantization;
import liviano.weights.Tensor;
import liviano.weights.Weights;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every quantized layer, in integers and as floats on the grid, is the layer on real numbers,
 * rounded, to within one step.
 */
class QuantizedLayersTest {
  private static final int SEEDS = 6;

  static Stream<Arguments> providers() {
    return Providers.available().stream()
        .flatMap(
            provider ->
                Stream.of(DType.I8, DType.U8)
                    .flatMap(
                        format ->
                            Stream.of(true, false)
                                .map(each -> Arguments.of(provider, format, each))));
  }

  @ParameterizedTest
  @MethodSource("providers")
  void aLayerIsThatOfRealNumbersToAStep(KernelProvider provider, DType format, boolean perChannel) {
    for (int seed = 0; seed < SEEDS; seed++) {
      QuantizedLayers drawn = new QuantizedLayers(seed, format, perChannel);
      for (Layer layer : drawn.all()) {
        Graph graph = layer.graph();
        Weights weights = drawn.weights(graph);
        List<byte[]> inputs = layer.inputs().stream().map(drawn::input).toList();

        byte[] given = QuantizedLayers.run(provider, graph, weights, inputs);

        byte[] expected = rounded(layer, graph, weights, inputs);
        assertThat(mostSteps(given, expected, format))
            .as("%s, seed %d: %s", provider.name(), seed, layer)
            .isLessThanOrEqualTo(1);
      }
    }
  }

  /** The same where values are not integers on the way. */
  @ParameterizedTest
  @MethodSource("providers")
  void aLayerInFloatsIsThatOfRealNumbersToAStep(
      KernelProvider provider, DType format, boolean perChannel) {
    QuantizedLayers drawn = new QuantizedLayers(17, format, perChannel);
    for (Layer layer : drawn.all()) {
      Graph graph = layer.graph();
      Weights weights = drawn.weights(graph);
      List<byte[]> inputs = layer.inputs().stream().map(drawn::input).toList();

      byte[] given =
          QuantizedLayers.run(provider, graph, weights, inputs, Optional.of(Precision.FP32));

      byte[] expected = rounded(layer, graph, weights, inputs);
      assertThat(mostSteps(given, expected, format))
          .as("%s: %s", provider.name(), layer)
          .isLessThanOrEqualTo(1);
    }
  }

  private static int mostSteps(byte[] a, byte[] b, DType format) {
    assertThat(a).hasSameSizeAs(b);
    int most = 0;
    for (int i = 0; i < a.length; i++) {
      most = Math.max(most, Math.abs(integer(a[i], format) - integer(b[i], format)));
    }
    return most;
  }

  /** By the plain loops of floats. */
  private static byte[] rounded(Layer layer, Graph graph, Weights weights, List<byte[]> inputs) {
    KernelProvider scalar = Providers.available().getLast();
    Session session =
        Engine.compile(
                layer.reals(),
                reals(layer, graph, weights),
                CompileOptions.builder().providers(List.of(scalar)).build())
            .newSession();
    for (int i = 0; i < inputs.size(); i++) {
      session.input("in" + i).copyFrom(reals(layer.inputs().get(i), inputs.get(i)));
    }
    session.run();
    float[] reals = session.output("out").toArray();
    Grid grid = Grid.of(layer.op().format(), layer.op().quantization());
    byte[] integers = new byte[reals.length];
    for (int i = 0; i < reals.length; i++) {
      integers[i] = (byte) grid.integer(reals[i], 0);
    }
    return integers;
  }

  private static float[] reals(TensorType type, byte[] integers) {
    float[] reals = new float[integers.length];
    Quantization quantization = type.quantization().orElseThrow();
    for (int i = 0; i < reals.length; i++) {
      reals[i] = quantization.real(integer(integers[i], type.dtype()), 0);
    }
    return reals;
  }

  private static Weights reals(Layer layer, Graph graph, Weights weights) {
    List<Tensor> reals = new ArrayList<>();
    for (ParamSpec spec : (Iterable<ParamSpec>) graph.params()::iterator) {
      Quantization format = layer.op().weights().orElseThrow().quantization();
      MemorySegment data = weights.get(spec.name()).data();
      float in = layer.inputs().getFirst().quantization().orElseThrow().scale(0);
      boolean innermost = layer.op().real() instanceof Op.DepthwiseConv2d;
      float[] values = new float[spec.shape().elements()];
      int each = values.length / (spec.shape().dims().getFirst());
      for (int i = 0; i < values.length; i++) {
        if (spec.role() == ParamSpec.Role.BIAS) {
          int bias = data.get(LittleEndian.INT_UNALIGNED, 4L * i);
          values[i] = (float) ((double) bias * in * format.scale(i));
        } else {
          int channel = innermost ? i % spec.shape().channels() : i / each;
          int weight = integer(data.get(ValueLayout.JAVA_BYTE, i), spec.format());
          values[i] = format.scale(channel) * (weight - format.zeroPoint(channel));
        }
      }
      reals.add(Tensor.of(spec.name(), spec.shape().extents(), values));
    }
    return Weights.of(reals);
  }

  private static int integer(byte stored, DType format) {
    return format == DType.U8 ? Byte.toUnsignedInt(stored) : stored;
  }
}
