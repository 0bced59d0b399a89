package liviano.train.network;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;
import liviano.graph.Graph;
import liviano.graph.Node;
import liviano.graph.ParamSpec;
import liviano.graph.ParamSpec.Role;
import liviano.train.torch.Tensors;
import liviano.train.torch.TorchScope;
import liviano.weights.Weights;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** The constants of a network as tensors, by their names: what is trained, and what is not. */
final class Constants {
  private final SequencedMap<String, Tensor> trained = new LinkedHashMap<>();
  private final SequencedMap<String, Tensor> statistics = new LinkedHashMap<>();
  private final SequencedMap<String, Tensor> fixed = new LinkedHashMap<>();

  private final SequencedMap<String, Tensor> ranges = new LinkedHashMap<>();

  private final List<Pointer> owned = new ArrayList<>();

  private final ScalarType format;

  private Constants(ScalarType format) {
    this.format = format;
  }

  /**
   * Copies of a graph's weights.
   *
   * @param format in which they are computed with
   * @throws liviano.MalformedModelException if one is missing or has other extents
   */
  static Constants of(Graph graph, Weights weights, ScalarType format) {
    Constants constants = new Constants(format);
    for (Node node : graph.nodes()) {
      for (ParamSpec spec : node.params()) {
        float[] values = weights.require(spec.name(), spec.shape().extents()).toFloats();
        constants.put(spec, Stored.tensor(node, spec, values).to(format));
      }
    }
    return constants;
  }

  private void put(ParamSpec spec, Tensor tensor) {
    switch (spec.role()) {
      case WEIGHT, BIAS, SCALE, OFFSET, SLOPE -> {
        tensor.set_requires_grad(true);
        trained.put(spec.name(), tensor);
      }
      case MEAN, VARIANCE -> statistics.put(spec.name(), tensor);
      case CENTRE, VALUE -> fixed.put(spec.name(), tensor);
    }
  }

  /** Adds the range of a value, which is a statistic: its least and its greatest number. */
  void addRange(String value, double low, double high) {
    Tensor range = Tensors.of(new float[] {(float) low, (float) high}, 2).to(format);
    ranges.put(value, range);
    statistics.put(RoundingRules.tensorName(value), range);
  }

  /** The ranges by the names of their values. */
  SequencedMap<String, Tensor> ranges() {
    return Collections.unmodifiableSequencedMap(ranges);
  }

  /** The range of a value, {@code [least, greatest]}. */
  Optional<Tensor> range(String value) {
    return Optional.ofNullable(ranges.get(value));
  }

  /**
   * The same constants with another tensor in the place of one. What is prepared of them lives in
   * the scope that is open.
   */
  Constants with(String name, Tensor tensor) {
    Constants changed = new Constants(format);
    changed.trained.putAll(trained);
    changed.trained.put(name, tensor);
    changed.statistics.putAll(statistics);
    changed.fixed.putAll(fixed);
    return changed;
  }

  SequencedMap<String, Tensor> trained() {
    return Collections.unmodifiableSequencedMap(trained);
  }

  SequencedMap<String, Tensor> statistics() {
    return Collections.unmodifiableSequencedMap(statistics);
  }

  /** Points and tensors that the graph holds and training does not move. */
  SequencedMap<String, Tensor> fixed() {
    return Collections.unmodifiableSequencedMap(fixed);
  }

  /** The tensor that plays a role in a node. */
  Tensor get(Node node, Role role) {
    return find(node, role).orElseThrow();
  }

  /** The tensor that plays a role in a node as libtorch takes one that may be missing. */
  TensorOptional optional(Node node, Role role) {
    return own(find(node, role).map(TensorOptional::new).orElseGet(TensorOptional::new));
  }

  /** Lets what a layer has prepared live as long as the network, in its own format if a tensor. */
  Tensor own(Tensor prepared) {
    Tensor converted = prepared.is_floating_point() ? prepared.to(format) : prepared;
    owned.add(converted);
    return converted;
  }

  private TensorOptional own(TensorOptional prepared) {
    owned.add(prepared);
    return prepared;
  }

  /** Takes all of them out of the scope in which they were made; {@link #close} frees them. */
  void keep(TorchScope scope) {
    all().forEach(scope::keep);
  }

  private Stream<Pointer> all() {
    return Stream.of(trained.values(), statistics.values(), fixed.values(), owned)
        .flatMap(Collection::stream);
  }

  /** The tensor of that name. */
  Tensor get(String name) {
    Tensor tensor = trained.get(name);
    if (tensor == null) {
      tensor = statistics.getOrDefault(name, fixed.get(name));
    }
    return tensor;
  }

  private Optional<Tensor> find(Node node, Role role) {
    return Optional.ofNullable(get(node.name() + "." + role.suffix()));
  }

  void close() {
    all().forEach(Pointer::close);
  }
}
