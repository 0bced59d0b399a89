package liviano.paper.published;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is counted of the rows: to the unit where it is known, else as near as it was printed. */
@Tag("locale")
class CountTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          MobileNetV1       |  4231976 | 4210088 | 568740352
          ShuffleNet (1.5)  |  3441168 | 3404448 | 292443552
          ShuffleNet (x2)   |  5449776 | 5400816 | 524045184
          NASNet-A          |  5289978 | 5253240 | 563638816
          MobileNetV2       |  3504872 | 3470760 | 300774272
          MobileNetV2 (1.4) |  6108776 | 6060840 | 582195824
          """)
  void table4(String name, long parameters, long withoutNorm, long multiplyAdds) {
    Count count = count(ClassificationTable.ROWS, name);

    assertThat(count.parameters()).isEqualTo(parameters);
    assertThat(count.parametersWithoutNorm()).isEqualTo(withoutNorm);
    assertThat(count.multiplyAdds()).isEqualTo(multiplyAdds);
  }

  @Test
  void table5() {
    Count lite = count(HeadsTable.ROWS, "SSDLite");
    Count plain = count(HeadsTable.ROWS, "SSD");

    assertThat(lite.parameters()).isEqualTo(2_113_141);
    assertThat(lite.multiplyAdds()).isEqualTo(177_617_344);
    // Twice ours, to the two digits that are printed.
    assertThat(2 * lite.multiplyAdds() / 0.35e9).isCloseTo(1, within(0.02));
    assertThat(plain.parameters() / 1e6).isCloseTo(14.78, within(0.02));
    assertThat(plain.multiplyAdds() / 1e9).isCloseTo(1.259, within(0.001));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          SSD300             | 34305206 | 34360351232
          SSD512             | 36038196 | 98628936704
          YOLOv2             | 50962889 | 14732084224
          YOLOv2, direct     | 67445065 | 17500980224
          YOLOv2, 20 classes | 50655389 | 14680167424
          MNet V1 + SSDLite  |  5100661 |  1309162944
          """)
  void table6(String name, long parameters, long multiplyAdds) {
    Count count = count(DetectionTable.ROWS, name);

    assertThat(count.parameters()).isEqualTo(parameters);
    assertThat(count.multiplyAdds()).isEqualTo(multiplyAdds);
  }

  /** In 10^9 multiply-adds: dense, padded, and how near the padded count is to the paper's. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          MNet V1, OS 16, ASPP       | 11145301 |   12.761 |   14.227 | 0.002
          MNet V1, OS 8, ASPP, MF    | 11145301 |  800.7   |  990.8   | 0.06
          MNet V2, OS 16, ASPP       |  4523541 |    5.364 |    5.823 | 0.005
          MNet V2, OS 8, ASPP, MF    |  4523541 |  327.93  |  387.48  | 0.002
          MNet V2, OS 16             |  2113557 |    2.741 |    2.742 | 0.004
          MNet V2, OS 8, MF          |  2113557 |  152.33  |  152.53  | 0.001
          ResNet-101, OS 16, ASPP    | 58164437 |   76.052 |   80.835 | 0.003
          ResNet-101, OS 8, ASPP, MF | 58164437 | 4353.8   | 4868.9   | 0.0005
          """)
  void table7(String name, long parameters, double dense, double padded, double near) {
    Row row = row(SegmentationTable.ROWS.stream(), name);
    Count count = Count.of(row);
    double published = row.published().multiplyAdds().orElseThrow().value();

    assertThat(count.parameters()).isEqualTo(parameters);
    assertThat(count.multiplyAdds() / 1e9).isCloseTo(dense, within(dense * 3e-4));
    assertThat(count.paddedMultiplyAdds() / 1e9).isCloseTo(padded, within(padded * 3e-4));
    assertThat(count.paddedMultiplyAdds())
        .isCloseTo(Math.round(published), within(Math.round(near * published)));
  }

  static Stream<Checkpoint> checkpoints() {
    return Checkpoints.MOBILENET_V2.stream();
  }

  @ParameterizedTest
  @MethodSource("checkpoints")
  void slimCutsWhatWeCount(Checkpoint checkpoint) {
    Count count = Count.of(new Row(checkpoint.name(), checkpoint.setup(), checkpoint.published()));

    assertThat(count.multiplyAdds() / 1_000_000)
        .isEqualTo(Long.parseLong(checkpoint.millionMultiplyAdds()));
    assertThat(count.parametersWithoutNorm() / 1e6)
        .isCloseTo(Double.parseDouble(checkpoint.millionParameters()), within(0.005));
  }

  static Stream<Row> agreeing() {
    return Stream.of(
            ClassificationTable.ROWS.stream(),
            DetectionTable.ROWS.stream(),
            SegmentationTable.ROWS.stream(),
            HeadsTable.ROWS.stream(),
            History.LINES.stream().map(History.Line::row))
        .flatMap(rows -> rows)
        .filter(row -> row.note().isEmpty());
  }

  @ParameterizedTest
  @MethodSource("agreeing")
  void aRowWithoutANoteAgrees(Row row) {
    Count count = Count.of(row);

    row.published()
        .parameters()
        .ifPresent(
            figure -> assertThat(count.parameters() / figure.value()).isCloseTo(1, within(0.03)));
    row.published()
        .multiplyAdds()
        .ifPresent(
            figure -> assertThat(count.multiplyAdds() / figure.value()).isCloseTo(1, within(0.03)));
  }

  @Test
  void historyIsInTheOrderOfTheYears() {
    assertThat(History.LINES).hasSize(13).isSortedAccordingTo((a, b) -> a.year() - b.year());
    assertThat(
            count(History.LINES.stream().map(History.Line::row).toList(), "LeNet-5").parameters())
        .isEqualTo(60_000);
  }

  private static Count count(List<Row> rows, String name) {
    return Count.of(row(rows.stream(), name));
  }

  private static Row row(Stream<Row> rows, String name) {
    return rows.filter(row -> row.name().equals(name)).findFirst().orElseThrow();
  }
}
