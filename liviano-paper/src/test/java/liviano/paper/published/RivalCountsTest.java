package liviano.paper.published;

import static org.assertj.core.api.Assertions.assertThat;

import liviano.cost.Cost;
import liviano.cost.Counting;
import liviano.graph.Graph;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The networks that the paper compares with, to the unit: parameters with batch norm and without,
 * multiply-adds, and for DeepLabv3 those of TensorFlow 1's padded maps. A blank setting is the
 * network's own.
 */
class RivalCountsTest {

  @ParameterizedTest(name = "{0} width {1}, {2} pixels, {3} classes, {4} {5} {6}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          lenet_5 |  |  |  |  |  |  | 60000 | 60000 | 325680 |
          lenet_5 |  |  |  |  |  | modern | 61706 | 61706 | 416520 |
          alexnet |  |  |  |  |  |  | 60965224 | 60965224 | 724406816 |
          alexnet |  |  |  |  |  | ungrouped | 62378344 | 62378344 | 1135256096 |
          alexnet |  | 224 |  |  |  | one_tower | 61100840 | 61100840 | 714188480 |
          zfnet |  |  |  |  |  |  | 62357608 | 62357608 | 1168032896 |
          vgg_16 |  |  |  |  |  |  | 138357544 | 138357544 | 15470264320 |
          vgg_19 |  |  |  |  |  |  | 143667240 | 143667240 | 19632062464 |
          googlenet |  |  |  |  |  |  | 6998552 | 6998552 | 1582671872 |
          googlenet |  |  |  |  | aux |  | 13378280 | 13378280 | 1591044096 |
          googlenet |  |  |  |  |  | torchvision | 6624904 | 6610344 | 1498376192 |
          googlenet |  |  |  |  | aux | torchvision | 13004888 | 12989816 | 1506748416 |
          googlenet |  |  |  |  |  | batch_norm | 7005832 | 6991272 | 1582671872 |
          resnet_50 |  |  |  |  |  |  | 25557032 | 25503912 | 3857973248 |
          resnet_50 |  |  |  |  |  | stride_on_3x3 | 25557032 | 25503912 | 4089184256 |
          resnet_50 |  |  |  |  |  | keras | 25583592 | 25530472 | 3857973248 |
          resnet_101 |  |  |  |  |  |  | 44549160 | 44443816 | 7570194432 |
          resnet_101 |  |  |  |  |  | stride_on_3x3 | 44549160 | 44443816 | 7801405440 |
          resnet_101 |  |  |  |  |  | keras | 44601832 | 44496488 | 7570194432 |
          resnet_152 |  |  |  |  |  |  | 60192808 | 60041384 | 11282415616 |
          resnet_152 |  |  |  |  |  | stride_on_3x3 | 60192808 | 60041384 | 11513626624 |
          resnet_152 |  |  |  |  |  | keras | 60268520 | 60117096 | 11282415616 |
          mobilenet_v1 | 1.0 | 224 |  |  |  |  | 4231976 | 4210088 | 568740352 |
          mobilenet_v1 | 1.0 | 192 |  |  |  |  | 4231976 | 4210088 | 418121728 |
          mobilenet_v1 | 1.0 | 160 |  |  |  |  | 4231976 | 4210088 | 290675200 |
          mobilenet_v1 | 1.0 | 128 |  |  |  |  | 4231976 | 4210088 | 186400768 |
          mobilenet_v1 | 0.75 | 224 |  |  |  |  | 2585560 | 2569144 | 325400448 |
          mobilenet_v1 | 0.75 | 192 |  |  |  |  | 2585560 | 2569144 | 239273472 |
          mobilenet_v1 | 0.75 | 160 |  |  |  |  | 2585560 | 2569144 | 166396800 |
          mobilenet_v1 | 0.75 | 128 |  |  |  |  | 2585560 | 2569144 | 106770432 |
          mobilenet_v1 | 0.5 | 224 |  |  |  |  | 1331592 | 1320648 | 149497088 |
          mobilenet_v1 | 0.5 | 192 |  |  |  |  | 1331592 | 1320648 | 109970432 |
          mobilenet_v1 | 0.5 | 160 |  |  |  |  | 1331592 | 1320648 | 76524800 |
          mobilenet_v1 | 0.5 | 128 |  |  |  |  | 1331592 | 1320648 | 49160192 |
          mobilenet_v1 | 0.25 | 224 |  |  |  |  | 470072 | 464600 | 41030272 |
          mobilenet_v1 | 0.25 | 192 |  |  |  |  | 470072 | 464600 | 30212608 |
          mobilenet_v1 | 0.25 | 160 |  |  |  |  | 470072 | 464600 | 21059200 |
          mobilenet_v1 | 0.25 | 128 |  |  |  |  | 470072 | 464600 | 13570048 |
          nasnet_a_mobile |  |  |  |  |  |  | 5289978 | 5253240 | 563638816 |
          nasnet_a_large |  |  |  |  |  |  | 88753150 | 88556482 | 23783414658 |
          ssd_300 |  |  | 20 |  |  |  | 26285486 | 26285486 | 31373537792 |
          ssd_300 |  |  | 79 |  |  |  | 34171544 | 34171544 | 34310571008 |
          ssd_300 |  |  | 80 |  |  |  | 34305206 | 34305206 | 34360351232 |
          ssd_300 |  |  | 89 |  |  |  | 35508164 | 35508164 | 34808373248 |
          ssd_300 |  |  | 90 |  |  |  | 35641826 | 35641826 | 34858153472 |
          ssd_512 |  |  | 20 |  |  |  | 27188676 | 27188676 | 90207908864 |
          ssd_512 |  |  | 79 |  |  |  | 35890704 | 35890704 | 98488586240 |
          ssd_512 |  |  | 80 |  |  |  | 36038196 | 36038196 | 98628936704 |
          ssd_512 |  |  | 90 |  |  |  | 37513116 | 37513116 | 100032441344 |
          darknet_19 |  |  |  |  |  |  | 20842376 | 20827976 | 2790989824 |
          yolo_v2 |  | 416 | 80 |  |  |  | 50962889 | 50942217 | 14732084224 |
          yolo_v2 |  | 544 | 80 |  |  |  | 50962889 | 50942217 | 25192735744 |
          yolo_v2 |  | 608 | 80 |  |  |  | 50962889 | 50942217 | 31469126656 |
          yolo_v2 |  | 416 | 80 |  |  | direct | 67445065 | 67424521 | 17500980224 |
          yolo_v2 |  | 544 | 80 |  |  | direct | 67445065 | 67424521 | 29927711744 |
          yolo_v2 |  | 608 | 80 |  |  | direct | 67445065 | 67424521 | 37383750656 |
          yolo_v2 |  | 416 | 20 |  |  |  | 50655389 | 50634717 | 14680167424 |
          yolo_v2 |  | 544 | 20 |  |  |  | 50655389 | 50634717 | 25103954944 |
          yolo_v2 |  | 608 | 20 |  |  |  | 50655389 | 50634717 | 31358227456 |
          yolo_v2 |  | 416 | 20 |  |  | direct | 67137565 | 67117021 | 17449063424 |
          yolo_v2 |  | 544 | 20 |  |  | direct | 67137565 | 67117021 | 29838930944 |
          yolo_v2 |  | 608 | 20 |  |  | direct | 67137565 | 67117021 | 37272851456 |
          ssdlite_mobilenet_v1 |  | 320 | 79 |  |  |  | 5086036 | 5048788 | 1307836608 |
          ssdlite_mobilenet_v1 |  | 320 | 80 |  |  |  | 5100661 | 5063413 | 1309162944 |
          ssdlite_mobilenet_v1 |  | 320 | 89 |  |  |  | 5232286 | 5195038 | 1321099968 |
          ssdlite_mobilenet_v1 |  | 320 | 90 |  |  |  | 5246911 | 5209663 | 1322426304 |
          ssdlite_mobilenet_v1 |  | 300 | 79 |  |  |  | 5086036 | 5048788 | 1199046784 |
          ssdlite_mobilenet_v1 |  | 300 | 80 |  |  |  | 5100661 | 5063413 | 1200313216 |
          ssdlite_mobilenet_v1 |  | 300 | 89 |  |  |  | 5232286 | 5195038 | 1211711104 |
          ssdlite_mobilenet_v1 |  | 300 | 90 |  |  |  | 5246911 | 5209663 | 1212977536 |
          deeplab_v3_mobilenet_v1 |  |  |  | 16 | aspp |  | 11145301 | 11120341 | 12760886976 | 14226627264
          deeplab_v3_mobilenet_v1 |  |  |  | 16 | pool |  | 3869269 | 3845845 | 4838960832 | 4839578304
          deeplab_v3_resnet_101 |  |  |  | 16 | aspp |  | 58164437 | 58055637 | 76052470720 | 80834763712
          deeplab_v3_mobilenet_v1 |  |  |  | 8 | aspp |  | 11145301 | 11120341 | 46400483008 | 53195476672
          deeplab_v3_mobilenet_v1 |  |  |  | 8 | pool |  | 3869269 | 3845845 | 15665737408 | 15673036480
          deeplab_v3_resnet_101 |  |  |  | 8 | aspp |  | 58164437 | 58055637 | 252252117952 | 275940039616
          shufflenet_v1 | 0.5 |  |  |  |  |  | 717324 | 705084 | 37589856 |
          shufflenet_v1 | 1.0 |  |  |  |  |  | 1864728 | 1840248 | 137460672 |
          shufflenet_v1 | 1.5 |  |  |  |  |  | 3441168 | 3404448 | 292443552 |
          shufflenet_v1 | 2.0 |  |  |  |  |  | 5449776 | 5400816 | 524045184 |
          """)
  void countsAreThoseOfTheSpecification(
      String architecture,
      Double width,
      Integer resolution,
      Integer classes,
      Integer outputStride,
      String head,
      String variant,
      long parameters,
      long withoutNorm,
      long multiplyAdds,
      Long padded) {
    Recipe recipe = Zoo.architecture(architecture).defaults();
    recipe = width == null ? recipe : recipe.withWidth(width);
    recipe = resolution == null ? recipe : recipe.withResolution(resolution);
    recipe = classes == null ? recipe : recipe.withClasses(classes);
    recipe = outputStride == null ? recipe : recipe.withOutputStride(outputStride);
    recipe = head == null ? recipe : recipe.withHead(head);
    recipe = variant == null ? recipe : recipe.withVariant(variant);

    Graph graph = Zoo.graph(recipe);
    Cost cost = Cost.of(graph);

    assertThat(cost.parameters()).isEqualTo(parameters);
    assertThat(cost.parametersWithoutNorm()).isEqualTo(withoutNorm);
    assertThat(cost.multiplyAdds()).isEqualTo(multiplyAdds);
    if (padded != null) {
      assertThat(Cost.of(graph, Counting.SPACE_TO_BATCH).multiplyAdds()).isEqualTo(padded);
    }
  }

  /** The totals that Keras prints: moving statistics and all. */
  @ParameterizedTest
  @CsvSource({
    "mobilenet_v1, '', 4253864",
    "nasnet_a_mobile, '', 5326716",
    "nasnet_a_large, '', 88949818",
    "resnet_50, keras, 25636712",
    "resnet_101, keras, 44707176",
    "mobilenet_v2, '', 3538984"
  })
  void withMovingStatisticsTheyAreTheTotalsOfKeras(
      String architecture, String variant, long total) {
    Recipe recipe = Zoo.architecture(architecture).defaults().withVariant(variant);

    assertThat(Cost.of(Zoo.graph(recipe)).parametersWithStatistics()).isEqualTo(total);
  }
}
