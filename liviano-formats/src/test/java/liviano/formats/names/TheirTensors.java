package liviano.formats.names;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import liviano.tensor.DType;
import liviano.tensor.Extents;
import liviano.weights.Tensor;
import liviano.weights.Weights;

/** The weights of a MobileNetV2 of ours, with batch norm in place, as other programs keep them. */
public final class TheirTensors {
  /** How many blocks each stage has in the paper. */
  private static final int[] STAGES = {1, 2, 3, 4, 3, 3, 1};

  private static final Map<String, String> TORCH_NORM =
      Map.of(
          "scale", "weight", "offset", "bias", "mean", "running_mean", "variance", "running_var");

  /** Layer, norm, parameter. */
  private static final Pattern NAME = Pattern.compile("(.+?)(\\.norm)?\\.([a-z]+)");

  private TheirTensors() {}

  /** A convolution and the batch norm after it. */
  private record Modules(String convolution, String norm) {}

  public static List<Tensor> torchvision(Weights ours) {
    return torch(
        ours,
        layer ->
            switch (layer) {
              case "stem.conv" -> new Modules("features.0.0", "features.0.1");
              case "head.conv" -> new Modules("features.18.0", "features.18.1");
              case "classifier" -> new Modules("classifier.1", "");
              default -> {
                int index = index(layer);
                String conv = "features." + (index + 1) + ".conv.";
                int at = List.of("expand", "depthwise", "project").indexOf(part(layer));
                at -= index == 0 ? 1 : 0;
                yield part(layer).equals("project")
                    ? new Modules(conv + at, conv + (at + 1))
                    : new Modules(conv + at + ".0", conv + at + ".1");
              }
            });
  }

  public static List<Tensor> dLi14(Weights ours) {
    return torch(
        ours,
        layer ->
            switch (layer) {
              case "stem.conv" -> new Modules("features.0.0", "features.0.1");
              case "head.conv" -> new Modules("conv.0", "conv.1");
              case "classifier" -> new Modules("classifier", "");
              default -> {
                int index = index(layer);
                String conv = "features." + (index + 1) + ".conv.";
                int at = 3 * List.of("expand", "depthwise", "project").indexOf(part(layer));
                at -= index == 0 ? 3 : 0;
                yield new Modules(conv + at, conv + (at + 1));
              }
            });
  }

  public static List<Tensor> timm(Weights ours) {
    return timm(ours, STAGES);
  }

  /** Of a network whose stages have other lengths. */
  static List<Tensor> timm(Weights ours, int... stages) {
    return torch(
        ours,
        layer ->
            switch (layer) {
              case "stem.conv" -> new Modules("conv_stem", "bn1");
              case "head.conv" -> new Modules("conv_head", "bn2");
              case "classifier" -> new Modules("classifier", "");
              default -> {
                int inStage = index(layer);
                int stage = 0;
                while (inStage >= stages[stage]) {
                  inStage -= stages[stage++];
                }
                String block = "blocks." + stage + "." + inStage + ".";
                boolean first = stage == 0;
                yield switch (part(layer)) {
                  case "expand" -> new Modules(block + "conv_pw", block + "bn1");
                  case "depthwise" ->
                      new Modules(block + "conv_dw", block + (first ? "bn1" : "bn2"));
                  default ->
                      first
                          ? new Modules(block + "conv_pw", block + "bn2")
                          : new Modules(block + "conv_pwl", block + "bn3");
                };
              }
            });
  }

  public static List<Tensor> huggingFace(Weights ours) {
    return torch(
        ours,
        layer -> {
          String module =
              switch (layer) {
                case "stem.conv" -> "mobilenet_v2.conv_stem.first_conv";
                case "head.conv" -> "mobilenet_v2.conv_1x1";
                case "classifier" -> "classifier";
                default -> {
                  String part =
                      Map.of(
                              "expand",
                              "expand_1x1",
                              "depthwise",
                              "conv_3x3",
                              "project",
                              "reduce_1x1")
                          .get(part(layer));
                  int index = index(layer);
                  yield "mobilenet_v2."
                      + (index == 0 ? "conv_stem." : "layer." + (index - 1) + ".")
                      + part;
                }
              };
          return module.equals("classifier")
              ? new Modules("classifier", "")
              : new Modules(module + ".convolution", module + ".normalization");
        });
  }

  public static List<Tensor> slim(Weights ours) {
    List<Tensor> theirs = new ArrayList<>();
    for (Tensor tensor : ours.tensors()) {
      MatchResult name = parsed(tensor.name());
      String layer = name.group(1);
      int block = layer.startsWith("blocks") ? index(layer) : 0;
      String scope =
          "MobilenetV2/"
              + switch (layer) {
                case "stem.conv" -> "Conv";
                case "head.conv" -> "Conv_1";
                case "classifier" -> "Logits/Conv2d_1c_1x1";
                default -> "expanded_conv" + (block == 0 ? "" : "_" + block) + "/" + part(layer);
              };
      theirs.add(lastOut(scope + variable(name, tensor), tensor, name));
    }
    theirs.add(Tensor.of("global_step", Extents.of(), 7));
    return theirs;
  }

