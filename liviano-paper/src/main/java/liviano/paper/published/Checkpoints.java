package liviano.paper.published;

import java.util.List;
import java.util.OptionalDouble;

/**
 * The checkpoints that the authors released, single crop on ImageNet's validation pictures.
 *
 * <p>Sources: {@code tensorflow/models}, {@code research/slim/nets/mobilenet/README.md} and {@code
 * research/slim/nets/mobilenet_v1.md}. Parameters leave batch norm out for MobileNetV2 and count it
 * for MobileNetV1, which has 1001 classes there.
 */
public final class Checkpoints {

  /** MobileNetV2: 22 lines, figure 5 of the paper. Multiply-adds are cut, not rounded. */
  public static final List<Checkpoint> MOBILENET_V2 =
      List.of(
          v2(1.4, 224, "582", "6.06", 75.0, 92.5, 138.0),
          v2(1.3, 224, "509", "5.34", 74.4, 92.1, 123.0),
          v2(1.0, 224, "300", "3.47", 71.8, 91.0, 73.8),
          v2(1.0, 192, "221", "3.47", 70.7, 90.1, 55.1),
          v2(1.0, 160, "154", "3.47", 68.8, 89.0, 40.2),
          v2(1.0, 128, "99", "3.47", 65.3, 86.9, 27.6),
          v2(1.0, 96, "56", "3.47", 60.3, 83.2, 17.6),
          v2(0.75, 224, "209", "2.61", 69.8, 89.6, 55.8),
          v2(0.75, 192, "153", "2.61", 68.7, 88.9, 41.6),
          v2(0.75, 160, "107", "2.61", 66.4, 87.3, 30.4),
          v2(0.75, 128, "69", "2.61", 63.2, 85.3, 21.9),
          v2(0.75, 96, "39", "2.61", 58.8, 81.6, 14.2),
          v2(0.5, 224, "97", "1.95", 65.4, 86.4, 28.7),
          v2(0.5, 192, "71", "1.95", 63.9, 85.4, 21.1),
          v2(0.5, 160, "50", "1.95", 61.0, 83.2, 14.9),
          v2(0.5, 128, "32", "1.95", 57.7, 80.8, 9.9),
          v2(0.5, 96, "18", "1.95", 51.2, 75.8, 6.4),
          v2(0.35, 224, "59", "1.66", 60.3, 82.9, 19.7),
          v2(0.35, 192, "43", "1.66", 58.2, 81.2, 14.6),
          v2(0.35, 160, "30", "1.66", 55.7, 79.1, 10.5),
          v2(0.35, 128, "20", "1.66", 50.8, 75.0, 6.9),
          v2(0.35, 96, "11", "1.66", 45.5, 70.4, 4.5));

  /**
   * MobileNetV1: 16 lines. The multiply-adds of width 0.75 and of 0.25 at 192 are not those of the
   * network: 325.4M, 239.3M, 166.4M, 106.8M and 30.2M are counted, and the docstring of {@code
   * mobilenet_v1.py} agrees for 0.75 at 128.
   */
  public static final List<Checkpoint> MOBILENET_V1 =
      List.of(
          v1(1.0, 224, "569", "4.24", 70.9, 89.9),
          v1(1.0, 192, "418", "4.24", 70.0, 89.2),
          v1(1.0, 160, "291", "4.24", 68.0, 87.7),
          v1(1.0, 128, "186", "4.24", 65.2, 85.8),
          v1(0.75, 224, "317", "2.59", 68.4, 88.2),
          v1(0.75, 192, "233", "2.59", 67.2, 87.3),
          v1(0.75, 160, "162", "2.59", 65.3, 86.0),
          v1(0.75, 128, "104", "2.59", 62.1, 83.9),
          v1(0.5, 224, "150", "1.34", 63.3, 84.9),
          v1(0.5, 192, "110", "1.34", 61.7, 83.6),
          v1(0.5, 160, "77", "1.34", 59.1, 81.9),
          v1(0.5, 128, "49", "1.34", 56.3, 79.4),
          v1(0.25, 224, "41", "0.47", 49.8, 74.2),
          v1(0.25, 192, "34", "0.47", 47.7, 72.3),
          v1(0.25, 160, "21", "0.47", 45.5, 70.3),
          v1(0.25, 128, "14", "0.47", 41.5, 66.3));

  private Checkpoints() {}

  private static Checkpoint v2(
      double width,
      int resolution,
      String multiplyAdds,
      String parameters,
      double top1,
      double top5,
      double pixel1Ms) {
    return new Checkpoint(
        "mobilenet_v2",
        width,
        resolution,
        multiplyAdds,
        parameters,
        top1,
        top5,
        OptionalDouble.of(pixel1Ms));
  }

  private static Checkpoint v1(
      double width,
      int resolution,
      String multiplyAdds,
      String parameters,
      double top1,
      double top5) {
    return new Checkpoint(
        "mobilenet_v1",
        width,
        resolution,
        multiplyAdds,
        parameters,
        top1,
        top5,
        OptionalDouble.empty());
  }
}
