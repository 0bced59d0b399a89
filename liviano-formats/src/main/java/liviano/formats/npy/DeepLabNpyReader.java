package liviano.formats.npy;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import liviano.MalformedModelException;
import liviano.formats.ModelReader;
import liviano.formats.ReadModel;
import liviano.graph.Graph;
import liviano.graph.ParamSpec;
import liviano.model.Labels;
import liviano.model.Model;
import liviano.model.ModelCard;
import liviano.model.Preset;
import liviano.model.VisionTask;
import liviano.tensor.Extents;
import liviano.weights.Tensor;
import liviano.weights.Weights;
import liviano.zoo.DeepLabV3;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import liviano.zoo.layers.Norm;

/**
 * The TensorFlow authors' DeepLabv3 on MobileNetV2 for PASCAL VOC, batch norm folded, as a folder
 * of {@code .npy} files named after the layers: convolutions OHWI, depthwise ones 1HWC. The folder
 * may also be the one above, which calls it {@code weights}.
 *
 * <p>Width and classes follow from the shapes. The output stride of 8 and the input of 513x513 do
 * not; they are assumed, because the checkpoint was exported with them.
 */
public final class DeepLabNpyReader implements ModelReader {
  private static final String EXTENSION = ".npy";
  private static final String STEM = "MobilenetV2_Conv_Conv2D";
  private static final String CLASSES = "logits_semantic_biases";
  private static final Pattern BLOCK = Pattern.compile("blocks\\.(\\d+)\\.(\\w+)\\.(\\w+)");
  private static final List<Double> WIDTHS = List.of(1.0, 0.5, 0.75, 0.35, 0.25, 1.3, 1.4);
  private static final int MAX_CLASSES = 1 << 16;
  private static final int VOC_CLASSES = 21;

  @Override
  public String reads() {
    return "DeepLabv3 on MobileNetV2 as a folder of .npy files";
  }

  @Override
  public Optional<ReadModel> read(Path path) throws IOException {
    for (Path folder : List.of(path, path.resolve("weights"))) {
      if (Files.exists(file(folder, STEM)) && Files.exists(file(folder, CLASSES))) {
        try {
          return Optional.of(ReadModel.of(model(folder)));
        } catch (MalformedModelException e) {
          throw e.inFile(folder.toString());
        }
      }
    }
    return Optional.empty();
  }

  private static Model model(Path folder) throws IOException {
    Recipe recipe = recipe(folder);
    Graph graph = Zoo.graph(recipe);
    Set<Path> known = new HashSet<>();
    List<Tensor> tensors = new ArrayList<>();
    for (ParamSpec spec : (Iterable<ParamSpec>) graph.params()::iterator) {
      Path file = source(folder, spec.name());
      tensors.add(tensor(spec, file));
      known.add(file);
    }
    requireNoOther(folder, known);
    return new Model(graph, Weights.of(tensors), card(recipe), Optional.of(recipe));
  }

  private static Recipe recipe(Path folder) throws IOException {
    Extents dims = Npy.header(file(folder, CLASSES)).dims();
    if (dims.rank() != 1 || dims.get(0) < 1 || dims.get(0) > MAX_CLASSES) {
      throw new MalformedModelException(
          String.format(
              Locale.ROOT,
              "%s.npy has shape %s, expected one number for each of 1 to %d classes",
              CLASSES,
              dims,
              MAX_CLASSES));
    }
    Recipe base =
        Zoo.architecture("deeplab_v3_mobilenet_v2")
            .defaults()
            .withHead(DeepLabV3.POOL)
            .withOutputStride(8)
            .withNorm(Norm.FOLDED)
            .withClasses(Math.toIntExact(dims.get(0)));
    for (double width : WIDTHS) {
      if (fits(Zoo.graph(base.withWidth(width)), folder)) {
        return base.withWidth(width);
      }
    }
    throw new MalformedModelException(
        "the layers' channels are those of no width multiplier among " + WIDTHS);
  }

  /** Whether the backbone's biases, which tell the channels, are those of the network. */
  private static boolean fits(Graph graph, Path folder) throws IOException {
    for (ParamSpec spec : (Iterable<ParamSpec>) graph.params()::iterator) {
      if (spec.role() == ParamSpec.Role.BIAS
          && spec.name().startsWith("blocks.")
          && !header(source(folder, spec.name())).dims().equals(spec.shape().extents())) {
        return false;
      }
    }
    return true;
  }

