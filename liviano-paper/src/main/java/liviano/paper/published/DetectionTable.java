package liviano.paper.published;

import java.util.List;
import liviano.zoo.Recipe;

/**
 * Table 6: COCO, trained on trainval35k, measured on test-dev. Milliseconds are those of one big
 * core of a Google Pixel 1. SSDLite takes 320x320.
 */
public final class DetectionTable {
  /** The rows, in the paper's order; YOLOv2 in the two configurations that its figures mix. */
  public static final List<Row> ROWS =
      List.of(
          new Row(
              "SSD300",
              ZooNetwork.of("ssd_300"),
              Published.of("36.1M", "35.2B").with(Measures.MAP, 23.2),
              "36.1M: the count of SSD512 with 81 classes, printed for both. 35.2B: counting the"
                  + " dilated convolution as TensorFlow pads it gives 35.4B; the rest is unexplained"),
          new Row(
              "SSD512",
              ZooNetwork.of("ssd_512"),
              Published.of("36.1M", "99.5B").with(Measures.MAP, 26.8),
              "99.5B: counting the dilated convolution as TensorFlow pads it gives 99.9B; the rest"
                  + " is unexplained"),
          new Row(
              "YOLOv2",
              ZooNetwork.of("yolo_v2"),
              Published.of("50.7M", "17.5B").with(Measures.MAP, 21.6),
              "The figures mix two configurations: 50.7M is the passthrough of 64 channels with"
                  + " VOC's 20 classes, 17.5B the direct one of 512 channels. 21.6 was measured at"
                  + " 544x544"),
          new Row(
              "YOLOv2, direct",
              ZooNetwork.of("yolo_v2", (Recipe r) -> r.withVariant("direct")),
              Published.NOTHING.withMultiplyAdds("17.5B"),
              "The earlier configuration, 2.0: all 512 channels pass through"),
          new Row(
              "YOLOv2, 20 classes",
              ZooNetwork.of("yolo_v2", (Recipe r) -> r.withClasses(20)),
              Published.NOTHING.withParameters("50.7M"),
              "The later configuration, for PASCAL VOC"),
          new Row(
              "MNet V1 + SSDLite",
              ZooNetwork.of("ssdlite_mobilenet_v1"),
              Published.of("5.1M", "1.3B").with(Measures.MAP, 22.2).withMilliseconds("270")),
          new Row(
              "MNet V2 + SSDLite",
              ZooNetwork.of("ssdlite_mobilenet_v2"),
              Published.of("4.3M", "0.8B").with(Measures.MAP, 22.1).withMilliseconds("200")));

  private DetectionTable() {}
}
