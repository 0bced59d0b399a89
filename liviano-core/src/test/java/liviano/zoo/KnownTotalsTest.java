package liviano.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.ToLongFunction;
import liviano.cost.Cost;
import liviano.cost.LayerCost;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The classifiers that MobileNetV2 is compared with: totals and tables, to the unit. */
class KnownTotalsTest {

  private static Recipe recipe(String network, String variant) {
    return Zoo.architecture(network).defaults(variant);
  }

  private static Cost cost(Recipe recipe) {
    return Cost.of(Zoo.graph(recipe));
  }

  private static long sum(Cost cost, String prefix, ToLongFunction<LayerCost> part) {
    List<LayerCost> layers =
        cost.layers().stream().filter(layer -> layer.name().startsWith(prefix)).toList();
    assertThat(layers).as(prefix).isNotEmpty();
    return layers.stream().mapToLong(part).sum();
  }

  private static double millions(long count) {
    return Math.round(count / 1e4) / 1e2;
  }

  @ParameterizedTest(name = "{0} {1} {2}")
  @CsvSource(
      delimiter = '|',
      emptyValue = "",
      textBlock =
          """
          lenet_5         | ''            | ''  |     60_000 |     60_000 |        325_680
          lenet_5         | modern        | ''  |     61_706 |     61_706 |        416_520
          alexnet         | ''            | ''  | 60_965_224 | 60_965_224 |    724_406_816
          alexnet         | ungrouped     | ''  | 62_378_344 | 62_378_344 |  1_135_256_096
          alexnet         | one_tower     | ''  | 61_100_840 | 61_100_840 |    714_188_480
          zfnet           | ''            | ''  | 62_357_608 | 62_357_608 |  1_168_032_896
          vgg_16          | ''            | ''  | 138_357_544 | 138_357_544 | 15_470_264_320
          vgg_19          | ''            | ''  | 143_667_240 | 143_667_240 | 19_632_062_464
          googlenet       | ''            | ''  |  6_998_552 |  6_998_552 |  1_582_671_872
          googlenet       | ''            | aux | 13_378_280 | 13_378_280 |  1_591_044_096
          googlenet       | torchvision   | ''  |  6_624_904 |  6_610_344 |  1_498_376_192
          googlenet       | torchvision   | aux | 13_004_888 | 12_989_816 |  1_506_748_416
          googlenet       | batch_norm    | ''  |  7_005_832 |  6_991_272 |  1_582_671_872
          resnet_50       | ''            | ''  | 25_557_032 | 25_503_912 |  3_857_973_248
          resnet_50       | stride_on_3x3 | ''  | 25_557_032 | 25_503_912 |  4_089_184_256
          resnet_50       | keras         | ''  | 25_583_592 | 25_530_472 |  3_857_973_248
          resnet_101      | ''            | ''  | 44_549_160 | 44_443_816 |  7_570_194_432
          resnet_101      | stride_on_3x3 | ''  | 44_549_160 | 44_443_816 |  7_801_405_440
          resnet_101      | keras         | ''  | 44_601_832 | 44_496_488 |  7_570_194_432
          resnet_152      | ''            | ''  | 60_192_808 | 60_041_384 | 11_282_415_616
          resnet_152      | stride_on_3x3 | ''  | 60_192_808 | 60_041_384 | 11_513_626_624
          resnet_152      | keras         | ''  | 60_268_520 | 60_117_096 | 11_282_415_616
          mobilenet_v1    | ''            | ''  |  4_231_976 |  4_210_088 |    568_740_352
          nasnet_a_mobile | ''            | ''  |  5_289_978 |  5_253_240 |    563_638_816
          nasnet_a_large  | ''            | ''  | 88_753_150 | 88_556_482 | 23_783_414_658
          darknet_19      | ''            | ''  | 20_842_376 | 20_827_976 |  2_790_989_824
          """)
  void asPublishedOrCountedByHand(
      String network,
      String variant,
      String head,
      String parameters,
      String withoutNorm,
      String multiplyAdds) {
    Cost cost = cost(recipe(network, variant).withHead(head));

    assertThat(cost.parameters()).isEqualTo(number(parameters));
    assertThat(cost.parametersWithoutNorm()).isEqualTo(number(withoutNorm));
    assertThat(cost.multiplyAdds()).isEqualTo(number(multiplyAdds));
  }

