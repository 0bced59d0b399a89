package liviano.bench.peers;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.Op;
import liviano.graph.Padding;
import liviano.graph.Value;
import liviano.graph.Window;
import liviano.model.Model;
import liviano.model.ModelCard;
import liviano.model.Preprocessing;
import liviano.model.RandomWeights;
import liviano.model.VisionTask;
import liviano.tensor.Shape;
import liviano.vision.Picture;
import liviano.vision.quantize.Quantizer;
import liviano.vision.quantize.QuantizerOptions;
import liviano.vision.quantize.Scheme;

/** Small networks of the layers that become integers, quantized on drawn pictures. */
final class DrawnIntegers {
  private static final int LAYERS = 6;
  private static final int PICTURES = 4;
  private static final int SIDE = 17;

  private final SplittableRandom random;
  private final GraphBuilder graph = Graph.builder();
  private final boolean everyLayer;
  private int layers;

  private DrawnIntegers(long seed, boolean everyLayer) {
    this.random = new SplittableRandom(seed);
    this.everyLayer = everyLayer;
  }

  /**
   * A quantized network; with even seeds weights have a scale for each channel.
   *
   * @param everyLayer whether there are concatenations and average pools, too
   */
  static Model of(long seed, boolean everyLayer) {
    Graph graph = new DrawnIntegers(seed, everyLayer).draw();
    Model model =
        new Model(
            graph,
            RandomWeights.of(graph, seed),
            ModelCard.of(VisionTask.OTHER, "drawn", Preprocessing.tensorflow(SIDE, SIDE)),
            Optional.empty());
    Scheme scheme = seed % 2 == 0 ? Scheme.PER_CHANNEL : Scheme.PER_TENSOR;
    return quantized(model, scheme, pictures(seed));
  }

  static Model quantized(Model model, Scheme scheme, Iterable<Picture> pictures) {
    return Quantizer.of(model, QuantizerOptions.builder().scheme(scheme).build())
        .quantize(pictures)
        .model();
  }

  static List<Picture> pictures(long seed) {
    List<Picture> pictures = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < PICTURES; i++) {
      byte[] rgb = new byte[3 * SIDE * SIDE];
      random.nextBytes(rgb);
      pictures.add(Picture.ofRgb(SIDE, SIDE, rgb));
    }
    return pictures;
  }

  private Graph draw() {
    Value x = graph.input("image", Shape.of(SIDE, SIDE, 3));
    x = add(new Op.Relu6(), add(conv(3 + upTo(9), 3), x));
    for (int i = 0; i < LAYERS; i++) {
      x = onMap(x);
    }
    graph.output("map", x);
    Value pooled = add(new Op.GlobalAveragePool(), x);
    Value logits = add(new Op.Dense(5 + upTo(9), random.nextBoolean()), pooled);
    graph.output("logits", logits);
    if (random.nextBoolean()) {
      graph.output("probabilities", add(new Op.Softmax(), logits));
    }
    return graph.build();
  }

  private Value onMap(Value x) {
    int channels = x.shape().channels();
    return switch (random.nextInt(everyLayer ? 11 : 9)) {
      case 0 -> add(conv(upTo(12), 1), x);
      case 1 -> add(new Op.Relu(), add(conv(upTo(12), 3), x));
      case 2 -> add(new Op.Relu6(), add(depthwise(), x));
      case 3 -> add(new Op.Add(), add(conv(channels, 1), x), x);
      case 9 -> add(new Op.Concat(), add(conv(upTo(6), 1), x), x);
      case 10 -> add(new Op.AveragePool(Window.square(2, 1, Padding.SAME), false), x);
      case 6 -> add(new Op.MaxPool(Window.square(3, 1, Padding.all(1))), x);
      case 7 -> add(new Op.SelectChannels(reversed(channels)), x);
      case 8 -> {
        Value filtered = add(depthwise(), x); // read twice, so that the ReLU is a layer of its own
        yield add(new Op.Add(), add(new Op.Relu(), filtered), filtered);
      }
      case 4 -> add(conv(upTo(8), 1), add(new Op.Sigmoid(), add(conv(upTo(8), 1), x)));
      default -> {
        Shape s = x.shape();
        List<Integer> ones = List.of(1, 1, 1);
        List<Integer> size = List.of((s.height() + 1) / 2, s.width(), channels);
        yield add(new Op.Slice(List.of(0, 0, 0), size, ones), x);
      }
    };
  }

  private Op conv(int out, int kernel) {
    int stride = kernel == 1 ? 1 : upTo(2);
    Padding padding = random.nextBoolean() ? Padding.SAME : Padding.all(kernel / 2);
    return new Op.Conv2d(out, Window.square(kernel, stride, padding), 1, random.nextBoolean());
  }

  private Op depthwise() {
    return new Op.DepthwiseConv2d(Window.square(3, upTo(2), Padding.SAME), 1, random.nextBoolean());
  }

  private static List<Integer> reversed(int count) {
    List<Integer> reversed = new ArrayList<>();
    for (int i = count - 1; i >= 0; i--) {
      reversed.add(i);
    }
    return reversed;
  }

  private Value add(Op op, Value... reads) {
    return graph.add("layer" + layers++, op, reads);
  }

  private int upTo(int most) {
    return 1 + random.nextInt(most);
  }
}
