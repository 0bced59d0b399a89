package liviano.vision.teach;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import liviano.UnsupportedModelException;
import liviano.engine.CancelledException;
import liviano.model.Model;
import liviano.vision.eval.Example;

/**
 * Pictures by what a model's backbone makes of them, to find those that are like another. Where the
 * options name a cache, files that have the length and the time of change that they had are not
 * read again. Immutable and thread-safe.
 */
public final class PictureIndex {
  private final FeatureReader reader;
  private final List<Seen> pictures;
  private final Likeness likeness;
  private final double[] lengths; // of the embeddings
  private final List<Unreadable> unreadable;
  private final List<String> notices;

  /**
   * A picture that is like another.
   *
   * @param likeness the cosine of their embeddings, at most 1
   * @param duplicate whether they are the same, or nearly
   */
  public record Match(Example picture, double likeness, boolean duplicate) {}

  private PictureIndex(
      FeatureReader reader,
      List<Seen> pictures,
      List<Unreadable> unreadable,
      List<String> notices) {
    this.reader = reader;
    this.pictures = List.copyOf(pictures);
    this.likeness = Likeness.among(pictures);
    this.lengths = pictures.stream().mapToDouble(seen -> length(seen.embedding())).toArray();
    this.unreadable = List.copyOf(unreadable);
    this.notices = List.copyOf(notices);
  }

  /**
   * Looks at pictures.
   *
   * @param pictures their labels and parts do not matter
   * @param options of which threads, cache, compile and progress matter
   * @throws UnsupportedModelException if the model gives no embedding, or reads no pictures
   * @throws CancelledException if the calling thread is interrupted
   */
  public static PictureIndex of(Model model, List<Example> pictures, TeachOptions options) {
    FeatureReader reader = new FeatureReader(model, options, true);
    FeatureReader.Result result = reader.read(pictures, Variant.WHOLE);
    List<String> notices = new ArrayList<>();
    reader.save().ifPresent(notices::add);
    return new PictureIndex(reader, result.seen(), result.unreadable(), notices);
  }

  /** How many pictures can be found. */
  public int size() {
    return pictures.size();
  }

  /** Pictures that could not be read, and cannot be found. */
  public List<Unreadable> unreadable() {
    return unreadable;
  }

  /** What else should be known, a line each. */
  public List<String> notices() {
    return notices;
  }

  /**
   * All pictures, those most like the given one first; of equal ones in their order.
   *
   * @throws TeachException if the picture cannot be read
   */
  public List<Match> like(Example picture) {
    FeatureReader.Result result = reader.read(List.of(picture), Variant.WHOLE);
    if (!result.unreadable().isEmpty()) {
      throw new TeachException(result.unreadable().getFirst().line());
    }
    Seen query = result.seen().getFirst();
    double length = length(query.embedding());
    return IntStream.range(0, pictures.size())
        .mapToObj(i -> match(query, length, i))
        .sorted(Comparator.comparingDouble(Match::likeness).reversed())
        .toList();
  }

  private Match match(Seen query, double length, int i) {
    Seen other = pictures.get(i);
    double lengths = length * this.lengths[i];
    double cosine = lengths == 0 ? 0 : dot(query.embedding(), other.embedding()) / lengths;
    return new Match(other.example(), Math.min(1, cosine), likeness.near(query, other));
  }

  private static double length(float[] embedding) {
    return Math.sqrt(dot(embedding, embedding));
  }

  /** Four sums, none of which waits for another: thousands of these make an answer. */
  private static double dot(float[] a, float[] b) {
    double first = 0;
    double second = 0;
    double third = 0;
    double fourth = 0;
    int i = 0;
    for (; i + 4 <= a.length; i += 4) {
      first += (double) a[i] * b[i];
      second += (double) a[i + 1] * b[i + 1];
      third += (double) a[i + 2] * b[i + 2];
      fourth += (double) a[i + 3] * b[i + 3];
    }
    for (; i < a.length; i++) {
      first += (double) a[i] * b[i];
    }
    return first + second + (third + fourth);
  }

  /** The pictures of which there are several that are the same or nearly, group by group. */
  public List<List<Example>> duplicates() {
    return likeness.groups(pictures).stream()
        .filter(group -> group.size() > 1)
        .map(group -> group.stream().map(Seen::example).toList())
        .toList();
  }
}
