package liviano.server.models;

import java.util.Locale;
import java.util.stream.Stream;
import liviano.UnsupportedModelException;
import liviano.engine.CompileOptions;
import liviano.engine.Program;
import liviano.json.Json;
import liviano.kernels.PackedWeights;
import liviano.model.Model;
import liviano.model.ModelDigest;
import liviano.server.ModelSource.Offer;
import liviano.server.http.HttpException;
import liviano.vision.ClassifierOptions;
import liviano.vision.DetectorOptions;
import liviano.vision.EmbedderOptions;
import liviano.vision.ImageClassifier;
import liviano.vision.ImageEmbedder;
import liviano.vision.ImageSegmenter;
import liviano.vision.ModelRunner;
import liviano.vision.ObjectDetector;
import liviano.vision.SegmenterOptions;
import liviano.vision.explain.ClassActivationMap;

/**
 * A model in memory, with its tasks: each is compiled when it is first asked, and all share one set
 * of packed weights. Who holds one may use it although it is replaced or dropped meanwhile; nothing
 * has to be closed. Thread-safe.
 */
public final class LoadedModel {
  private final Offer offer;
  private final Model model;
  private final CompileOptions compile;
  private final PackedWeights packed;
  private final int sessions;
  private final Once<String> digest;
  private final Once<ImageClassifier> classifier;
  private final Once<ObjectDetector> detector;
  private final Once<ImageSegmenter> segmenter;
  private final Once<ImageEmbedder> embedder;
  private final Once<ClassActivationMap> explainer;
  private final Once<ModelRunner> runner;

  /** A model that was read, compiled with default options. */
  LoadedModel(Offer offer, Model model, int sessions) {
    this(offer, model, sessions, CompileOptions.defaults());
  }

  /**
   * A model that was read.
   *
   * @param sessions that may use it at a time
   * @param options how its networks are compiled
   */
  LoadedModel(Offer offer, Model model, int sessions, CompileOptions options) {
    this.offer = offer;
    this.model = model;
    this.sessions = sessions;
    this.packed = options.newPackedWeights();
    this.compile = options.toBuilder().packedWeights(packed).build();
    this.digest = new Once<>(() -> ModelDigest.of(model));
    this.classifier = new Once<>(() -> ImageClassifier.of(model, classifierOptions()));
    this.detector =
        new Once<>(
            () -> ObjectDetector.of(model, DetectorOptions.builder().compile(compile).build()));
    this.segmenter =
        new Once<>(
            () -> ImageSegmenter.of(model, SegmenterOptions.builder().compile(compile).build()));
    this.embedder =
        new Once<>(
            () -> ImageEmbedder.of(model, EmbedderOptions.builder().compile(compile).build()));
    this.explainer = new Once<>(() -> ClassActivationMap.of(model, classifierOptions()));
    this.runner = new Once<>(() -> ModelRunner.of(model, compile));
  }

  private ClassifierOptions classifierOptions() {
    return ClassifierOptions.builder().compile(compile).build();
  }

  /** As requests name it. */
  public String name() {
    return offer.name();
  }

  /** What it was offered as. */
  public Offer offer() {
    return offer;
  }

  /** Graph, weights and card. */
  public Model model() {
    return model;
  }

  /** {@link ModelDigest} of it. */
  public String digest() {
    return digest.get();
  }

  /**
   * With default options.
   *
   * @throws HttpException 400 if it is no classifier
   */
  public ImageClassifier classifier() {
    return task(classifier, ServedTask.CLASSIFY);
  }

  /**
   * With default options.
   *
   * @throws HttpException 400 if it is no detector
   */
  public ObjectDetector detector() {
    return task(detector, ServedTask.DETECT);
  }

  /**
   * With default options.
   *
   * @throws HttpException 400 if it is no segmenter
   */
  public ImageSegmenter segmenter() {
    return task(segmenter, ServedTask.SEGMENT);
  }

  /**
   * With default options.
   *
   * @throws HttpException 400 if it gives no embedding
   */
  public ImageEmbedder embedder() {
    return task(embedder, ServedTask.EMBED);
  }

  /**
   * With default options.
   *
   * @throws HttpException 400 if it is no classifier that ends in a map's average
   */
  public ClassActivationMap explainer() {
    return task(explainer, ServedTask.EXPLAIN);
  }

  /** The reason is told without the name of the file, which is the server's own. */
  private <T> T task(Once<T> once, ServedTask task) {
    try {
      return once.get();
    } catch (UnsupportedModelException e) {
      boolean named = e.getCause() instanceof UnsupportedModelException;
      throw new HttpException(
          400,
          String.format(
              Locale.ROOT,
              "the model %s cannot %s: %s",
              Json.quote(name()),
              task.label(),
              named ? e.getCause().getMessage() : e.getMessage()));
    }
  }

  /** Tensors in, tensors out: the whole network. */
  public ModelRunner runner() {
    return runner.get();
  }

  /** Compiles what its card says it is for, and computes its digest. */
  LoadedModel prepare() {
    mainProgram();
    digest();
    return this;
  }

  private Program mainProgram() {
    return switch (model.card().task()) {
      case CLASSIFICATION -> classifier.get().program();
      case DETECTION -> detector.get().program();
      case SEGMENTATION -> segmenter.get().program();
      case OTHER -> runner.get().program();
    };
  }

  /**
   * About what it takes of memory: its weights as the file has them and as the kernels do, and for
   * each session the tensors of every task that was asked.
   */
  public long bytes() {
    Program main = mainProgram();
    long tasks =
        Stream.of(classifier, detector, segmenter, embedder, explainer, runner)
            .filter(Once::isThere)
            .count();
    return model.weights().totalBytes()
        + packed.bytes()
        + sessions * tasks * (main.memory().bytes() + main.scratchBytes());
  }
}
