package liviano.train.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import liviano.graph.Graph;
import liviano.graph.Node;
import liviano.graph.Op;
import liviano.graph.ParamSpec;
import liviano.graph.ParamSpec.Role;
import liviano.graph.Value;
import liviano.model.Model;
import liviano.tensor.Extents;
import liviano.weights.Tensor;
import liviano.weights.Weights;
import liviano.zoo.layers.Norm;

/**
 * Gives a network its batch norm back where it was folded into the convolutions, as it is in most
 * published files, so that it can be trained with it. Mean and variance of each norm are measured
 * on prepared inputs; scale and offset are chosen such that the network gives what it gave before.
 *
 * <p>A channel that has one value everywhere is left as it is: its variance is 0, and its scale the
 * root of epsilon.
 */
public final class NormRestorer {
  /** Samples that are computed at a time. */
  private static final int TOGETHER = 4;

  private NormRestorer() {}

  /**
   * Whether a model's batch norm is folded: by its recipe, and where it has none, if it has
   * convolutions with biases and no norm at all. Such a network gets norms behind all convolutions
   * but those of its answers.
   */
  public static boolean isFolded(Model model) {
    return !NormGraph.missing(model).isEmpty();
  }

  /**
   * The same network with batch norm; its recipe says so.
   *
   * @param folded for which {@link #isFolded} holds; its network has one input
   * @param inputs samples of that input, prepared as the model's card says, each in the graph's
   *     order {@code [height, width, channels]}; a hundred pictures of what it will be trained on
   *     are enough
   * @throws IllegalArgumentException if nothing is folded, there are several inputs, there is no
   *     sample, or one of another size
   */
  public static Model restore(Model folded, Iterable<float[]> inputs) {
    if (!isFolded(folded)) {
      throw new IllegalArgumentException(
          "'" + folded.card().title() + "' has no folded batch norm");
    }
    if (folded.graph().inputs().size() != 1) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "the network has %d inputs", folded.graph().inputs().size()));
    }
    NormGraph restored = NormGraph.of(folded);
    Map<String, float[]> biases = new HashMap<>();
    restored.norms().keySet().forEach(layer -> biases.put(layer, bias(layer, folded, restored)));
    Map<String, ChannelMoments> measured =
        measured(restored.graph(), weights(folded, restored, biases, Map.of()), inputs);
    return new Model(
        restored.graph(),
        weights(folded, restored, biases, measured),
        folded.card(),
        folded.recipe().map(recipe -> recipe.withNorm(Norm.BATCH)));
  }

  /**
   * What a layer added to each channel and does not any more: its own bias, or those of the layers
   * that it joins.
   */
  private static float[] bias(String layer, Model folded, NormGraph restored) {
    Node node = node(folded.graph(), layer);
    if (node.op() instanceof Op.Concat) {
      List<float[]> parts =
          node.inputs().stream().map(part -> bias(part.name(), folded, restored)).toList();
      return joined(parts);
    }
    Optional<Tensor> bias = folded.weights().find(layer + "." + Role.BIAS.suffix());
    boolean kept =
        node(restored.graph(), layer).params().stream().anyMatch(s -> s.role() == Role.BIAS);
    return bias.isEmpty() || kept
        ? new float[node.output().shape().channels()]
        : bias.get().toFloats();
  }

  private static float[] joined(List<float[]> parts) {
    float[] all = new float[parts.stream().mapToInt(part -> part.length).sum()];
    int at = 0;
    for (float[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }

  private static Node node(Graph graph, String name) {
    return graph.nodes().stream().filter(n -> n.name().equals(name)).findFirst().orElseThrow();
  }

  /** What each norm reads, by its name. */
  private static Map<String, ChannelMoments> measured(
      Graph graph, Weights weights, Iterable<float[]> inputs) {
    Map<String, ChannelMoments> moments = new HashMap<>();
    Value input = graph.inputs().getFirst();
    int size = input.shape().elements();
    float[] together = new float[Math.multiplyExact(TOGETHER, size)];
    int held = 0;
    try (TorchNetwork network = TorchNetwork.of(graph, weights)) {
      for (float[] sample : inputs) {
        requireSize(sample, input);
        System.arraycopy(sample, 0, together, held * size, size);
        held++;
        if (held == TOGETHER) {
          watch(network, together, held, moments);
          held = 0;
        }
      }
      if (held > 0) {
        watch(network, Arrays.copyOf(together, held * size), held, moments);
      }
    }
    if (moments.isEmpty()) {
      throw new IllegalArgumentException("no inputs to measure batch norm on");
    }
    return moments;
  }

  private static void watch(
      TorchNetwork network, float[] samples, int count, Map<String, ChannelMoments> moments) {
    network.watch(
        samples,
        count,
        (node, read) -> {
          if (node.op() instanceof Op.BatchNorm) {
            moments
                .computeIfAbsent(node.name(), _ -> new ChannelMoments(node.input().shape()))
                .add(read);
          }
        });
  }

  private static void requireSize(float[] sample, Value input) {
    if (sample.length != input.shape().elements()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "a sample of %d numbers for %s", sample.length, input.shape()));
    }
  }

  /**
   * The weights of the restored network.
   *
   * @param measured by the norms' names; where there is none, the norm only adds the bias
   */
  private static Weights weights(
      Model folded,
      NormGraph restored,
      Map<String, float[]> biases,
      Map<String, ChannelMoments> measured) {
    Map<String, float[]> made = new HashMap<>();
    restored
        .norms()
        .forEach(
            (layer, epsilon) -> {
              float[] bias = biases.get(layer);
              ChannelMoments moments = measured.get(NormGraph.norm(layer));
              norm(made, NormGraph.norm(layer), bias, epsilon, Optional.ofNullable(moments));
            });
    List<Tensor> tensors = new ArrayList<>();
    for (ParamSpec spec : (Iterable<ParamSpec>) restored.graph().params()::iterator) {
      float[] values = made.get(spec.name());
      tensors.add(
          values == null
              ? folded.weights().get(spec.name())
              : Tensor.of(spec.name(), Extents.of(values.length), values));
    }
    return Weights.of(tensors);
  }

  /** {@code (x - mean) / sqrt(variance + epsilon) * scale + offset} is {@code x + bias}. */
  private static void norm(
      Map<String, float[]> made,
      String name,
      float[] bias,
      float epsilon,
      Optional<ChannelMoments> moments) {
    float[] mean = moments.map(ChannelMoments::means).orElseGet(() -> new float[bias.length]);
    float[] variance = moments.map(ChannelMoments::variances).orElseGet(() -> ones(bias.length));
    float[] scale = new float[bias.length];
    float[] offset = new float[bias.length];
    for (int c = 0; c < bias.length; c++) {
      scale[c] = (float) Math.sqrt((double) variance[c] + epsilon);
      offset[c] = mean[c] + bias[c];
    }
    made.put(name + "." + Role.SCALE.suffix(), scale);
    made.put(name + "." + Role.OFFSET.suffix(), offset);
    made.put(name + "." + Role.MEAN.suffix(), mean);
    made.put(name + "." + Role.VARIANCE.suffix(), variance);
  }

  private static float[] ones(int count) {
    float[] ones = new float[count];
    Arrays.fill(ones, 1);
    return ones;
  }
}
