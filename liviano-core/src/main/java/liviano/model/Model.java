package liviano.model;

import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.function.Function;
import liviano.Limits;
import liviano.Limits.Limit;
import liviano.MalformedModelException;
import liviano.UnsupportedModelException;
import liviano.graph.Graph;
import liviano.graph.GraphException;
import liviano.graph.Node;
import liviano.graph.Op;
import liviano.graph.ParamSpec;
import liviano.graph.Value;
import liviano.json.Json;
import liviano.json.JsonException;
import liviano.json.JsonLimits;
import liviano.json.JsonObject;
import liviano.weights.SafeTensors;
import liviano.weights.SafeTensorsFile;
import liviano.weights.Weights;
import liviano.zoo.Recipe;
import liviano.zoo.YoloV2;

/**
 * A network with its weights and its card: one {@code .safetensors} file that needs no other file.
 * The graph is always in the file, so that a foreign network is a model like any other.
 *
 * @param weights every constant that the graph needs, under its name; more are allowed
 * @param recipe how to build the graph again, where the zoo has it
 */
public record Model(Graph graph, Weights weights, ModelCard card, Optional<Recipe> recipe) {
  private static final String GRAPH = "liviano.graph";
  static final String RECIPE = "liviano.recipe";
  static final String CARD = "liviano.card";

  /**
   * @throws MalformedModelException if a constant is missing, has another shape than its layer
   *     needs, or is not finite, or if the card gives an input or output other extents than it has
   */
  public Model {
    for (Node node : graph.nodes()) {
      for (ParamSpec spec : node.params()) {
        weights.require(spec.name(), spec.shape().extents());
      }
    }
    weights.requireFinite();
    requireLayouts(graph, card);
  }

  private static void requireLayouts(Graph graph, ModelCard card) {
    graph.inputs().forEach(input -> requireLayout(card, input.name(), input));
    graph.outputs().forEach((name, output) -> requireLayout(card, name, output));
  }

  private static void requireLayout(ModelCard card, String name, Value value) {
    TensorLayout layout = card.layouts().get(name);
    if (layout != null && layout.elements() != value.shape().elements()) {
      throw new MalformedModelException(
          String.format(
              Locale.ROOT,
              "the card gives %s the extents %s, but the network %s",
              Json.quote(name),
              layout.extents(),
              value.shape()));
    }
  }

  /**
   * {@link #load(Path, Limits)} within the default limits.
   *
   * @throws MalformedModelException if the file is no model, or a broken one; the message names the
   *     file, and the byte or the tensor
   * @throws UnsupportedModelException if its texts or its graph are beyond the limits
   * @throws IOException if the file cannot be read
   */
  public static Model load(Path path) throws IOException {
    return load(path, Limits.defaults());
  }

  /**
   * Reads a model file. Weights are memory-mapped, so only those that are used are read from disk.
   *
   * @throws MalformedModelException if the file is no model, or a broken one; the message names the
   *     file, and the byte or the tensor
   * @throws UnsupportedModelException if its texts or its graph are beyond the limits
   * @throws IOException if the file cannot be read
   */
  public static Model load(Path path, Limits limits) throws IOException {
    return of(SafeTensors.readFinite(path, limits), path.toString(), limits);
  }

  /**
   * {@link #read(InputStream, String, Limits)} within the default limits.
   *
   * @param name of the stream in errors
   * @throws MalformedModelException if it is no model, a broken one, or longer
   * @throws UnsupportedModelException if its texts or its graph are beyond the default limits
   * @throws IOException if the stream cannot be read
   */
  public static Model read(InputStream in, String name) throws IOException {
    return read(in, name, Limits.defaults());
  }

  /**
   * Reads a model file from a stream, to its end, into memory outside the heap; at most {@link
   * Limit#LOADED_BYTES} of it, and memory is taken only as bytes come. The stream is left open.
   *
   * @param name of the stream in errors
   * @throws MalformedModelException if it is no model, a broken one, or longer
   * @throws UnsupportedModelException if its texts or its graph are beyond the limits
   * @throws IOException if the stream cannot be read
   */
  public static Model read(InputStream in, String name, Limits limits) throws IOException {
    return of(SafeTensors.read(in, name, limits), name, limits);
  }

