package liviano.formats.tfjs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import liviano.Limits;
import liviano.MalformedModelException;
import liviano.formats.ModelReader;
import liviano.formats.ReadModel;
import liviano.formats.Recognition;
import liviano.formats.importer.ImportedGraph;
import liviano.graph.Graph;
import liviano.model.ChannelOrder;
import liviano.model.Fit;
import liviano.model.Labels;
import liviano.model.Model;
import liviano.model.ModelCard;
import liviano.model.Normalization;
import liviano.model.Preprocessing;
import liviano.model.ResizeRule;
import liviano.model.VisionTask;
import liviano.tensor.Shape;
import liviano.weights.Tensor;
import liviano.zoo.Recipe;
import liviano.zoo.SsdAnchors;
import liviano.zoo.SsdLite;
import liviano.zoo.Zoo;
import liviano.zoo.layers.Norm;

/**
 * The TensorFlow authors' SSDLite MobileNetV2 as a TensorFlow.js graph model: a folder with {@code
 * model.json}, or that file. The graph is cut before its own preprocessing and after the boxes and
 * logits; what the parts cut off do is checked and done by us: resize, normalisation, anchors.
 */
public final class SsdLiteTfjsReader implements ModelReader {
  private static final String FILE = "model.json";
  private static final String INPUT = "Preprocessor/sub";
  private static final List<String> OUTPUTS = List.of("concat", "concat_1");
  private static final String ANCHORS = "Postprocessor/ExpandDims";
  private static final double TOLERANCE = 1e-6;
  private static final int MAX_SIDE = 4096;
  private static final int MAX_CLASSES = 10_000;
  private static final int COCO_IDS = 90;
  private static final List<Double> WIDTHS = List.of(1.0, 1.4, 1.3, 0.75, 0.5, 0.35, 0.25, 0.1);

  /** The published checkpoint, by its weights' SHA-256. */
  private static final String PUBLISHED =
      "1b212bebce840387e0aab9c708b0b262e787faf9c24b448b407311dc903364a5";

  /** Settings, and how far the zoo's network with them is the file's. */
  private record Guess(Recipe recipe, Recognition found) {}

  @Override
  public String reads() {
    return "SSDLite MobileNetV2 as TensorFlow.js";
  }

  @Override
  public Optional<ReadModel> read(Path path, Limits limits) throws IOException {
    Optional<Path> json = modelJson(path);
    if (json.isEmpty()) {
      return Optional.empty();
    }
    TfjsModel source = TfjsModel.read(json.get(), limits);
    if (source.find(INPUT).isEmpty() && source.find(ANCHORS).isEmpty()) {
      return Optional.empty(); // a graph of another kind
    }
    try {
      return Optional.of(ReadModel.of(model(source)));
    } catch (MalformedModelException e) {
      throw e.inFile(json.get().toString());
    }
  }

  private static Optional<Path> modelJson(Path path) {
    if (Files.isDirectory(path)) {
      return Optional.of(path.resolve(FILE)).filter(Files::exists);
    }
    return Optional.of(path).filter(file -> file.toString().endsWith(".json"));
  }

  private static Model model(TfjsModel source) {
    Preprocessing preprocessing = preprocessing(source);
    int side = preprocessing.width();
    ImportedGraph imported = GraphImport.between(source, INPUT, Shape.of(side, side, 3), OUTPUTS);
    Guess guess = recognise(imported, side);
    if (guess.found().difference().isPresent()) {
      throw new MalformedModelException(
          String.format(
              Locale.ROOT,
              "it is no SSDLite MobileNetV2 of width %s: %s",
              guess.recipe().width(),
              guess.found().difference().get()));
    }
    Graph graph = Zoo.graph(guess.recipe());
    requireAnchors(source, graph);
    return new Model(
        graph,
        guess.found().renamed(graph, imported.weights()),
        card(guess.recipe(), preprocessing, source.digest()),
        Optional.of(guess.recipe()));
  }

  /** The width with which the zoo's network is most like the file's. */
  private static Guess recognise(ImportedGraph imported, int side) {
    int numbers = imported.graph().outputs().get(OUTPUTS.getLast()).shape().channels();
    Recipe base =
        Recipe.of("ssdlite_mobilenet_v2")
            .withNorm(Norm.FOLDED)
            .withResolution(side)
            .withClasses(Math.clamp(numbers - 1L, 1, MAX_CLASSES));
    return WIDTHS.stream()
        .map(base::withWidth)
        .map(r -> new Guess(r, Recognition.of(Zoo.graph(r), imported.graph())))
        .reduce((a, b) -> b.found().layers().size() > a.found().layers().size() ? b : a)
        .orElseThrow();
  }

