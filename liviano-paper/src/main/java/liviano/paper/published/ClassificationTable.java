package liviano.paper.published;

import java.util.List;
import liviano.zoo.Recipe;

/**
 * Table 4: ImageNet. Milliseconds are those of one big core of a Google Pixel 1 under TensorFlow
 * Lite.
 */
public final class ClassificationTable {
  /** The rows, in the paper's order. */
  public static final List<Row> ROWS =
      List.of(
          new Row(
              "MobileNetV1",
              ZooNetwork.of("mobilenet_v1"),
              Published.of("4.2M", "575M").with(Measures.TOP_1, 70.6).withMilliseconds("113"),
              "575M: no convention tried gives it; MobileNetV1's own paper says 569M, as counted"),
          new Row(
              "ShuffleNet (1.5)",
              ZooNetwork.of("shufflenet_v1", (Recipe r) -> r.withWidth(1.5)),
              Published.of("3.4M", "292M").with(Measures.TOP_1, 71.5)),
          new Row(
              "ShuffleNet (x2)",
              ZooNetwork.of("shufflenet_v1", (Recipe r) -> r.withWidth(2)),
              Published.of("5.4M", "524M").with(Measures.TOP_1, 73.7)),
          new Row(
              "NASNet-A",
              ZooNetwork.of("nasnet_a_mobile"),
              Published.of("5.3M", "564M").with(Measures.TOP_1, 74.0).withMilliseconds("183")),
          new Row(
              "MobileNetV2",
              ZooNetwork.of("mobilenet_v2"),
              Published.of("3.4M", "300M").with(Measures.TOP_1, 72.0).withMilliseconds("75"),
              "3.4M: 3.47M without batch norm, cut; 3.50M with it"),
          new Row(
              "MobileNetV2 (1.4)",
              ZooNetwork.of("mobilenet_v2", (Recipe r) -> r.withWidth(1.4)),
              Published.of("6.9M", "585M").with(Measures.TOP_1, 74.7).withMilliseconds("143"),
              "6.9M: no released definition has it; 6.06M without batch norm, 6.11M with it."
                  + " 585M: slim's table says 582M, as counted"));

  private ClassificationTable() {}
}