  /**
   * The model in the bytes of a file, which are copied out of the heap.
   *
   * @throws MalformedModelException if it is no model, or a broken one
   * @throws UnsupportedModelException if its texts or its graph are beyond the default limits
   */
  public static Model of(byte[] file) {
    try {
      Limits limits = Limits.defaults().with(Limit.LOADED_BYTES, Math.max(1, file.length));
      return read(new ByteArrayInputStream(file), "model", limits);
    } catch (IOException e) {
      throw new UncheckedIOException("an array cannot fail", e);
    }
  }

  /**
   * Reads a model file that is packed with a program's classes.
   *
   * @param owner whose class loader and package it is found by, as {@link
   *     Class#getResourceAsStream} does
   * @param resource such as {@code model.safetensors} beside the class, or {@code
   *     /models/model.safetensors}
   * @throws MalformedModelException if it is no model, a broken one, or longer than the default
   *     limits allow
   * @throws UnsupportedModelException if its texts or its graph are beyond the default limits
   * @throws java.io.FileNotFoundException if there is no such resource
   * @throws IOException if it cannot be read
   */
  public static Model ofResource(Class<?> owner, String resource) throws IOException {
    try (InputStream in = owner.getResourceAsStream(resource)) {
      if (in == null) {
        throw new FileNotFoundException(
            String.format(
                Locale.ROOT,
                "%s: no such resource for %s: is it in the jar, and its package open?",
                resource,
                owner.getName()));
      }
      return read(in, resource);
    }
  }

  /**
   * The model in a file whose tensors have been read already.
   *
   * @param name the file's, for errors
   * @throws MalformedModelException if the file is no model, or a broken one
   * @throws UnsupportedModelException if its texts or its graph are beyond the limits
   */
  public static Model of(SafeTensorsFile file, String name, Limits limits) {
    Map<String, String> metadata = file.metadata();
    requireModel(metadata, name);
    try {
      ModelInfo info = info(metadata, limits);
      return new Model(
          read(metadata, GRAPH, limits, json -> GraphJson.read(json, limits)),
          file.weights(),
          info.card(),
          info.recipe());
    } catch (MalformedModelException e) {
      throw e.inFile(name);
    } catch (UnsupportedModelException e) {
      throw e.inFile(name);
    }
  }

  /** Refuses what is no model of a version that this program reads. */
  static void requireModel(Map<String, String> metadata, String name) {
    if (!isModel(metadata)) {
      throw new MalformedModelException(
          name, "it holds tensors but no Liviano model; 'liviano convert' may read it");
    }
    FormatVersion.requireKnown(metadata, name);
  }

  /** Card and recipe; what is wrong with them is said without the file's name. */
  static ModelInfo info(Map<String, String> metadata, Limits limits) {
    return new ModelInfo(
        read(metadata, CARD, limits, CardJson::read),
        metadata.containsKey(RECIPE)
            ? Optional.of(read(metadata, RECIPE, limits, RecipeJson::read))
            : Optional.empty());
  }

  /**
   * Writes a model file: the whole of it or nothing.
   *
   * @throws IOException if the file cannot be written
   */
  public void save(Path path) throws IOException {
    SafeTensors.write(path, weights, texts());
  }

  /**
   * Writes the bytes of a model file to a stream, which is left open.
   *
   * @throws IOException whatever the stream throws
   */
  public void write(OutputStream out) throws IOException {
    SafeTensors.write(out, weights, texts());
  }

  /**
   * All but the weights, as texts by their keys: what {@link #of(SafeTensorsFile, String, Limits)}
   * reads.
   */
  public SequencedMap<String, String> texts() {
    SequencedMap<String, String> texts = new LinkedHashMap<>();
    FormatVersion.write(texts);
    texts.put(GRAPH, GraphJson.write(graph).toJson());
    texts.putAll(info().texts());
    return texts;
  }

  /** What is said of the network beside its graph. */
  public ModelInfo info() {
    return new ModelInfo(card, recipe);
  }

  /** Its title alone: the whole network and all labels would fill a log. */
  @Override
  public String toString() {
    return "Model[" + card.title() + "]";
  }

  /** The value that plays a role: the one that the card names, else one that is called so. */
  public Optional<Value> find(Role role) {
    for (Map.Entry<String, Role> named : card.roles().entrySet()) {
      Optional<Value> found =
          named.getValue() == role ? graph.find(named.getKey()) : Optional.empty();
      if (found.isPresent()) {
        return found;
      }
    }
    return graph.find(role.key());
  }

