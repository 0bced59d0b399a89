package liviano.train.data;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Pictures divided by lot into those to learn from and those to validate by.
 *
 * @param training what is learned from, in the order given
 * @param validation what is validated by, in the order given
 */
record Split<T>(List<T> training, List<T> validation) {
  /**
   * What the lot goes by.
   *
   * @param stratum of which the same share is drawn as of each other one, such as a class
   * @param identity the same for pictures that must stay together, such as equal files
   */
  record Item<T>(T value, String stratum, String identity) {}

  /**
   * Draws a share of each stratum, at least one identity where it has two or more. The lot depends
   * on strata, identities and the seed alone, not on the order.
   *
   * @param share from 0 to 0.9
   */
  static <T> Split<T> draw(List<Item<T>> items, double share, long seed) {
    Map<String, Map<String, Integer>> strata = new TreeMap<>();
    Map<String, String> stratumOf = new LinkedHashMap<>();
    for (Item<T> item : items) {
      // Equal files of two classes go where the first of them by name goes.
      stratumOf.merge(item.identity, item.stratum, (a, b) -> a.compareTo(b) <= 0 ? a : b);
    }
    for (Item<T> item : items) {
      strata
          .computeIfAbsent(stratumOf.get(item.identity), _ -> new TreeMap<>())
          .merge(item.identity, 1, Integer::sum);
    }
    Set<String> drawn = new HashSet<>();
    if (share > 0) {
      strata.forEach(
          (stratum, identities) ->
              drawn.addAll(drawn(identities, share, Draws.seed(seed, stratum.hashCode()))));
    }
    List<T> training = new ArrayList<>();
    List<T> validation = new ArrayList<>();
    for (Item<T> item : items) {
      (drawn.contains(item.identity) ? validation : training).add(item.value);
    }
    return new Split<>(List.copyOf(training), List.copyOf(validation));
  }

  /**
   * @param identities with the number of pictures of each
   */
  private static Set<String> drawn(Map<String, Integer> identities, double share, long seed) {
    List<String> all = new ArrayList<>(identities.keySet());
    int pictures = identities.values().stream().mapToInt(Integer::intValue).sum();
    long left = Math.max(1, Math.round(share * pictures));
    Set<String> drawn = new HashSet<>();
    for (int i : new Draws(seed).order(all.size())) {
      int count = identities.get(all.get(i));
      if (count <= left && drawn.size() + 1 < all.size()) {
        drawn.add(all.get(i));
        left -= count;
      }
    }
    if (drawn.isEmpty() && all.size() > 1) {
      drawn.add(all.stream().min(Comparator.comparing(identities::get)).orElseThrow());
    }
    return drawn;
  }
}
