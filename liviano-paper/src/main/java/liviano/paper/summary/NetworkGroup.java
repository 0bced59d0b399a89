package liviano.paper.summary;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Neighbouring layers of one block, by their names: {@code blocks.3} of {@code blocks.3.expand}.
 *
 * @param name the block's
 * @param first number of its first layer
 * @param layers at least one
 */
record NetworkGroup(String name, int first, List<NetworkLayer> layers) {

  static List<NetworkGroup> of(List<NetworkLayer> layers) {
    List<NetworkGroup> groups = new ArrayList<>();
    int first = 0;
    for (int i = 1; i <= layers.size(); i++) {
      String block = block(layers.get(first).name());
      if (i == layers.size() || !block(layers.get(i).name()).equals(block)) {
        List<NetworkLayer> members = List.copyOf(layers.subList(first, i));
        groups.add(new NetworkGroup(common(block, members), first, members));
        first = i;
      }
    }
    return groups;
  }

  private static String block(String layer) {
    String[] parts = layer.split("\\.");
    boolean numbered = parts.length > 1 && parts[1].chars().allMatch(Character::isDigit);
    return numbered ? parts[0] + "." + parts[1] : parts[0];
  }

  /** What all their names start with, part by part: {@code predictors.0.boxes}. */
  private static String common(String block, List<NetworkLayer> members) {
    String common = members.getFirst().name();
    while (common.length() > block.length()) {
      String prefix = common;
      if (members.stream().allMatch(layer -> (layer.name() + ".").startsWith(prefix + "."))) {
        return common;
      }
      common = common.substring(0, Math.max(block.length(), common.lastIndexOf('.')));
    }
    return block;
  }

  /** A layer's name without the block's. */
  String within(NetworkLayer layer) {
    return layer.name().startsWith(name + ".")
        ? layer.name().substring(name.length() + 1)
        : layer.name().substring(layer.name().lastIndexOf('.') + 1);
  }

  boolean contains(int layer) {
    return layer >= first && layer < first + layers.size();
  }

  long multiplyAdds() {
    return layers.stream().mapToLong(NetworkLayer::multiplyAdds).sum();
  }

  /** Layers of other groups that it reads from. */
  TreeSet<Integer> reads() {
    TreeSet<Integer> reads = new TreeSet<>();
    layers.forEach(layer -> reads.addAll(layer.inputs()));
    reads.removeIf(this::contains);
    return reads;
  }

  /** What it does, whatever its channels are: equal for blocks of one kind. */
  String kind() {
    StringBuilder kind = new StringBuilder();
    List<Integer> reads = List.copyOf(reads());
    for (NetworkLayer layer : layers) {
      kind.append(layer.operation()).append(layer.look());
      for (int input : layer.inputs()) {
        // Inside by place, outside by which of its sources it is.
        kind.append(contains(input) ? " " + (input - first) : " in" + reads.indexOf(input));
      }
      kind.append('\n');
    }
    return kind.toString();
  }

  /** Whether it is the same block once more. */
  boolean repeats(NetworkGroup before) {
    return kind().equals(before.kind())
        && multiplyAdds() == before.multiplyAdds()
        && layers.getLast().output().equals(before.layers().getLast().output())
        && name.contains(".")
        && layers.size() > 1;
  }
}
