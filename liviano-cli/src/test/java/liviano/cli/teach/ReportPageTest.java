package liviano.cli.teach;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import liviano.cli.Cli;
import liviano.cli.Version;
import liviano.cli.commands.TinyModel;
import liviano.json.Json;
import liviano.json.JsonObject;
import liviano.vision.eval.ConfusionMatrix;
import liviano.vision.teach.CurvePoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportPageTest {
  @TempDir private Path folder;

  private Cli.Outcome teach(Path pictures, Path base, Path report, String... more) {
    List<String> arguments =
        new java.util.ArrayList<>(
            List.of(
                "teach",
                pictures.toString(),
                "--to",
                folder.resolve("taught.safetensors").toString(),
                "--base",
                base.toString(),
                "--report",
                report.toString()));
    arguments.addAll(List.of(more));
    return Cli.piped()
        .with("LIVIANO_HOME", folder.resolve("home").toString())
        .run(arguments.toArray(String[]::new));
  }

  @Test
  void namesNoFolderOfThisMachineAndIsTheSameOnEveryRun() throws IOException {
    Path base = TinyModel.save(folder.resolve("tiny.safetensors"));
    Path pictures = folder.resolve("pictures");
    Path validation = folder.resolve("others");
    for (Path each : List.of(pictures, validation)) {
      GarmentFolder.add(each, "red", 12, 0x806060);
      GarmentFolder.add(each, "blue", 12, 0x606080);
    }
    Path bad = Files.write(pictures.resolve("red").resolve("bad.png"), new byte[] {1, 2, 3});
    Path report = folder.resolve("report");
    Cli.Outcome outcome = teach(pictures, base, report, "--validation", validation.toString());
    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(outcome.err()).contains(bad.toString());
    String page = Files.readString(report.resolve("index.html"));
    assertThat(page)
        .contains("<li>red/bad.png: ", "red/p0.png = red/p0.png")
        .doesNotContain(folder.toString());
    String json = Files.readString(report.resolve("report.json"));
    JsonObject madeBy = Json.parse(json).asObject().object("madeBy");
    assertThat(madeBy.string("liviano")).isEqualTo(Version.number());
    assertThat(madeBy.string("baseDigest")).hasSizeGreaterThanOrEqualTo(12);
    assertThat(madeBy.integer("seed")).isZero();
    assertThat(page)
        .contains("Made by Liviano " + Version.number() + " from " + madeBy.string("base"))
        .contains(madeBy.string("baseDigest"));
    teach(pictures, base, report, "--validation", validation.toString());
    assertThat(Files.readString(report.resolve("index.html"))).isEqualTo(page);
    assertThat(Files.readString(report.resolve("report.json"))).isEqualTo(json);
  }

  @Test
  void theCurveSaysHowManyPicturesThereAreAtItsEnd() {
    List<CurvePoint> points =
        List.of(point(1, 10), point(200, 1950), point(300, 2000), point(301, 2010));
    String svg = CurveDrawing.svg(points);
    assertThat(svg).contains(">10</text>", ">2010</text>").doesNotContain(">2000<", ">1950<");
  }

  private static CurvePoint point(int perClass, int pictures) {
    return new CurvePoint(perClass, pictures, new ConfusionMatrix.Interval(0.5, 0.4, 0.6));
  }
}