  private static long number(String digits) {
    return Long.parseLong(digits.replace("_", ""));
  }

  /** Keras counts a norm's mean and variance among the parameters. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      emptyValue = "",
      textBlock =
          """
          mobilenet_v1    | ''    |  4253864
          resnet_50       | keras | 25636712
          resnet_101      | keras | 44707176
          nasnet_a_mobile | ''    |  5326716
          nasnet_a_large  | ''    | 88949818
          """)
  void withMovingStatistics(String network, String variant, long total) {
    Cost cost = cost(recipe(network, variant));

    assertThat(cost.parameters() + sum(cost, "", LayerCost::statistics)).isEqualTo(total);
  }

  @ParameterizedTest(name = "{0}, {1}x{1}")
  @CsvSource(
      textBlock =
          """
          1.00, 224, 4231976, 4210088, 568740352
          1.00, 192, 4231976, 4210088, 418121728
          1.00, 160, 4231976, 4210088, 290675200
          1.00, 128, 4231976, 4210088, 186400768
          0.75, 224, 2585560, 2569144, 325400448
          0.75, 192, 2585560, 2569144, 239273472
          0.75, 160, 2585560, 2569144, 166396800
          0.75, 128, 2585560, 2569144, 106770432
          0.50, 224, 1331592, 1320648, 149497088
          0.50, 192, 1331592, 1320648, 109970432
          0.50, 160, 1331592, 1320648,  76524800
          0.50, 128, 1331592, 1320648,  49160192
          0.25, 224,  470072,  464600,  41030272
          0.25, 192,  470072,  464600,  30212608
          0.25, 160,  470072,  464600,  21059200
          0.25, 128,  470072,  464600,  13570048
          """)
  void mobileNetV1(double width, int resolution, long with, long without, long multiplyAdds) {
    Cost cost = cost(Recipe.of("mobilenet_v1").withWidth(width).withResolution(resolution));

    assertThat(cost.parameters()).isEqualTo(with);
    assertThat(cost.parametersWithoutNorm()).isEqualTo(without);
    assertThat(cost.multiplyAdds()).isEqualTo(multiplyAdds);
  }

  /** The class that TensorFlow adds for the background. */
  @ParameterizedTest
  @CsvSource({"mobilenet_v1, 4233001, 568741376", "nasnet_a_mobile, 5291035, 563639872"})
  void withABackground(String network, long parameters, long multiplyAdds) {
    Cost cost = cost(recipe(network, "").withClasses(1001));

    assertThat(cost.parameters()).isEqualTo(parameters);
    assertThat(cost.multiplyAdds()).isEqualTo(multiplyAdds);
  }

  @ParameterizedTest
  @CsvSource({
    "0.5,  717324,  705084,  37589856",
    "1.0, 1864728, 1840248, 137460672",
    "1.5, 3441168, 3404448, 292443552",
    "2.0, 5449776, 5400816, 524045184"
  })
  void shuffleNet(double width, long with, long without, long multiplyAdds) {
    Cost cost = cost(recipe("shufflenet_v1", "").withWidth(width));

    assertThat(cost.parameters()).isEqualTo(with);
    assertThat(cost.parametersWithoutNorm()).isEqualTo(without);
    assertThat(cost.multiplyAdds()).isEqualTo(multiplyAdds);
  }

  /** Table 1 of the paper, and the docstring of slim's {@code mobilenet_v1.py} in all. */
  @ParameterizedTest
  @CsvSource({
    "stem.conv,             864, 10838016",
    "blocks.0.depthwise,    288,  3612672",
    "blocks.0.pointwise,   2048, 25690112",
    "blocks.1.depthwise,    576,  1806336",
    "blocks.1.pointwise,   8192, 25690112",
    "blocks.2.depthwise,   1152,  3612672",
    "blocks.2.pointwise,  16384, 51380224",
    "blocks.3.depthwise,   1152,   903168",
    "blocks.3.pointwise,  32768, 25690112",
    "blocks.4.depthwise,   2304,  1806336",
    "blocks.4.pointwise,  65536, 51380224",
    "blocks.5.depthwise,   2304,   451584",
    "blocks.5.pointwise, 131072, 25690112",
    "blocks.6.depthwise,   4608,   903168",
    "blocks.6.pointwise, 262144, 51380224",
    "blocks.10.depthwise,  4608,   903168",
    "blocks.10.pointwise,262144, 51380224",
    "blocks.11.depthwise,  4608,   225792",
    "blocks.11.pointwise,524288, 25690112",
    "blocks.12.depthwise,  9216,   451584",
    "blocks.12.pointwise,1048576,51380224",
    "blocks,            3184224, 556878336"
  })
  void layersOfMobileNetV1(String layer, long weights, long multiplyAdds) {
    Cost cost = cost(recipe("mobilenet_v1", ""));

    assertThat(sum(cost, layer, LayerCost::weights)).isEqualTo(weights);
    assertThat(sum(cost, layer, LayerCost::multiplyAdds)).isEqualTo(multiplyAdds);
  }