  /** The shape is checked before the numbers are read: a wrong one costs no memory. */
  private static Tensor tensor(ParamSpec spec, Path file) throws IOException {
    Extents dims = spec.shape().extents();
    Extents expected =
        dims.rank() == 3 ? Extents.of(1, dims.get(0), dims.get(1), dims.get(2)) : dims;
    Extents found = header(file).dims();
    if (!found.equals(expected)) {
      throw new MalformedModelException(
          file.toString(),
          String.format(Locale.ROOT, "it has shape %s, expected %s", found, expected));
    }
    Tensor tensor = Npy.read(spec.name(), file);
    return new Tensor(spec.name(), tensor.type(), dims, tensor.data());
  }

  private static NpyHeader header(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new MalformedModelException("there is no " + file.getFileName());
    }
    return Npy.header(file);
  }

  /**
   * The file of a parameter. The bias of an atrous depthwise convolution is called after the batch
   * norm that was folded, because there the convolution is between two rearrangements of the map.
   */
  private static Path source(Path folder, String parameter) {
    Matcher block = BLOCK.matcher(parameter);
    boolean bias = parameter.endsWith(".bias");
    if (!block.matches()) {
      return file(folder, outsideBlocks(parameter, bias));
    }
    int index = Integer.parseInt(block.group(1));
    String prefix = "MobilenetV2_expanded_conv" + (index == 0 ? "" : "_" + index);
    if (!block.group(2).equals("depthwise")) {
      return file(folder, prefix + "_" + block.group(2) + "_Conv2D" + (bias ? "_bn_offset" : ""));
    }
    Path atrous = file(folder, prefix + "_depthwise_BatchNorm_FusedBatchNorm");
    return bias && Files.exists(atrous)
        ? atrous
        : file(folder, prefix + "_depthwise_depthwise" + (bias ? "_bn_offset" : ""));
  }

  private static String outsideBlocks(String parameter, boolean bias) {
    String layer = parameter.substring(0, parameter.lastIndexOf('.'));
    return switch (layer) {
      case "stem.conv" -> bias ? STEM + "_bn_offset" : STEM;
      case "classifier" -> bias ? CLASSES : "logits_semantic_Conv2D";
      case "head.projection" -> "concat_projection_Conv2D" + (bias ? "_bn_offset" : "");
      case "head.image_pooling", "head.aspp0" ->
          layer.substring("head.".length()) + "_Conv2D" + (bias ? "_bn_offset" : "");
      default -> throw new IllegalArgumentException("no file is known for " + parameter);
    };
  }

  private static Path file(Path folder, String name) {
    return folder.resolve(name + EXTENSION);
  }

  /**
   * Refuses files that no layer uses, such as those of a decoder, which would otherwise be ignored
   * silently.
   */
  private static void requireNoOther(Path folder, Set<Path> known) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + EXTENSION)) {
      for (Path file : files) {
        if (!known.contains(file)) {
          throw new MalformedModelException(
              file.getFileName() + " belongs to no layer of DeepLabv3 without a decoder");
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  private static ModelCard card(Recipe recipe) {
    int side = recipe.resolution();
    boolean voc = recipe.classes() == VOC_CLASSES;
    SequencedMap<String, Double> accuracy = new LinkedHashMap<>();
    if (voc && recipe.width() == 1.0) {
      // The checkpoint's published figure: VOC 2012 test, six scales and their mirror images.
      accuracy.put("miouTestMultiScaleFlip", 0.8025);
    }
    return new ModelCard(
        VisionTask.SEGMENTATION,
        String.format(
            Locale.ROOT,
            "DeepLabv3 on MobileNetV2 %s, %dx%d, output stride %d",
            recipe.width(),
            side,
            side,
            recipe.outputStride()),
        voc ? Labels.pascalVoc() : List.of(),
        Preset.DEEPLAB.preprocessing(side, side),
        "deeplabv3_mnv2_pascal_trainval_2018_01_29, TensorFlow's DeepLab model zoo",
        "Apache-2.0",
        accuracy);
  }
}
