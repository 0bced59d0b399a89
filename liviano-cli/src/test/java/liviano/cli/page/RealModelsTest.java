package liviano.cli.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Locator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import liviano.formats.ModelFiles;
import liviano.server.LivianoServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Each task on one of the page's own pictures, by published weights; nothing stands in. */
@InBrowser
@Tag("shared")
class RealModelsTest {
  private static final Path MODELS =
      Path.of(System.getProperty("liviano.shared", "")).resolve("models");
  private static final Path CLASSIFIER =
      MODELS.resolve("imagenet/mobilenet_v2_1.0_224_float.safetensors");
  private static final Path DETECTOR = MODELS.resolve("coco/ssdlite_mobilenet_v2_tfjs");
  private static final Path SEGMENTER =
      MODELS.resolve("voc/tflite_dm05_float/deeplabv3_257_dm05_float.tflite");
  private static final String STAGE = ".stage-canvas";

  private static LivianoServer server;
  private Visit visit;

  @BeforeAll
  static void start() throws IOException {
    for (Path model : List.of(CLASSIFIER, DETECTOR, SEGMENTER)) {
      assumeTrue(Files.exists(model), () -> model + " is missing");
    }
    server =
        LivianoServer.builder()
            .model("imagenet", ModelFiles.read(CLASSIFIER))
            .model("coco", ModelFiles.read(DETECTOR))
            .model("voc", ModelFiles.read(SEGMENTER))
            .start();
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  @BeforeEach
  void enter(Chromium chromium) {
    visit = chromium.visit(Visit.Look.LIGHT);
  }

  @AfterEach
  void leave() {
    visit.close();
  }

  @Test
  void classifiesAndShowsWhere() {
    visit.open(server.address(), "classify");
    visit.sample("kitchen");
    Locator clock = visit.find(".bars button", "wall clock");
    clock.waitFor();
    List<Integer> onTheClock = visit.pixel(STAGE, 0.69, 0.2);
    List<Integer> inTheCorner = visit.pixel(STAGE, 0.02, 0.02);
    clock.click();
    assertThat(visit.find(".task-classify .count")).containsText("Where “wall clock");
    assertThat(visit.pixel(STAGE, 0.69, 0.2)).isNotEqualTo(onTheClock);
    assertThat(visit.pixel(STAGE, 0.02, 0.02)).isEqualTo(inTheCorner);
  }

  @Test
  void detectsAndFilters() {
    visit.open(server.address(), "detect");
    visit.sample("kitchen");
    Locator found = visit.find(".found .row-name");
    assertThat(found).hasText(new String[] {"clock", "orange", "orange", "orange", "dining table"});
    visit.find("#threshold").fill("60");
    assertThat(found).hasText(new String[] {"clock", "orange", "orange", "orange"});
    assertThat(visit.find(".timing-words")).containsText("network");
  }

  @Test
  void segmentsAndNamesWhatIsUnderThePointer() {
    visit.open(server.address(), "segment");
    visit.sample("plane");
    assertThat(visit.find(".legend .row-name")).hasText(new String[] {"background", "aeroplane"});
    Locator stage = visit.find(STAGE);
    var area = stage.boundingBox();
    stage.hover(new Locator.HoverOptions().setPosition(area.width * 0.5, area.height * 0.47));
    assertThat(visit.find("#under-pointer"))
        .hasText(Pattern.compile("aeroplane: \\d+% of the picture"));
    stage.hover(new Locator.HoverOptions().setPosition(area.width * 0.9, area.height * 0.9));
    assertThat(visit.find("#under-pointer"))
        .hasText(Pattern.compile("background: \\d+% of the picture"));
  }

  @Test
  void explainsTheLikeliestClasses() {
    visit.open(server.address(), "explain");
    visit.sample("kitchen");
    assertThat(visit.find(".map .row-name").first()).hasText("wall clock");
    assertThat(visit.find(".map")).hasCount(4);
  }

  @Test
  void sortsPicturesByLikeness() throws IOException {
    visit.open(server.address(), "embed");
    visit.drop("main", "street.png", "beach.png", "plane.png");
    Locator scores = visit.find(".tile .row-score");
    assertThat(scores).hasCount(3);
    assertThat(scores.nth(2)).hasText(Pattern.compile("0\\.\\d\\d"));
    List<Double> like = scores.allInnerTexts().stream().skip(1).map(Double::parseDouble).toList();
    assertThat(like.get(0)).isGreaterThanOrEqualTo(like.get(1));
    assertThat(visit.find(".tile .row-name").first()).hasText("street.png");

    visit.find(".tile", "plane.png").click();
    assertThat(visit.find(".tile .row-name"))
        .hasText(new String[] {"plane.png", "beach.png", "street.png"});
  }

  @Test
  void drawsBoxesOverTheCamera() {
    visit.open(server.address(), "live");
    visit.find("[data-live=start]").click();
    assertThat(visit.find(".found .row-name").first()).hasText("clock");
    assertThat(visit.find(".live-stage .overlay"))
        .hasAttribute("aria-label", Pattern.compile("clock, .*orange.*"));
  }
}