  @ParameterizedTest
  @CsvSource({
    "3a,  163696, 128.05",
    "3b,  388736, 304.27",
    "4a,  376176,  73.61",
    "4b,  449160,  87.91",
    "4c,  510104,  99.85",
    "4d,  605376, 118.52",
    "4e,  868352, 170.00",
    "5a, 1043456,  51.08",
    "5b, 1444080,  70.70"
  })
  void modulesOfGoogLeNet(String module, long parameters, double millions) {
    Cost cost = cost(recipe("googlenet", ""));
    String prefix = "inception." + module + ".";

    assertThat(sum(cost, prefix, LayerCost::parameters)).isEqualTo(parameters);
    assertThat(millions(sum(cost, prefix, LayerCost::multiplyAdds))).isEqualTo(millions);
  }

  @ParameterizedTest
  @CsvSource({
    "stem.conv,        928, 10.65",
    "stem.cells.0.,   8534, 29.24",
    "stem.cells.1.,  13948, 14.45",
    "cells.0.,       33000, 25.04",
    "cells.1.,       42680, 32.63",
    "cells.2.,       50424, 38.70",
    "cells.3.,       50424, 38.70",
    "reductions.0., 153648, 57.02",
    "cells.4.,      147312, 28.46",
    "cells.5.,      170544, 33.01",
    "cells.6.,      186032, 36.05",
    "cells.7.,      186032, 36.05",
    "reductions.1., 555104, 54.31",
    "cells.8.,      557920, 27.13",
    "cells.9.,      650848, 31.68",
    "cells.10.,     712800, 34.72",
    "cells.11.,     712800, 34.72",
    "classifier,   1057000,  1.06"
  })
  void cellsOfNasNet(String cell, long parameters, double millions) {
    Cost cost = cost(recipe("nasnet_a_mobile", ""));

    assertThat(sum(cost, cell, LayerCost::parameters)).isEqualTo(parameters);
    assertThat(millions(sum(cost, cell, LayerCost::multiplyAdds))).isEqualTo(millions);
  }

  @ParameterizedTest
  @CsvSource({
    "conv1_1, 86.70",
    "conv1_2, 1849.69",
    "conv2_1, 924.84",
    "conv2_2, 1849.69",
    "conv3_1, 924.84",
    "conv3_3, 1849.69",
    "conv4_1, 924.84",
    "conv4_3, 1849.69",
    "conv5_1, 462.42",
    "conv5_3, 462.42",
    "fc6, 102.76",
    "fc7, 16.78",
    "classifier, 4.10"
  })
  void layersOfVgg(String layer, double millions) {
    assertThat(millions(sum(cost(recipe("vgg_16", "")), layer, LayerCost::multiplyAdds)))
        .isEqualTo(millions);
  }

  @ParameterizedTest
  @CsvSource({
    "resnet_50,  0,  2,  667.9",
    "resnet_50,  3,  6,  950.5",
    "resnet_50,  7, 12, 1387.3",
    "resnet_50, 13, 15,  732.2",
    "resnet_101, 7, 29, 5099.5"
  })
  void stagesOfResNet(String network, int first, int last, double millions) {
    Cost cost = cost(recipe(network, ""));
    long count = 0;
    for (int block = first; block <= last; block++) {
      count += sum(cost, "blocks." + block + ".", LayerCost::multiplyAdds);
    }

    assertThat(Math.round(count / 1e5) / 1e1).isEqualTo(millions);
  }
}
