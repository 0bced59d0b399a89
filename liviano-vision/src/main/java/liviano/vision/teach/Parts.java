package liviano.vision.teach;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import liviano.vision.eval.Part;

/**
 * What pictures are used for.
 *
 * @param training what is learned from
 * @param validation what settings are chosen by; may be empty
 * @param test what is measured in the end; may be empty
 */
record Parts(List<Seen> training, List<Seen> validation, List<Seen> test) {
  /**
   * Divides pictures. Those whose part is known stay there. Of the others (of those for training,
   * where none are for validation) a share of each class is drawn by lot for validation: at least
   * one where there are two or more. Pictures that are nearly the same stay together. The lot
   * depends on the pictures and the seed alone, not on their names' order.
   *
   * @param share of each class, from 0 to 0.9
   */
  static Parts of(List<Seen> pictures, double share, long seed) {
    boolean validated = pictures.stream().anyMatch(p -> p.example().part() == Part.VALIDATION);
    List<Seen> training = new ArrayList<>();
    List<Seen> validation = new ArrayList<>();
    List<Seen> test = new ArrayList<>();
    Map<String, List<Seen>> open = new TreeMap<>();
    for (Seen picture : pictures) {
      switch (picture.example().part()) {
        case TEST -> test.add(picture);
        case VALIDATION -> validation.add(picture);
        case TRAINING, ANY -> {
          if (validated) {
            training.add(as(picture, Part.TRAINING));
          } else {
            open.computeIfAbsent(picture.example().label(), _ -> new ArrayList<>()).add(picture);
          }
        }
      }
    }
    Likeness likeness = Likeness.among(pictures);
    open.values().forEach(some -> draw(some, likeness, share, seed, training, validation));
    return new Parts(shuffled(training, seed), shuffled(validation, seed), test);
  }

  private static void draw(
      List<Seen> pictures,
      Likeness likeness,
      double share,
      long seed,
      List<Seen> training,
      List<Seen> validation) {
    List<List<Seen>> groups = likeness.groups(shuffled(pictures, seed));
    Set<List<Seen>> drawn = drawn(groups, share, pictures.size());
    for (List<Seen> group : groups) {
      if (drawn.contains(group)) {
        group.forEach(picture -> validation.add(as(picture, Part.VALIDATION)));
      } else {
        group.forEach(picture -> training.add(as(picture, Part.TRAINING)));
      }
    }
  }

  /** Groups of about the wanted share; at least one if that leaves half of the pictures. */
  private static Set<List<Seen>> drawn(List<List<Seen>> groups, double share, int pictures) {
    Set<List<Seen>> drawn = Collections.newSetFromMap(new IdentityHashMap<>());
    long left = share == 0 ? 0 : Math.max(1, Math.round(share * pictures));
    for (List<Seen> group : groups) {
      if (group.size() <= left && group.size() < pictures) {
        drawn.add(group);
        left -= group.size();
      }
    }
    if (drawn.isEmpty() && share > 0) {
      groups.stream()
          .min(Comparator.comparingInt(List::size))
          .filter(group -> 2 * group.size() <= pictures)
          .ifPresent(drawn::add);
    }
    return drawn;
  }

  /** In an order by lot, which depends on the pictures and not on the order they are given in. */
  static List<Seen> shuffled(List<Seen> pictures, long seed) {
    List<Seen> shuffled = new ArrayList<>(pictures);
    shuffled.sort(
        Comparator.comparing(Seen::digest).thenComparing(picture -> picture.example().name()));
    Collections.shuffle(shuffled, new Random(seed));
    return shuffled;
  }

  private static Seen as(Seen picture, Part part) {
    return picture.with(picture.example().in(part));
  }
}
