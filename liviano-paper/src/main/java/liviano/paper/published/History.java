package liviano.paper.published;

import java.util.List;
import liviano.zoo.Recipe;

/**
 * The networks that lead to MobileNetV2, each as its authors, or a known replication, publish it.
 */
public final class History {

  /**
   * A network of its year.
   *
   * @param layers layers with weights, in sequence; none where cells are counted instead
   * @param row the network and what was published of it
   * @param source of the accuracy
   */
  public record Line(int year, String layers, Row row, String source) {}

  /** The lines, by year. */
  public static final List<Line> LINES =
      List.of(
          new Line(
              1998,
              "5",
              new Row(
                  "LeNet-5",
                  ZooNetwork.of("lenet_5"),
                  Published.NOTHING.withParameters("60K"),
                  "Digits, not ImageNet: 0.95 % error on MNIST"),
              "LeCun et al., Proc. IEEE 86(11)"),
          new Line(
              2012,
              "8",
              new Row(
                  "AlexNet",
                  ZooNetwork.of("alexnet"),
                  accuracy(59.3, 81.8).withParameters("60M"),
                  "One network, ten crops"),
              "Krizhevsky et al., NIPS 2012"),
          new Line(
              2013,
              "8",
              new Row("ZFNet", ZooNetwork.of("zfnet"), accuracy(61.6, 83.5), "One network"),
              "arXiv:1311.2901"),
          new Line(
              2014,
              "8",
              new Row(
                  "AlexNet, one tower",
                  ZooNetwork.of(
                      "alexnet", (Recipe r) -> r.withVariant("one_tower").withResolution(224)),
                  accuracy(56.522, 79.066)),
              "pytorch/vision"),
          new Line(
              2014,
              "16",
              new Row(
                  "VGG-16",
                  ZooNetwork.of("vgg_16"),
                  accuracy(71.592, 90.382).withParameters("138M"),
                  "The 15.3B often quoted are the convolutions alone"),
              "pytorch/vision"),
          new Line(
              2014,
              "22",
              new Row(
                  "GoogLeNet",
                  ZooNetwork.of("googlenet"),
                  accuracy(68.7, 88.9).withParameters("6.8M").withMultiplyAdds("1.5B"),
                  "6.8M and 1.5B are the sums of the paper's own columns, whose rows differ from"
                      + " the network in places; with auxiliary heads it has 13.38M"),
              "BVLC/caffe"),
          new Line(
              2015,
              "50",
              new Row(
                  "ResNet-50",
                  ZooNetwork.of("resnet_50"),
                  accuracy(75.3, 92.2).withMultiplyAdds("3.8B"),
                  "With the stride on the 3x3, as in torchvision, 4.09B"),
              "KaimingHe/deep-residual-networks"),
          new Line(
              2015,
              "101",
              new Row(
                  "ResNet-101",
                  ZooNetwork.of("resnet_101"),
                  accuracy(76.4, 92.9).withMultiplyAdds("7.6B")),
              "KaimingHe/deep-residual-networks"),
          new Line(
              2015,
              "152",
              new Row(
                  "ResNet-152",
                  ZooNetwork.of("resnet_152"),
                  accuracy(77.0, 93.3).withMultiplyAdds("11.3B")),
              "KaimingHe/deep-residual-networks"),
          new Line(
              2017,
              "28",
              new Row(
                  "MobileNetV1",
                  ZooNetwork.of("mobilenet_v1"),
                  accuracy(70.9, 89.9).withParameters("4.2M").withMultiplyAdds("569M")),
              "tensorflow/models"),
          new Line(
              2017,
              "50",
              new Row(
                  "ShuffleNet (x2)",
                  ZooNetwork.of("shufflenet_v1", (Recipe r) -> r.withWidth(2)),
                  accuracy(74.1, 91.4).withParameters("5.4M").withMultiplyAdds("524M")),
              "megvii-model/ShuffleNet-Series"),
          new Line(
              2017,
              "-",
              new Row(
                  "NASNet-A",
                  ZooNetwork.of("nasnet_a_mobile"),
                  accuracy(74.0, 91.6).withParameters("5.3M").withMultiplyAdds("564M")),
              "arXiv:1707.07012"),
          new Line(
              2018,
              "53",
              new Row(
                  "MobileNetV2",
                  ZooNetwork.of("mobilenet_v2"),
                  accuracy(71.8, 91.0).withParameters("3.47M").withMultiplyAdds("300M"),
                  "72.0 in the paper; 3.47M leaves batch norm out"),
              "tensorflow/models"));

  private History() {}

  private static Published accuracy(double top1, double top5) {
    return Published.NOTHING.with(Measures.TOP_1, top1).with(Measures.TOP_5, top5);
  }
}