  /** The graph's own way from a picture to its input: bilinear to a square, then -1 to 1. */
  private static Preprocessing preprocessing(TfjsModel source) {
    TfNode sub = source.node(INPUT);
    TfNode mul = source.node(sub.input(0));
    if (!sub.op().equals("Sub") || !mul.op().equals("Mul")) {
      throw sub.error("pixels are not brought to -1 to 1 by a factor and a summand");
    }
    String factor = source.isConstant(mul.input(0)) ? mul.input(0) : mul.input(1);
    if (Math.abs(scalar(source, factor) - 2 / 255.0) > TOLERANCE
        || Math.abs(scalar(source, sub.input(1)) - 1) > TOLERANCE) {
      throw sub.error("pixels are not brought to -1 to 1");
    }
    TfNode resize =
        source
            .firstOf("ResizeBilinear")
            .orElseThrow(() -> new MalformedModelException("nothing says the size of its input"));
    if (resize.bool("align_corners").orElse(false)) {
      throw resize.error("it aligns corners, which SSDLite's preprocessing does not");
    }
    int side = side(source, resize);
    return new Preprocessing(
        side,
        side,
        new Fit.Squash(),
        resize.bool("half_pixel_centers").orElse(false)
            ? ResizeRule.TENSORFLOW_BILINEAR
            : ResizeRule.TENSORFLOW_LEGACY_BILINEAR,
        Normalization.minusOneToOne(),
        ChannelOrder.RGB);
  }

  private static float scalar(TfjsModel source, String name) {
    Tensor tensor = source.constant(name);
    if (tensor.elementCount() != 1) {
      throw new MalformedModelException(
          String.format(Locale.ROOT, "constant '%s' is no scalar", name));
    }
    return tensor.toFloats()[0];
  }

  private static int side(TfjsModel source, TfNode resize) {
    int[] sides = source.integers(resize, resize.input(1));
    if (sides.length != 2 || sides[0] != sides[1] || sides[0] < 1 || sides[0] > MAX_SIDE) {
      throw resize.error(
          String.format(Locale.ROOT, "its size is no square of 1 to %d pixels", MAX_SIDE));
    }
    return sides[0];
  }

  private static void requireAnchors(TfjsModel source, Graph graph) {
    float[] ours = SsdAnchors.of(SsdLite.predictedMaps(graph));
    Tensor tensor = source.constant(ANCHORS);
    if (tensor.elementCount() != ours.length) {
      throw new MalformedModelException(
          String.format(
              Locale.ROOT,
              "constant '%s' of shape %s does not hold %d anchors",
              ANCHORS,
              tensor.dims(),
              ours.length / SsdLite.BOX));
    }
    float[] theirs = tensor.toFloats();
    for (int i = 0; i < ours.length; i++) {
      if (!(Math.abs(ours[i] - theirs[i]) <= TOLERANCE)) {
        throw new MalformedModelException(
            String.format(
                Locale.ROOT,
                "anchor %d of constant '%s' is at %s, not at %s",
                i / SsdLite.BOX,
                ANCHORS,
                theirs[i],
                ours[i]));
      }
    }
  }

  private static ModelCard card(Recipe recipe, Preprocessing preprocessing, String digest) {
    int side = recipe.resolution();
    boolean published = digest.equals(PUBLISHED);
    SequencedMap<String, Double> accuracy = new LinkedHashMap<>();
    if (published) {
      // On COCO's minival, as its authors state it.
      accuracy.put("mAP", 0.22);
    }
    return new ModelCard(
        VisionTask.DETECTION,
        String.format(
            Locale.ROOT,
            "SSDLite MobileNetV2 %s, %dx%d%s",
            recipe.width(),
            side,
            side,
            published ? ", COCO" : ""),
        recipe.classes() == COCO_IDS ? Labels.cocoWithBackground() : List.of(),
        preprocessing,
        published ? "TensorFlow Object Detection API, ssdlite_mobilenet_v2_coco" : "",
        published ? "Apache-2.0" : "",
        accuracy);
  }
}
