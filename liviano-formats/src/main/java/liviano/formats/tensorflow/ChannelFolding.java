package liviano.formats.tensorflow;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import liviano.formats.importer.ForeignConstant;
import liviano.formats.importer.ForeignNode;
import liviano.formats.importer.ForeignOp;
import liviano.formats.importer.ForeignOp.Combination;
import liviano.tensor.DType;
import liviano.tensor.Extents;
import liviano.weights.Tensor;

/**
 * TensorFlow has no convolution with a bias: it adds one afterwards, and what is left of a norm,
 * too, is a factor and a summand of each channel. Where nothing else reads the convolution, its
 * weights and its bias take them in; a summand also if it comes after the sum with a shortcut.
 */
final class ChannelFolding {
  /** New weights are at most so many times those of the file. */
  private static final int MOST_COPIES = 2;

  private final List<ForeignNode> nodes;
  private final Map<Integer, ForeignConstant> constants;
  private final List<String> names;
  private final Map<Integer, Integer> readers = new HashMap<>();
  private final Map<Integer, Integer> givers = new HashMap<>();
  private long left;

  private ChannelFolding(Translation translation, Iterable<Integer> outputs) {
    this.nodes = translation.nodes();
    this.constants = translation.constants();
    this.names = translation.names();
    for (int i = 0; i < nodes.size(); i++) {
      nodes.get(i).inputs().forEach(input -> readers.merge(input, 1, Integer::sum));
      givers.put(nodes.get(i).output(), i);
    }
    outputs.forEach(output -> readers.merge(output, 1, Integer::sum));
    this.left = MOST_COPIES * constants.values().stream().mapToLong(ChannelFolding::elements).sum();
  }

  /**
   * Changes the nodes of a network.
   *
   * @param outputs numbers of its outputs
   */
  static void fold(Translation translation, Iterable<Integer> outputs) {
    ChannelFolding folding = new ChannelFolding(translation, outputs);
    for (int i = 0; i < translation.nodes().size(); i++) {
      folding.fold(i);
    }
  }

  private void fold(int at) {
    ForeignNode node = nodes.get(at);
    if (!(node.op() instanceof ForeignOp.Combine(Combination how)) || node.inputs().size() != 2) {
      return;
    }
    boolean first = constants.containsKey(node.inputs().getFirst());
    int data = node.inputs().get(first ? 1 : 0);
    ForeignConstant constant = constants.get(node.inputs().get(first ? 0 : 1));
    boolean folds =
        switch (how) {
          case ADD, MULTIPLY -> true;
          case SUBTRACT -> !first;
          default -> false;
        };
    if (!folds || constant == null) {
      return;
    }
    int filtering = filtering(data);
    if (filtering < 0 && how != Combination.MULTIPLY) {
      filtering = summand(data);
    }
    Optional<float[]> numbers =
        filtering < 0 ? Optional.empty() : perChannel(constant, channels(nodes.get(filtering)));
    if (numbers.isPresent() && fold(filtering, how, numbers.get())) {
      nodes.set(at, with(node, new ForeignOp.Same(), List.of(data)));
    }
  }

  /** The convolution of a sum that one node alone reads: it may take in what is added later. */
  private int summand(int tensor) {
    int at = onlyGiver(tensor);
    if (at < 0 || !nodes.get(at).op().equals(new ForeignOp.Combine(Combination.ADD))) {
      return -1;
    }
    return nodes.get(at).inputs().stream()
        .map(this::filtering)
        .filter(found -> found >= 0)
        .findFirst()
        .orElse(-1);
  }

  /** The convolution that gives a tensor, which one node alone reads; -1 if there is none. */
  private int filtering(int tensor) {
    int at = onlyGiver(tensor);
    for (int steps = 0;
        steps < nodes.size() && at >= 0 && isPassedThrough(nodes.get(at));
        steps++) {
      at = onlyGiver(nodes.get(at).inputs().getFirst());
    }
    return at >= 0 && channels(nodes.get(at)) > 0 ? at : -1;
  }

  /** Samples that are put back among each other keep their channels. */
  private static boolean isPassedThrough(ForeignNode node) {
    return node.op() instanceof ForeignOp.BatchToSpace
        || node.op() instanceof ForeignOp.Same && node.inputs().size() == 1;
  }

