package liviano.formats.keras;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import liviano.MalformedModelException;
import liviano.formats.importer.ForeignConstant;
import liviano.formats.keras.KerasModel.Layer;

/**
 * Weights that go by names such as {@code block_1/conv/kernel:0}: the last part is the role, the
 * one before it the layer, and what stands before that are the networks around it, or nothing, or
 * the layer's name once more. Names of layers inside different networks may be the same.
 */
public final class NamedWeights {

  /**
   * A tensor by its name.
   *
   * @param name without a number of an output
   */
  public record Named(String name, ForeignConstant tensor) {
    private String role() {
      return name.substring(name.lastIndexOf('/') + 1);
    }

    /** The layer that it belongs to; empty if the name does not say it. */
    private String layer() {
      int end = name.lastIndexOf('/');
      return end < 0 ? "" : name.substring(name.lastIndexOf('/', end - 1) + 1, end);
    }
  }

  /**
   * A layer at its place.
   *
   * @param path the names of the networks around it, a slash after each
   */
  private record Leaf(Layer layer, String path) {
    /** How many characters of a name, from its end, are those of the layer's path. */
    int alike(Named named) {
      String whole = path + layer.name();
      String theirs = named.name().substring(0, Math.max(named.name().lastIndexOf('/'), 0));
      int same = 0;
      while (same < Math.min(whole.length(), theirs.length())
          && whole.charAt(whole.length() - 1 - same) == theirs.charAt(theirs.length() - 1 - same)) {
        same++;
      }
      return same;
    }
  }

  /** Tensors by the last two parts of their names; each is taken once. */
  private static final class NameIndex {
    private final Map<String, List<Named>> tensors = new HashMap<>();

    NameIndex(List<Named> group) {
      for (Named named : group) {
        tensors.computeIfAbsent(named.layer(), _ -> new ArrayList<>()).add(named);
      }
    }

    /** Of those that are called so, the one whose networks are most alike, else the first. */
    Optional<Named> take(Leaf leaf, WeightRole role) {
      List<Named> called = tensors.getOrDefault(leaf.layer().name(), List.of());
      Optional<Named> found = Optional.empty();
      int most = -1;
      for (Named named : called) {
        int alike = leaf.alike(named);
        if (role.isCalled(named.role()) && alike > most) {
          found = Optional.of(named);
          most = alike;
        }
      }
      found.ifPresent(called::remove);
      return found;
    }
  }

  private NamedWeights() {}

  /**
   * Gives the weights of one group to the layers that they belong to.
   *
   * @param layers those that the group is of, in the order of the network
   * @param group in the order of the file
   * @param ordered whether they are in the order in which Keras loads them, if names fail
   * @throws MalformedModelException if weights of a layer are missing
   */
  static void assign(List<Layer> layers, List<Named> group, boolean ordered, LayerWeights weights) {
    List<Leaf> leaves = new ArrayList<>();
    layers.forEach(layer -> addLeaves(layer, "", leaves));
    if (leaves.isEmpty()) {
      return;
    }
    boolean found = byName(leaves, group, weights) || ordered && byOrder(leaves, group, weights);
    if (!found) {
      throw missing(leaves, group);
    }
  }

  private static void addLeaves(Layer layer, String path, List<Leaf> leaves) {
    if (layer.inner().isPresent()) {
      String inside = path + layer.name() + "/";
      layer.inner().get().layers().forEach(inner -> addLeaves(inner, inside, leaves));
    } else if (!WeightRole.of(layer).isEmpty()) {
      leaves.add(new Leaf(layer, path));
    }
  }

  /** False if one is missing. The only layer of a group may have been renamed. */
  private static boolean byName(List<Leaf> leaves, List<Named> group, LayerWeights weights) {
    NameIndex index = new NameIndex(group);
    for (Leaf leaf : leaves) {
      for (WeightRole role : WeightRole.of(leaf.layer())) {
        Optional<Named> found =
            leaves.size() == 1
                ? group.stream().filter(named -> role.isCalled(named.role())).findFirst()
                : index.take(leaf, role);
        if (found.isEmpty()) {
          return false;
        }
        weights.put(leaf.layer(), role, found.get().tensor());
      }
    }
    return true;
  }

  /** Keras itself goes by their order: what is trained first, then the statistics. */
  private static boolean byOrder(List<Leaf> leaves, List<Named> group, LayerWeights weights) {
    int at = 0;
    for (boolean trained : List.of(true, false)) {
      for (Leaf leaf : leaves) {
        boolean frozen = !new LayerSettings(leaf.layer().config()).flag("trainable", true);
        for (WeightRole role : WeightRole.of(leaf.layer())) {
          if ((role.trainable() && !frozen) == trained) {
            if (at == group.size()) {
              return false;
            }
            weights.put(leaf.layer(), role, group.get(at++).tensor());
          }
        }
      }
    }
    return at == group.size();
  }

  private static MalformedModelException missing(List<Leaf> leaves, List<Named> group) {
    NameIndex index = new NameIndex(group);
    for (Leaf leaf : leaves) {
      for (WeightRole role : WeightRole.of(leaf.layer())) {
        if (index.take(leaf, role).isEmpty()) {
          return new MalformedModelException(
              String.format(
                  Locale.ROOT,
                  "layer '%s' needs weights called '%s', and there are none of that name",
                  leaf.path() + leaf.layer().name(),
                  role.name()));
        }
      }
    }
    return new MalformedModelException("the weights are not those of the network's layers");
  }
}
