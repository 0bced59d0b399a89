package liviano.paper.published;

import java.util.ArrayList;
import java.util.List;
import liviano.zoo.DeepLabV3;
import liviano.zoo.Recipe;

/**
 * Table 7: DeepLabv3 on PASCAL VOC 2012's validation pictures, at 513x513. MobileNetV2's heads read
 * the second-to-last feature map, of 320 channels. At output stride 8 the paper looks at six scales
 * and their mirror images.
 */
public final class SegmentationTable {
  private static final String PADDED =
      "Counted as TensorFlow 1 ran atrous convolutions, on padded maps, it is the published figure";

  /** The rows, in the paper's order. */
  public static final List<Row> ROWS =
      List.of(
          row("MNet V1", 16, DeepLabV3.ASPP, "11.15M", "14.25B", 75.29, PADDED),
          row(
              "MNet V1",
              8,
              DeepLabV3.ASPP,
              "11.15M",
              "941.9B",
              78.56,
              "941.9B: no convention tried gives it"),
          row("MNet V2", 16, DeepLabV3.ASPP, "4.52M", "5.8B", 75.70, PADDED),
          row("MNet V2", 8, DeepLabV3.ASPP, "4.52M", "387B", 78.42, PADDED),
          row("MNet V2", 16, DeepLabV3.POOL, "2.11M", "2.75B", 75.32, ""),
          row("MNet V2", 8, DeepLabV3.POOL, "2.11M", "152.6B", 77.33, ""),
          row("ResNet-101", 16, DeepLabV3.ASPP, "58.16M", "81.0B", 80.49, PADDED),
          row("ResNet-101", 8, DeepLabV3.ASPP, "58.16M", "4870.6B", 82.70, PADDED));

  private SegmentationTable() {}

  private static Row row(
      String backbone,
      int outputStride,
      String head,
      String parameters,
      String multiplyAdds,
      double miou,
      String note) {
    String id =
        switch (backbone) {
          case "MNet V1" -> "deeplab_v3_mobilenet_v1";
          case "MNet V2" -> "deeplab_v3_mobilenet_v2";
          default -> "deeplab_v3_resnet_101";
        };
    List<String> name = new ArrayList<>(List.of(backbone, "OS " + outputStride));
    if (head.equals(DeepLabV3.ASPP)) {
      name.add("ASPP");
    }
    boolean many = outputStride == 8;
    if (many) {
      name.add("MF");
    }
    return new Row(
            String.join(", ", name),
            ZooNetwork.of(id, (Recipe r) -> r.withOutputStride(outputStride).withHead(head)),
            Published.of(parameters, multiplyAdds).with(Measures.MIOU, miou),
            note)
        .withPasses(many ? Passes.MULTI_SCALE_AND_FLIP : Passes.ONE);
  }
}
