package liviano.vision.teach;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import liviano.vision.ImageEmbedder;

/**
 * Pictures that are the same, byte by byte, or nearly: another size, another compression, the next
 * one of a burst.
 *
 * <p>Embeddings of some networks all point nearly the same way, whatever the picture. So they are
 * compared from the mean of many pictures, where only those of like pictures do.
 */
final class Likeness {
  /** Bits of fingerprints. */
  private static final int MOST_DIFFERENT_BITS = 6;

  /** Fingerprints of pictures with much blank space are alike by chance; embeddings are not. */
  private static final double LEAST_COSINE = 0.97;

  /** The same from the mean of all pictures. */
  private static final double LEAST_FROM_MEAN = 0.9;

  /** Fewer pictures have no mean to speak of. */
  private static final int LEAST_FOR_MEAN = 20;

  /** Beyond it only the same pictures are found: pairs grow with the square. */
  private static final int MOST_COMPARED = 20_000;

  private final Optional<float[]> mean;

  private Likeness(Optional<float[]> mean) {
    this.mean = mean;
  }

  /** One that knows what the embeddings of these pictures have in common. */
  static Likeness among(List<Seen> pictures) {
    return new Likeness(
        pictures.size() < LEAST_FOR_MEAN ? Optional.empty() : Optional.of(mean(pictures)));
  }

  private static float[] mean(List<Seen> pictures) {
    double[] sums = new double[pictures.getFirst().embedding().length];
    for (Seen picture : pictures) {
      for (int i = 0; i < sums.length; i++) {
        sums[i] += picture.embedding()[i];
      }
    }
    float[] mean = new float[sums.length];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = (float) (sums[i] / pictures.size());
    }
    return mean;
  }

  /** Whether two pictures are the same or nearly. */
  boolean near(Seen a, Seen b) {
    return a.digest().equals(b.digest())
        || Fingerprint.distance(a.fingerprint(), b.fingerprint()) <= MOST_DIFFERENT_BITS
            && alike(a.embedding(), b.embedding());
  }

  private boolean alike(float[] a, float[] b) {
    return ImageEmbedder.cosineSimilarity(a, b) >= LEAST_COSINE
        && mean.map(
                from ->
                    ImageEmbedder.cosineSimilarity(minus(a, from), minus(b, from))
                        >= LEAST_FROM_MEAN)
            .orElse(true);
  }

  private static float[] minus(float[] a, float[] b) {
    float[] difference = new float[a.length];
    for (int i = 0; i < a.length; i++) {
      difference[i] = a[i] - b[i];
    }
    return difference;
  }

  /** Pairs of one picture of the first list and one of the second, in the order of the lists. */
  List<Duplicate> between(List<Seen> first, List<Seen> second) {
    List<Duplicate> found = new ArrayList<>();
    boolean nearly = Math.max(first.size(), second.size()) <= MOST_COMPARED;
    Map<String, List<Seen>> same = byDigest(second);
    for (Seen a : first) {
      List<Seen> candidates = nearly ? second : same.getOrDefault(a.digest(), List.of());
      candidates.stream().filter(b -> near(a, b)).forEach(b -> found.add(Duplicate.of(a, b)));
    }
    return List.copyOf(found);
  }

  /** Pairs within a list that are the same or nearly, and differ in their class. */
  List<Duplicate> contradictions(List<Seen> pictures) {
    List<Duplicate> found = new ArrayList<>();
    for (List<Seen> same : groups(pictures)) {
      Seen first = same.getFirst();
      same.stream()
          .filter(other -> !other.example().label().equals(first.example().label()))
          .forEach(other -> found.add(Duplicate.of(first, other)));
    }
    return List.copyOf(found);
  }

  /** The pictures in groups of which those of one are the same or nearly, in their order. */
  List<List<Seen>> groups(List<Seen> pictures) {
    List<List<Seen>> groups = new ArrayList<>();
    Map<String, List<Seen>> groupOf = new HashMap<>(); // by digest
    boolean nearly = pictures.size() <= MOST_COMPARED;
    for (Seen picture : pictures) {
      List<Seen> group = groupOf.get(picture.digest());
      if (group == null && nearly) {
        group =
            groups.stream()
                .filter(other -> other.stream().anyMatch(member -> near(member, picture)))
                .findFirst()
                .orElse(null);
      }
      if (group == null) {
        group = new ArrayList<>();
        groups.add(group);
      }
      group.add(picture);
      groupOf.put(picture.digest(), group);
    }
    return groups;
  }

  private static Map<String, List<Seen>> byDigest(List<Seen> pictures) {
    Map<String, List<Seen>> same = new LinkedHashMap<>();
    pictures.forEach(
        picture -> same.computeIfAbsent(picture.digest(), _ -> new ArrayList<>()).add(picture));
    return same;
  }
}
