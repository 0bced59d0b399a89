package liviano.paper.published;

import java.util.List;

/**
 * Table 5: what predicts boxes and classes on MobileNetV2 at 320x320, for COCO's 80 classes and the
 * background: the extra layers and the predictors, of plain 3x3 convolutions (SSD) or separable
 * ones (SSDLite).
 */
public final class HeadsTable {
  private static final String[] HEADS = {"extras.", "predictors."};

  /** The rows, in the paper's order. */
  public static final List<Row> ROWS =
      List.of(
          new Row("SSD", ZooNetwork.of("ssd_mobilenet_v2"), Published.of("14.8M", "1.25B"))
              .ofParts(HEADS),
          new Row(
                  "SSDLite",
                  ZooNetwork.of("ssdlite_mobilenet_v2"),
                  Published.of("2.1M", "0.35B"),
                  "0.35B: twice the count that fits all else, the 0.8B of table 6 among it")
              .ofParts(HEADS));

  private HeadsTable() {}
}
