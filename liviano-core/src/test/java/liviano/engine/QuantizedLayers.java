package liviano.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.Op;
import liviano.graph.Padding;
import liviano.graph.ParamSpec;
import liviano.graph.TensorType;
import liviano.graph.Value;
import liviano.graph.Window;
import liviano.kernels.KernelProvider;
import liviano.tensor.DType;
import liviano.tensor.Nearest;
import liviano.tensor.Quantization;
import liviano.tensor.Sampling;
import liviano.tensor.Shape;
import liviano.weights.Tensor;
import liviano.weights.Weights;

/** Quantized layers of drawn shapes, formats and scales. */
final class QuantizedLayers {
  private final Random random;
  private final DType format;
  private final boolean perChannel;
  private final Shape map;

  QuantizedLayers(long seed, DType format, boolean perChannel) {
    this.random = new Random(seed);
    this.format = format;
    this.perChannel = perChannel;
    this.map = Shape.of(3 + random.nextInt(4), 3 + random.nextInt(4), 4 * (1 + random.nextInt(3)));
  }

  /** A layer, and the quantizations of what it reads. */
  record Layer(Op.Quantized op, List<TensorType> inputs) {
    Graph graph() {
      GraphBuilder b = Graph.builder();
      List<Value> read = new ArrayList<>();
      for (int i = 0; i < inputs.size(); i++) {
        read.add(b.input("in" + i, inputs.get(i)));
      }
      return b.output("out", b.add("layer", op, read)).build();
    }

    /** The same on real numbers, quantized at the end as it says. */
    Graph reals() {
      GraphBuilder b = Graph.builder();
      List<Value> read = new ArrayList<>();
      for (int i = 0; i < inputs.size(); i++) {
        read.add(b.input("in" + i, inputs.get(i).shape()));
      }
      return b.output("out", b.add("layer", op.real(), read)).build();
    }
  }

  List<Layer> all() {
    int channels = map.channels();
    Window window = new Window(3, 2, 1 + random.nextInt(2), 1, 1, 1, Padding.SAME);
    Shape vector = Shape.of(channels);
    List<Layer> layers = new ArrayList<>();
    layers.add(product(new Op.Conv2d(8, window, 1, true), map, 8));
    layers.add(product(new Op.Conv2d(8, window, 2, false), map, 8));
    layers.add(product(new Op.Conv2d(6, Window.square(1, 1, Padding.NONE), 1, true), map, 6));
    layers.add(product(new Op.DepthwiseConv2d(window, 2, true), map, 2 * channels));
    layers.add(product(new Op.Dense(7, true), vector, 7));
    layers.add(product(new Op.TransposedConv2d(5, window, 0, 0, 1, true), map, 5));
    layers.add(layer(new Op.Add(), 0.1f, map, map));
    layers.add(layer(new Op.Add(), 0.1f, map, Shape.of(channels)));
    layers.add(layer(new Op.Multiply(), 0.05f, map, map));
    layers.add(layer(new Op.AveragePool(window, random.nextBoolean()), 0.03f, map));
    layers.add(layer(new Op.GlobalAveragePool(), 0.02f, map));
    layers.add(layer(new Op.Mean(List.of(0, 1), true), 0.02f, map));
    layers.add(layer(new Op.Mean(List.of(2), true), 0.02f, map));
    layers.add(layer(new Op.MaxPool(window), 0.04f, map));
    layers.add(layer(new Op.Concat(), 0.05f, map, map, map));
    layers.add(layer(new Op.Pad(1, 2, 0, 1), 0.05f, map));
    layers.add(layer(new Op.Softmax(), 1 / 256f, map));
    layers.add(layer(new Op.Sigmoid(), 1 / 256f, map));
    layers.add(layer(new Op.HardSwish(), 0.05f, map));
    layers.add(layer(new Op.Relu6(), 0.02f, map));
    layers.add(layer(new Op.LeakyRelu(0.1f), 0.04f, map));
    layers.add(layer(new Op.L2Normalize(1e-12f), 1 / 128f, map));
    layers.add(layer(new Op.ResizeBilinear(7, 5, Sampling.HALF_PIXEL), 0.05f, map));
    layers.add(layer(new Op.ResizeNearest(7, 5, Nearest.LEGACY), 0.05f, map));
    layers.add(same(new Op.Relu(), map));
    layers.add(same(new Op.Relu6(), map));
    layers.add(same(new Op.Clip(-1, 2), map));
    layers.add(same(new Op.Clip(Float.NEGATIVE_INFINITY, 1), map));
    layers.add(same(new Op.Surround(List.of(1, 0, 2), List.of(0, 1, 0), 0.3f), map));
    layers.add(same(new Op.Concat(0), map, map));
    layers.add(layer(new Op.Concat(1), 0.05f, map, map));
    layers.add(layer(new Op.Subtract(), 0.08f, map, map));
    layers.add(same(new Op.Pad(1, 0, 2, 0), map));
    layers.add(same(new Op.Crop(1, 0, 2, 2), map));
    layers.add(same(new Op.Transpose(List.of(1, 0, 2)), map));
    layers.add(same(new Op.Reshape(Shape.of(map.elements())), map));
    layers.add(same(new Op.Concat(), map, map));
    layers.add(same(new Op.MaxPool(window), map));
    Shape position = Shape.of(1, 1, channels);
    layers.add(same(new Op.ResizeBilinear(7, 5, Sampling.ALIGN_CORNERS), position));
    layers.add(same(new Op.ResizeNearest(3, 8, Nearest.HALF_PIXEL), position));
    layers.add(layer(new Op.ResizeBilinear(4, 6, Sampling.HALF_PIXEL), 0.05f, position));
    return layers;
  }

