package liviano.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import liviano.cli.Cli;
import liviano.cli.options.StandardModel;
import liviano.json.Json;
import liviano.json.JsonArray;
import liviano.json.JsonObject;
import liviano.vision.Picture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Detection and segmentation as a user has them: published checkpoints, converted, on pictures. */
@Tag("shared")
class RealTasksTest {
  private static final Path SHARED = Path.of(System.getProperty("liviano.shared", "../shared"));
  private static final Path DATA = SHARED.resolve("data");
  private static final int PICTURES = 3;

  @TempDir Path folder;

  /** A command that has this checkpoint installed. */
  private Cli install(String checkpoint, String name) {
    Path source = SHARED.resolve("models").resolve(checkpoint);
    assumeTrue(Files.exists(source), "skipped: the real weights are not here: " + source);
    Cli cli = Cli.piped().with("LIVIANO_HOME", folder.toString());
    String file = folder.resolve(name + ".safetensors").toString();
    Cli.Outcome outcome = cli.run("convert", source.toString(), "--to", file);
    assertThat(outcome.status()).as(outcome.err()).isZero();
    return cli;
  }

  @Test
  void detectsAndMeasures() throws IOException {
    Path coco = DATA.resolve("coco-val2017-40");
    Path pets = DATA.resolve("samples").resolve("pets.jpg");
    assumeTrue(Files.exists(coco) && Files.exists(pets), "skipped: no pictures in " + DATA);
    Cli cli = install("coco/ssdlite_mobilenet_v2_tfjs", StandardModel.DETECTOR.names().getFirst());

    Cli.Outcome found = cli.run("detect", "--json", "--out", folder.toString(), pets.toString());
    assertThat(found.status()).as(found.err()).isZero();
    JsonObject answer = Json.parse(found.out()).asArray().object(0);
    assertThat(answer.array("detections").objects())
        .extracting(detection -> detection.string("label"))
        .containsExactly("dog", "dog");
    assertThat(Picture.read(folder.resolve("pets.detections.png")).width())
        .isEqualTo(answer.integer("width"));

    Path truth = firstOf(coco.resolve("instances.json"));
    Cli.Outcome measured =
        cli.run(
            "eval",
            "detection",
            "--images",
            coco.resolve("images").toString(),
            "--annotations",
            truth.toString(),
            "--json");
    assertThat(measured.status()).as(measured.err()).isZero();
    JsonObject result = Json.parse(measured.out()).asObject();
    assertThat(result.integer("images")).isEqualTo(PICTURES);
    assertThat(result.number("AP50")).isBetween(0.2, 0.9);
    assertThat(result.number("AP")).isBetween(0.1, result.number("AP50"));
  }

  /** One picture of COCO three times, its pixels the same and its Exif orientation another. */
  @Test
  void orientationsDoNotChangeWhatIsMeasured() throws IOException {
    Path cases = SHARED.resolve("cases");
    assumeTrue(
        Files.exists(cases.resolve("coco-exif-none.json")), "skipped: no pictures in " + cases);
    Cli cli = install("coco/ssdlite_mobilenet_v2_tfjs", StandardModel.DETECTOR.names().getFirst());
    for (String orientation : List.of("none", "3", "6")) {
      String truth = cases.resolve("coco-exif-" + orientation + ".json").toString();
      Cli.Outcome measured =
          cli.run(
              "eval", "detection", "--images", cases.toString(), "--annotations", truth, "--json");
      assertThat(measured.status()).as(measured.err()).isZero();
      assertThat(Json.parse(measured.out()).asObject().number("AP"))
          .as(orientation)
          .isCloseTo(0.151, within(0.0005));
    }
  }

  /** The annotations of the first pictures alone. */
  private Path firstOf(Path instances) throws IOException {
    JsonObject all = Json.parse(Files.readString(instances)).asObject();
    List<JsonObject> images = all.array("images").objects().subList(0, PICTURES);
    Set<Long> ids = images.stream().map(i -> i.longInteger("id")).collect(Collectors.toSet());
    List<JsonObject> annotations =
        all.array("annotations").objects().stream()
            .filter(one -> ids.contains(one.longInteger("image_id")))
            .toList();
    JsonObject some =
        JsonObject.builder()
            .put("images", JsonArray.of(images))
            .put("annotations", JsonArray.of(annotations))
            .put("categories", all.array("categories"))
            .build();
    return Files.writeString(folder.resolve("instances.json"), some.toJson());
  }

  @Test
  void segmentsAndMeasures() throws IOException {
    Path voc = DATA.resolve("voc2012-val-40");
    assumeTrue(Files.exists(voc), "skipped: the pictures are not here: " + voc);
    Cli cli = install("voc/webnn_deeplabv3_mnv2_float", StandardModel.SEGMENTER.names().getFirst());
    List<String> ids = Files.readAllLines(voc.resolve("val.txt")).subList(0, PICTURES);
    Path list = Files.write(folder.resolve("val.txt"), ids);

    Cli.Outcome measured =
        cli.run(
            "eval", "segmentation", "--voc", voc.toString(), "--list", list.toString(), "--json");
    assertThat(measured.status()).as(measured.err()).isZero();
    JsonObject result = Json.parse(measured.out()).asObject();
    assertThat(result.integer("images")).isEqualTo(PICTURES);
    assertThat(result.number("miouOfPresentClasses")).isBetween(0.6, 0.99);
    assertThat(result.number("pixelAccuracy")).isBetween(0.9, 0.999);

    Path picture = voc.resolve("JPEGImages").resolve(ids.getFirst() + ".jpg");
    Cli.Outcome found =
        cli.run("segment", "--json", "--out", folder.toString(), picture.toString());
    assertThat(found.status()).as(found.err()).isZero();
    assertThat(Json.parse(found.out()).asArray().object(0).array("classes").objects())
        .extracting(one -> one.string("label"))
        .contains("background", "sheep");
    assertThat(folder.resolve(ids.getFirst() + ".segments.png")).exists();
  }
}
