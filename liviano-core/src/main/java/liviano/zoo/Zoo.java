package liviano.zoo;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import liviano.graph.Graph;
import liviano.text.NearNames;

/** Every network by its identifier. */
public final class Zoo {
  private static final List<Architecture> ALL =
      List.of(
          MobileNetV2.ARCHITECTURE,
          MobileNetV1.ARCHITECTURE,
          ShuffleNetV1.ARCHITECTURE,
          NasNetA.MOBILE,
          NasNetA.LARGE,
          LeNet5.ARCHITECTURE,
          AlexNet.ARCHITECTURE,
          ZfNet.ARCHITECTURE,
          Vgg.VGG_16,
          Vgg.VGG_19,
          GoogLeNet.ARCHITECTURE,
          ResNet.RESNET_50,
          ResNet.RESNET_101,
          ResNet.RESNET_152,
          Darknet19.ARCHITECTURE,
          Ssd.SSD_300,
          Ssd.SSD_512,
          YoloV2.ARCHITECTURE,
          SsdLite.MOBILENET_V1,
          SsdLite.MOBILENET_V2,
          SsdLite.DENSE_MOBILENET_V2,
          DeepLabV3.MOBILENET_V1,
          DeepLabV3.MOBILENET_V2,
          DeepLabV3.RESNET_101);

  private Zoo() {}

  /** All networks, in the order of their table. */
  public static List<Architecture> all() {
    return ALL;
  }

  /**
   * The network of that identifier.
   *
   * @throws IllegalArgumentException if there is none; the message offers the nearest, or all
   */
  public static Architecture architecture(String id) {
    return find(id).orElseThrow(() -> new IllegalArgumentException(unknown(id)));
  }

  /** The network of that identifier, if there is one. */
  public static Optional<Architecture> find(String id) {
    return ALL.stream().filter(architecture -> architecture.id().equals(id)).findFirst();
  }

  private static String unknown(String id) {
    List<String> ids = ALL.stream().map(Architecture::id).toList();
    List<String> near = NearNames.of(id, ids);
    return near.isEmpty()
        ? String.format(
            Locale.ROOT, "unknown network '%s'; known are %s", id, String.join(", ", ids))
        : String.format(
            Locale.ROOT, "unknown network '%s'; did you mean %s?", id, String.join(" or ", near));
  }

  /**
   * Builds a network.
   *
   * @throws IllegalArgumentException if the architecture is unknown or a setting does not fit it
   */
  public static Graph graph(Recipe recipe) {
    Architecture architecture = architecture(recipe.architecture());
    architecture.require(recipe);
    return architecture.builder().apply(recipe);
  }
}