  /** The weights of a MobileNetV1 of ours, as slim keeps them. */
  public static List<Tensor> slimMobileNetV1(Weights ours) {
    List<Tensor> theirs = new ArrayList<>();
    for (Tensor tensor : ours.tensors()) {
      MatchResult name = parsed(tensor.name());
      String layer = name.group(1);
      String scope =
          switch (layer) {
            case "stem.conv" -> "Conv2d_0";
            case "classifier" -> "Logits/Conv2d_1c_1x1";
            default -> "Conv2d_" + (index(layer) + 1) + "_" + part(layer);
          };
      theirs.add(lastOut("MobilenetV1/" + scope + variable(name, tensor), tensor, name));
    }
    theirs.add(Tensor.of("global_step", Extents.of(), 7));
    return theirs;
  }

  private static String variable(MatchResult name, Tensor tensor) {
    return switch (name.group(3)) {
      case "weight" -> tensor.rank() == 3 ? "/depthwise_weights" : "/weights";
      case "bias" -> "/biases";
      case "scale" -> "/BatchNorm/gamma";
      case "offset" -> "/BatchNorm/beta";
      case "mean" -> "/BatchNorm/moving_mean";
      default -> "/BatchNorm/moving_variance";
    };
  }

  private static Tensor lastOut(String name, Tensor tensor, MatchResult ours) {
    return lastOut(name, tensor, ours.group(2) != null);
  }

  private static Tensor lastOut(String name, Tensor tensor, boolean norm) {
    float[] from = tensor.toFloats();
    long[] d = tensor.dims().toArray();
    if (norm || d.length == 1) {
      return Tensor.of(name, tensor.dims(), from);
    }
    if (d.length == 3) {
      return Tensor.of(name, Extents.of(d[0], d[1], d[2], 1), from);
    }
    int out = (int) d[0];
    int rest = from.length / out;
    float[] to = new float[from.length];
    for (int o = 0; o < out; o++) {
      for (int i = 0; i < rest; i++) {
        to[i * out + o] = from[o * rest + i];
      }
    }
    Extents dims =
        d.length == 2 ? Extents.of(1, 1, d[1], d[0]) : Extents.of(d[1], d[2], d[3], d[0]);
    return Tensor.of(name, dims, to);
  }

  private static List<Tensor> torch(Weights ours, Function<String, Modules> modules) {
    List<Tensor> theirs = new ArrayList<>();
    for (Tensor tensor : ours.tensors()) {
      MatchResult name = parsed(tensor.name());
      Modules layer = modules.apply(name.group(1));
      if (name.group(2) == null) {
        theirs.add(channelsFirst(layer.convolution() + "." + name.group(3), tensor));
        continue;
      }
      theirs.add(channelsFirst(layer.norm() + "." + TORCH_NORM.get(name.group(3)), tensor));
      if (name.group(3).equals("variance")) {
        String counter = layer.norm() + ".num_batches_tracked";
        theirs.add(
            new Tensor(counter, DType.I64, Extents.of(), Arena.ofAuto().allocate(Long.BYTES)));
      }
    }
    return theirs;
  }

  /** {@code [out, in, height, width]}; a depthwise filter has one input channel. */
  private static Tensor channelsFirst(String name, Tensor tensor) {
    float[] from = tensor.toFloats();
    long[] d = tensor.dims().toArray();
    if (d.length < 3) {
      return Tensor.of(name, tensor.dims(), from);
    }
    boolean depthwise = d.length == 3;
    int out = (int) (depthwise ? d[2] : d[0]);
    int height = (int) (depthwise ? d[0] : d[1]);
    int width = (int) (depthwise ? d[1] : d[2]);
    int in = (int) (depthwise ? 1 : d[3]);
    float[] to = new float[from.length];
    int next = 0;
    for (int o = 0; o < out; o++) {
      for (int i = 0; i < in; i++) {
        for (int y = 0; y < height; y++) {
          for (int x = 0; x < width; x++) {
            int source =
                depthwise ? (y * width + x) * out + o : ((o * height + y) * width + x) * in + i;
            to[next++] = from[source];
          }
        }
      }
    }
    return Tensor.of(name, Extents.of(out, in, height, width), to);
  }

  private static MatchResult parsed(String name) {
    Matcher matcher = NAME.matcher(name);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(name);
    }
    return matcher;
  }

  private static int index(String layer) {
    return Integer.parseInt(layer.split("\\.")[1]);
  }

  private static String part(String layer) {
    return layer.split("\\.")[2];
  }
}