  private int onlyGiver(int tensor) {
    return readers.getOrDefault(tensor, 0) == 1 ? givers.getOrDefault(tensor, -1) : -1;
  }

  /** How many channels a convolution with constant weights and bias gives; 0 for what is none. */
  private int channels(ForeignNode node) {
    ForeignConstant weights = node.inputs().size() > 1 ? constants.get(node.inputs().get(1)) : null;
    boolean constant = node.inputs().size() < 3 || constants.containsKey(node.inputs().get(2));
    if (weights == null || !constant || !weights.type().isFloating()) {
      return 0;
    }
    int rank = weights.dims().size();
    return switch (node.op()) {
      case ForeignOp.Convolution _ when rank == 4 -> weights.dims().getFirst();
      case ForeignOp.Depthwise _ when rank == 4 -> weights.dims().getLast();
      case ForeignOp.Dense _ when rank == 2 -> weights.dims().getFirst();
      default -> 0;
    };
  }

  private static Optional<float[]> perChannel(ForeignConstant constant, int channels) {
    List<Integer> dims = constant.dims();
    int last = dims.isEmpty() ? 1 : dims.getLast();
    if (!constant.type().isFloating()
        || dims.size() > 4
        || elements(constant) != last
        || last != 1 && last != channels) {
      return Optional.empty();
    }
    float[] held = reals(constant);
    float[] numbers = new float[channels];
    for (int i = 0; i < channels; i++) {
      numbers[i] = held[held.length == 1 ? 0 : i];
    }
    return Optional.of(numbers);
  }

  private boolean fold(int at, Combination how, float[] numbers) {
    ForeignNode node = nodes.get(at);
    ForeignConstant weights = constants.get(node.inputs().get(1));
    int channels = numbers.length;
    float[] bias = node.inputs().size() > 2 ? reals(constants.get(node.inputs().get(2))) : null;
    if (bias != null && bias.length != channels) {
      return false;
    }
    List<Integer> inputs = new ArrayList<>(node.inputs().subList(0, 2));
    if (how == Combination.MULTIPLY) {
      left -= elements(weights);
      if (left < 0) {
        return false;
      }
      boolean innermost = node.op() instanceof ForeignOp.Depthwise;
      inputs.set(1, made(inputs.get(1), weights.dims(), scaled(weights, numbers, innermost)));
    }
    if (bias != null || how != Combination.MULTIPLY) {
      float[] changed = new float[channels];
      for (int c = 0; c < channels; c++) {
        float before = bias == null ? 0 : bias[c];
        changed[c] =
            switch (how) {
              case ADD -> before + numbers[c];
              case SUBTRACT -> before - numbers[c];
              default -> before * numbers[c];
            };
      }
      inputs.add(made(inputs.get(1), List.of(channels), changed));
    }
    nodes.set(at, with(node, node.op(), inputs));
    return true;
  }

  private static float[] scaled(ForeignConstant weights, float[] factors, boolean innermost) {
    float[] scaled = reals(weights);
    int each = scaled.length / factors.length;
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] *= factors[innermost ? i % factors.length : i / each];
    }
    return scaled;
  }

  private int made(int like, List<Integer> dims, float[] numbers) {
    ByteBuffer bytes =
        ByteBuffer.allocate(numbers.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(numbers);
    MemorySegment segment = MemorySegment.ofArray(bytes.array());
    names.add(names.get(like));
    constants.put(names.size() - 1, new ForeignConstant(DType.F32, dims, () -> segment));
    return names.size() - 1;
  }

  private static long elements(ForeignConstant constant) {
    return constant.dims().stream().mapToLong(Integer::longValue).reduce(1, (a, b) -> a * b);
  }

  private static float[] reals(ForeignConstant constant) {
    long[] dims = constant.dims().stream().mapToLong(Integer::longValue).toArray();
    return new Tensor("", constant.type(), Extents.of(dims), constant.bytes().get()).toFloats();
  }

  private static ForeignNode with(ForeignNode node, ForeignOp op, List<Integer> inputs) {
    return new ForeignNode(node.title(), node.name(), op, inputs, node.outputs());
  }
}
