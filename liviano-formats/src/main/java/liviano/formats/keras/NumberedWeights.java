package liviano.formats.keras;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import liviano.MalformedModelException;
import liviano.formats.importer.ForeignConstant;
import liviano.formats.keras.KerasModel.Layer;

/**
 * Weights as {@code .keras} archives have them: {@code layers/conv2d_1/vars/0} is the first tensor
 * of the second layer of the kind {@code Conv2D}, and a network's layers are inside it in the same
 * way. Newer versions also say a layer's name.
 */
final class NumberedWeights {
  private static final String VARIABLES = "vars";
  private static final List<String> CONTAINERS =
      List.of("layers", "_layer_checkpoint_dependencies");

  /** A state of random numbers, which layers have that are only for training. */
  private static final String SEED = "seed_generator";

  /** A group: the groups in it and its tensors by their numbers. */
  private static final class Folder {
    private final Map<String, Folder> inner = new TreeMap<>();
    private final Map<String, ForeignConstant> tensors = new HashMap<>();
    private Optional<String> layer = Optional.empty();

    Folder at(String name) {
      return inner.computeIfAbsent(name, _ -> new Folder());
    }

    Optional<Folder> find(String name) {
      return Optional.ofNullable(inner.get(name));
    }

    /** Whether it holds a tensor, at any depth. */
    boolean holds() {
      return !tensors.isEmpty() || inner.values().stream().anyMatch(Folder::holds);
    }
  }

  private NumberedWeights() {}

  /** Whether an HDF5 file has weights in this way. */
  static boolean isIn(Hdf5File file) {
    return CONTAINERS.stream().anyMatch(root(file).inner::containsKey);
  }

  /**
   * The weights of a network's layers.
   *
   * @throws MalformedModelException if weights of a layer are missing
   */
  static LayerWeights of(KerasModel model, Hdf5File file) {
    LayerWeights weights = new LayerWeights();
    assign(model, root(file), weights);
    return weights;
  }

  private static Folder root(Hdf5File file) {
    Folder root = new Folder();
    for (String group : file.groups()) {
      Folder folder = root;
      for (String part : parts(group)) {
        folder = folder.at(part);
      }
      folder.layer = file.text(group, "name");
    }
    file.arrays().forEach((path, tensor) -> add(root, parts(path), tensor));
    return root;
  }

  private static void add(Folder root, List<String> parts, ForeignConstant tensor) {
    Folder folder = root;
    for (String part : parts.subList(0, parts.size() - 1)) {
      if (part.equals(SEED)) {
        return;
      }
      folder = folder.at(part);
    }
    folder.tensors.put(parts.getLast(), tensor);
  }

  /** Where it was written on Windows some names are whole paths. */
  private static List<String> parts(String path) {
    return List.of(path.split("[/\\\\]")).stream().filter(part -> !part.isEmpty()).toList();
  }

  private static void assign(KerasModel model, Folder folder, LayerWeights weights) {
    Optional<Folder> container =
        CONTAINERS.stream().flatMap(name -> folder.find(name).stream()).findFirst();
    Map<String, Folder> byName = new HashMap<>();
    container.ifPresent(
        all -> all.inner.values().forEach(f -> name(f).ifPresent(name -> byName.put(name, f))));
    Map<String, Iterator<Folder>> byKind = new HashMap<>();
    for (Layer layer : model.layers()) {
      if (LayerWeights.weighted(layer).isEmpty()) {
        continue;
      }
      String kind = snakeCase(layer.kind());
      Iterator<Folder> next =
          byKind.computeIfAbsent(
              kind, k -> container.map(all -> ofKind(all, k)).orElse(List.of()).iterator());
      Optional<Folder> counted = next.hasNext() ? Optional.of(next.next()) : Optional.empty();
      Folder found =
          Optional.ofNullable(byName.get(layer.name()))
              .or(() -> counted)
              .orElseThrow(() -> missing(layer));
      if (layer.inner().isPresent()) {
        assign(layer.inner().get(), found, weights);
      } else {
        assign(layer, found.find(VARIABLES).orElseThrow(() -> missing(layer)), weights);
      }
    }
  }

  private static void assign(Layer layer, Folder variables, LayerWeights weights) {
    List<WeightRole> roles = WeightRole.of(layer);
    for (int i = 0; i < roles.size(); i++) {
      ForeignConstant tensor = variables.tensors.get(String.valueOf(i));
      if (tensor == null) {
        throw missing(layer);
      }
      weights.put(layer, roles.get(i), tensor);
    }
  }

  /** The layer's name, which stands with its tensors. */
  private static Optional<String> name(Folder layer) {
    return layer.find(VARIABLES).flatMap(variables -> variables.layer);
  }

  /** Those that hold tensors, in the order of their numbers; the first has none. */
  private static List<Folder> ofKind(Folder container, String kind) {
    Map<Integer, Folder> found = new TreeMap<>();
    container.inner.forEach(
        (name, folder) -> {
          String rest = name.startsWith(kind) ? name.substring(kind.length()) : "?";
          if (folder.holds() && rest.matches("(_\\d{1,9})?")) {
            found.put(rest.isEmpty() ? 0 : Integer.parseInt(rest.substring(1)), folder);
          }
        });
    return new ArrayList<>(found.values());
  }

  /** {@code DepthwiseConv2D} as {@code depthwise_conv2d}. */
  static String snakeCase(String kind) {
    return kind.replaceAll("\\W+", "")
        .replaceAll("(.)([A-Z][a-z]+)", "$1_$2")
        .replaceAll("([a-z])([A-Z])", "$1_$2")
        .toLowerCase(Locale.ROOT);
  }

  private static MalformedModelException missing(Layer layer) {
    return new MalformedModelException(
        "the weights of layer '" + layer.name() + "' are not in the file");
  }
}