  /**
   * The part of the graph that gives these values, which become its outputs under the roles' names.
   *
   * @throws GraphException if nothing plays one of the roles
   */
  public Graph ending(Role... roles) {
    SequencedMap<String, Value> outputs = new LinkedHashMap<>();
    for (Role role : roles) {
      outputs.put(
          role.key(),
          find(role)
              .orElseThrow(
                  () ->
                      new GraphException(
                          String.format(Locale.ROOT, "nothing gives the %s", role.key()))));
    }
    return graph.endingAt(outputs);
  }

  /** How the file that the network came from has an input or an output of that name. */
  public TensorLayout layout(String name, Value value) {
    TensorLayout layout = card.layouts().get(name);
    return layout == null ? TensorLayout.of(value.shape()) : layout;
  }

  /** The same network with another card. */
  public Model withCard(ModelCard newCard) {
    return new Model(graph, weights, newCard, recipe);
  }

  /**
   * The same network with other names for its classes.
   *
   * @param labels one for each class, by index, that of the background among them where the network
   *     has one; or none, and the classes are numbered
   * @throws IllegalArgumentException if there are more or fewer than classes
   */
  public Model withLabels(List<String> labels) {
    Objects.requireNonNull(labels, "labels");
    int classes = labels.isEmpty() ? 0 : classes();
    if (labels.size() != classes) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "'%s' has %d classes: give %d labels, in the order of its outputs, not %d",
              card.title(),
              classes,
              classes,
              labels.size()));
    }
    return withCard(card.withLabels(labels));
  }

  /** Classes of what an SSD's last layer tells apart, if it has one. */
  private OptionalInt detected() {
    return graph.nodes().stream()
        .filter(node -> node.op() instanceof Op.DetectionPostProcess)
        .mapToInt(node -> ((Op.DetectionPostProcess) node.op()).rule().classes())
        .findFirst();
  }

  /** Classes are channels of the logits; YOLOv2 alone has none, and a place for the background. */
  private int classes() {
    OptionalInt detected = detected();
    if (detected.isPresent()) {
      return detected.getAsInt();
    }
    Optional<Value> scores =
        find(Role.LOGITS)
            .or(() -> find(Role.PROBABILITIES))
            .filter(value -> value.shape().rank() > 0);
    return scores
        .map(value -> value.shape().channels())
        .or(() -> recipe.filter(YoloV2::isFor).map(yolo -> yolo.classes() + 1))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    String.format(
                        Locale.ROOT, "'%s' has no output 'logits' to label", card.title())));
  }

  /** Whether the metadata of a safetensors file are those of a model file. */
  public static boolean isModel(Map<String, String> metadata) {
    return metadata.containsKey(GRAPH);
  }

  /**
   * The graph that the texts of a file of another format have, to which a model of ours was
   * written.
   *
   * @param texts for which {@link #isModel} holds
   * @throws MalformedModelException if it is broken
   * @throws UnsupportedModelException if it is beyond the default limits, or made by a newer
   *     version
   */
  public static Graph graph(Map<String, String> texts) {
    requireModel(texts, "");
    Limits limits = Limits.defaults();
    return read(texts, GRAPH, limits, json -> GraphJson.read(json, limits));
  }

  private static <T> T read(
      Map<String, String> metadata, String key, Limits limits, Function<JsonObject, T> reader) {
    String text = metadata.get(key);
    if (text == null) {
      throw new MalformedModelException("its header has no '" + key + "'");
    }
    try {
      return reader.apply(Json.parse(text, JsonLimits.within(limits)).asObject());
    } catch (JsonException e) {
      String what = "'" + key + "' in its header: " + e.getMessage();
      if (e.isBeyondLimits()) {
        throw new UnsupportedModelException(
            what
                + "; if you trust the file, give Java more heap with -Xmx, or raise it:"
                + " Limits.with(JSON_VALUES or TEXT_BYTES, ...) in a program, or -D"
                + Limits.PROPERTY
                + "=2 for all limits");
      }
      throw new MalformedModelException(what);
    } catch (GraphException e) {
      throw new MalformedModelException("'" + key + "' in its header: " + e.getMessage());
    }
  }
}
