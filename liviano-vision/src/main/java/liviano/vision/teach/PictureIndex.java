package liviano.vision.teach;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import liviano.UnsupportedModelException;
import liviano.engine.CancelledException;
import liviano.model.Model;
import liviano.vision.ImageEmbedder;
import liviano.vision.eval.Example;

/**
 * Pictures by what a model's backbone makes of them, to find those that are like another. Where the
 * options name a cache, files that have the length and the time of change that they had are not
 * read again. Immutable and thread-safe.
 */
public final class PictureIndex {
  private final FeatureReader reader;
  private final List<Seen> pictures;
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
    return pictures.stream()
        .map(
            other ->
                new Match(
                    other.example(),
                    ImageEmbedder.cosineSimilarity(query.embedding(), other.embedding()),
                    Likeness.near(query, other)))
        .sorted(Comparator.comparingDouble(Match::likeness).reversed())
        .toList();
  }

  /** The pictures of which there are several that are the same or nearly, group by group. */
  public List<List<Example>> duplicates() {
    return Likeness.groups(pictures).stream()
        .filter(group -> group.size() > 1)
        .map(group -> group.stream().map(Seen::example).toList())
        .toList();
  }
}