  private Layer product(Op real, Shape in, int channels) {
    List<Float> scales = new ArrayList<>();
    List<Integer> zeroPoints = new ArrayList<>();
    for (int c = 0; c < (perChannel ? channels : 1); c++) {
      scales.add(0.01f + 0.01f * random.nextFloat());
      zeroPoints.add(zeroPoint(random.nextInt(41) - 20));
    }
    Op.WeightFormat weights = new Op.WeightFormat(format, new Quantization(scales, zeroPoints));
    Op.Quantized op = new Op.Quantized(real, format, quantization(0.2f), Optional.of(weights));
    return new Layer(op, List.of(type(in, 0.05f)));
  }

  private Layer layer(Op real, float scale, Shape... inputs) {
    List<TensorType> types = new ArrayList<>();
    for (Shape shape : inputs) {
      types.add(type(shape, 0.03f + 0.03f * random.nextFloat()));
    }
    return new Layer(new Op.Quantized(real, format, quantization(scale)), types);
  }

  /** With one quantization for all that it reads and gives. */
  private Layer same(Op real, Shape... inputs) {
    Quantization quantization = quantization(0.07f);
    List<TensorType> types = new ArrayList<>();
    for (Shape shape : inputs) {
      types.add(new TensorType(shape, format, Optional.of(quantization)));
    }
    return new Layer(new Op.Quantized(real, format, quantization), types);
  }

  private TensorType type(Shape shape, float scale) {
    return new TensorType(shape, format, Optional.of(quantization(scale)));
  }

  private Quantization quantization(float scale) {
    int extreme = random.nextInt(6);
    int zeroPoint =
        switch (extreme) {
          case 0 -> format.least();
          case 1 -> format.greatest();
          default -> zeroPoint(random.nextInt(101) - 50);
        };
    return Quantization.of(scale, zeroPoint);
  }

  /** So far from the middle of the format. */
  private int zeroPoint(int fromMiddle) {
    return fromMiddle + (format == DType.U8 ? 128 : 0);
  }

  /** Weights of all bytes, and small biases. */
  Weights weights(Graph graph) {
    List<Tensor> tensors = new ArrayList<>();
    graph
        .params()
        .forEach(
            spec -> {
              byte[] bytes = new byte[spec.shape().elements() * spec.format().bytes()];
              random.nextBytes(bytes);
              if (spec.role() == ParamSpec.Role.BIAS) {
                for (int i = 0; i < bytes.length; i += 4) {
                  // Of 16 bits, with the sign.
                  bytes[i + 2] = (byte) (bytes[i + 1] >> 7);
                  bytes[i + 3] = bytes[i + 2];
                }
              }
              tensors.add(
                  new Tensor(
                      spec.name(),
                      spec.format(),
                      spec.shape().extents(),
                      java.lang.foreign.MemorySegment.ofArray(bytes)));
            });
    return Weights.of(tensors);
  }

  byte[] input(TensorType type) {
    byte[] bytes = new byte[type.shape().elements()];
    random.nextBytes(bytes);
    return bytes;
  }

  /** Runs a graph of quantized inputs. */
  static byte[] run(KernelProvider provider, Graph graph, Weights weights, List<byte[]> inputs) {
    return run(provider, graph, weights, inputs, Optional.empty());
  }

  /** The same with other numbers. */
  static byte[] run(
      KernelProvider provider,
      Graph graph,
      Weights weights,
      List<byte[]> inputs,
      Optional<Precision> precision) {
    CompileOptions.Builder options = CompileOptions.builder().providers(withScalar(provider));
    precision.ifPresent(options::precision);
    Session session = Engine.compile(graph, weights, options.build()).newSession();
    for (int i = 0; i < inputs.size(); i++) {
      session.input("in" + i).copyFrom(inputs.get(i));
    }
    session.run();
    return session.output("out").toByteArray();
  }

  static List<KernelProvider> withScalar(KernelProvider first) {
    List<KernelProvider> providers = new ArrayList<>(List.of(first));
    liviano.kernels.Providers.available().stream()
        .filter(p -> !p.name().equals(first.name()) && !first.name().equals("scalar"))
        .forEach(providers::add);
    return providers;
  }
}
