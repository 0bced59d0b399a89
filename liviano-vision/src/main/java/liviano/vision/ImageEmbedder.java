package liviano.vision;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import liviano.UnsupportedModelException;
import liviano.engine.CancelledException;
import liviano.engine.Deadline;
import liviano.graph.Graph;
import liviano.model.Backbone;
import liviano.model.Model;
import liviano.model.Preprocessing;
import liviano.vision.answer.FiniteOutputs;
import liviano.vision.answer.Parallel;
import liviano.vision.prepare.SizedGraph;

/**
 * Turns a picture into the vector that a model's {@link Backbone} gives, which is what a
 * classifier's last layers read: pictures that look alike have vectors that point the same way.
 * Immutable, thread-safe, nothing to close.
 */
public final class ImageEmbedder {
  private final PictureRunner runner;
  private final int length;
  private final EmbedderOptions options;

  private ImageEmbedder(Model model, EmbedderOptions options) {
    Preprocessing preprocessing = options.preprocessing().orElse(model.card().preprocessing());
    Graph graph = SizedGraph.of(model, backbone(model).graph(), preprocessing);
    this.length = graph.outputs().get(Backbone.EMBEDDING).shape().elements();
    this.options = options;
    this.runner = new PictureRunner(model, graph, preprocessing, options.compile());
  }

  private ImageEmbedder(ImageEmbedder other, EmbedderOptions options) {
    this.length = other.length;
    this.options = options;
    this.runner = other.runner;
  }

  /** Embeddings as the network gives them. */
  public static ImageEmbedder of(Model model) {
    return of(model, EmbedderOptions.defaults());
  }

  /**
   * An embedder.
   *
   * @throws UnsupportedModelException if the model has no {@link Backbone}, or reads no pictures of
   *     the size that the options or its card say
   */
  public static ImageEmbedder of(Model model, EmbedderOptions options) {
    return new ImageEmbedder(model, options);
  }

  /** Numbers in an embedding. */
  public int length() {
    return length;
  }

  /** The embedding of a picture. */
  public float[] embed(Picture picture) {
    return embed(picture, Region.whole(picture));
  }

  /**
   * The embedding of a region of a picture.
   *
   * @throws IllegalArgumentException if the region is not inside the picture
   * @throws CancelledException if the calling thread is interrupted, or the options' time is over
   */
  public float[] embed(Picture picture, Region region) {
    return embed(picture, region, options.deadline());
  }

  /**
   * The embedding of each of several pictures, in their order. Works on as many pictures at a time
   * as there are processors (fewer where several threads share one inference), on the calling
   * thread and on threads that end with the call; each has the memory of one inference. The answers
   * are those of the pictures one by one.
   *
   * <p>If a picture fails, no further ones are begun, and the exception of the first in the list
   * that failed is thrown.
   *
   * @throws CancelledException if the calling thread is interrupted, or the options' time for all
   *     pictures together is over
   */
  public List<float[]> embed(List<Picture> pictures) {
    Deadline deadline = options.deadline();
    return Parallel.map(
        pictures,
        Parallel.threads(options.threads()),
        picture -> embed(picture, Region.whole(picture), deadline));
  }

  /**
   * The same with another time for every call, sharing the compiled network and its memory, so that
   * each call may have a time of its own: {@code embedder.withTimeout(left).embed(picture)}.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public ImageEmbedder withTimeout(Duration timeout) {
    return new ImageEmbedder(this, options.toBuilder().timeout(timeout).build());
  }

  /**
   * The same with embeddings scaled to length 1, or as the network gives them, sharing the compiled
   * network and its memory.
   */
  public ImageEmbedder withUnitLength(boolean scaled) {
    return new ImageEmbedder(this, options.toBuilder().unitLength(scaled).build());
  }

  private float[] embed(Picture picture, Region region, Deadline deadline) {
    float[] embedding =
        runner.run(
            picture,
            region,
            deadline,
            session -> FiniteOutputs.copy(session.output(Backbone.EMBEDDING)));
    if (options.unitLength()) {
      double norm = Math.sqrt(dot(embedding, embedding));
      for (int i = 0; i < embedding.length && norm > 0; i++) {
        embedding[i] = (float) (embedding[i] / norm);
      }
    }
    return embedding;
  }

  /**
   * The cosine similarity of two embeddings: 1 for the same direction, 0 for nothing in common. 0
   * where one of them is all zeros.
   *
   * @throws IllegalArgumentException if they differ in length
   */
  public static double cosineSimilarity(float[] a, float[] b) {
    if (a.length != b.length) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "embeddings of %d and %d numbers cannot be compared",
              a.length,
              b.length));
    }
    double lengths = Math.sqrt(dot(a, a)) * Math.sqrt(dot(b, b));
    return lengths == 0 ? 0 : dot(a, b) / lengths;
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }

  private static Backbone backbone(Model model) {
    return Backbone.of(model)
        .orElseThrow(
            () ->
                new UnsupportedModelException(
                    String.format(
                        Locale.ROOT,
                        "'%s' gives no embedding: it needs an output that is the embedding, a dense"
                            + " layer that gives the logits, or maps",
                        model.card().title())));
  }
}
