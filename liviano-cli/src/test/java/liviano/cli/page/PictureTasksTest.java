package liviano.cli.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import liviano.server.LivianoServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the page makes of answers about a picture; the answers are the same each time. */
@InBrowser
class PictureTasksTest {
  private static final String STAGE = ".stage-canvas";
  private static LivianoServer server;

  private Visit visit;
  private Answers answers;

  @BeforeAll
  static void start() throws IOException {
    server = LivianoServer.builder().start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void enter(Chromium chromium) {
    visit = chromium.visit(Visit.Look.LIGHT);
    answers = Answers.on(visit.page());
  }

  @AfterEach
  void leave() {
    visit.close();
  }

  @Test
  void theThresholdFiltersWithoutAskingAgain() {
    visit.open(server.address(), "detect");
    visit.sample("kitchen");
    Locator found = visit.find(".found button");
    assertThat(found).hasText(new String[] {"clock91%", "orange62%"});
    visit.find("#threshold").fill("15");
    assertThat(found).hasCount(3);
    visit.find("#threshold").fill("70");
    assertThat(found).hasText(new String[] {"clock91%"});
    assertThat(answers.asked("detect")).hasSize(1);
    assertThat(answers.asked("detect").getFirst())
        .contains("model=finder", "scoreThreshold=0.05", "maxResults=100");
  }

  @Test
  void pointingJoinsTheListAndThePicture() {
    visit.open(server.address(), "detect");
    visit.sample("kitchen");
    visit.find(".found button").first().waitFor();
    List<Integer> plain = visit.pixel(STAGE, 32.0 / 640, 0.75);
    visit.find(".found button").first().hover();
    assertThat(visit.pixel(STAGE, 32.0 / 640, 0.75))
        .as("the box that is not pointed at is fainter")
        .isNotEqualTo(plain);

    Locator stage = visit.find(STAGE);
    var area = stage.boundingBox();
    stage.hover(new Locator.HoverOptions().setPosition(area.width * 0.15, area.height * 0.72));
    assertThat(visit.page().locator(".found .active")).hasText(new String[] {"orange62%"});
  }

  @Test
  void theMaskHasAnOpacityALegendAndTheClassUnderThePointer() {
    visit.open(server.address(), "segment");
    visit.sample("kitchen");
    assertThat(visit.find(".legend button")).hasText(new String[] {"background75%", "cat25%"});
    visit.find("#opacity").fill("100");
    // A quarter of an opaque mask is all of the class' colour: that of its place in the palette.
    assertThat(visit.pixel(STAGE, 0.3, 0.5)).startsWith(0xBB, 0x66, 0x00);
    List<Integer> outside = visit.pixel(STAGE, 0.8, 0.9);
    visit.find("#opacity").fill("0");
    assertThat(visit.pixel(STAGE, 0.8, 0.9)).isEqualTo(outside);
    assertThat(visit.pixel(STAGE, 0.3, 0.5)).isNotEqualTo(List.of(0xBB, 0x66, 0x00, 255));

    Locator stage = visit.find(STAGE);
    var area = stage.boundingBox();
    stage.hover(new Locator.HoverOptions().setPosition(area.width * 0.3, area.height * 0.5));
    assertThat(visit.find("#under-pointer")).hasText("cat: 25% of the picture");
    assertThat(answers.asked("segment")).hasSize(1);
    assertThat(answers.asked("segment").getFirst()).contains("mask=rle");
  }

  @Test
  void pressingAClassShowsItsHeatMap() {
    visit.open(server.address(), "classify");
    visit.sample("kitchen");
    Locator bars = visit.find(".bars button");
    // Labels are texts, whatever they look like.
    assertThat(bars).hasText(new String[] {"wall clock75%", "<b>orange</b>20%"});
    List<Integer> upperRight = visit.pixel(STAGE, 0.75, 0.1);
    List<Integer> lowerLeft = visit.pixel(STAGE, 0.1, 0.9);
    bars.first().click();
    assertThat(visit.find(".task-classify .count")).hasText("Where “wall clock” was seen");
    assertThat(visit.pixel(STAGE, 0.75, 0.1)).isNotEqualTo(upperRight);
    assertThat(visit.pixel(STAGE, 0.1, 0.9)).isEqualTo(lowerLeft);
    assertThat(answers.asked("explain").getFirst()).contains("class=893", "model=looker");
    bars.first().click();
    assertThat(visit.pixel(STAGE, 0.75, 0.1)).isEqualTo(upperRight);
  }

  @Test
  void theAnswerCanBeReadCopiedAndSaved(@org.junit.jupiter.api.io.TempDir Path folder)
      throws IOException {
    visit.open(server.address(), "detect");
    visit.sample("kitchen");
    visit.find(".found button").first().waitFor();
    visit.find("[data-tool=json]").click();
    assertThat(visit.find("dialog pre")).containsText("\"label\": \"clock\"");
    visit.page().keyboard().press("Escape");
    assertThat(visit.page().locator("dialog")).hasCount(0);

    visit.find("[data-tool=curl]").click();
    assertThat(visit.find("[data-tool=curl]")).hasText("Copied");
    assertThat(visit.page().evaluate("navigator.clipboard.readText()"))
        .isEqualTo(
            "curl --data-binary '@kitchen.png' '"
                + server.address()
                + "v1/detect?model=finder&scoreThreshold=0.05&maxResults=100'");

    Download saved = visit.page().waitForDownload(() -> visit.find("[data-tool=save]").click());
    assertThat(saved.suggestedFilename()).isEqualTo("kitchen.detect.png");
    Path file = folder.resolve("saved.png");
    saved.saveAs(file);
    var drawn = ImageIO.read(file.toFile());
    var original = ImageIO.read(Path.of("..", "examples", "kitchen.png").toFile());
    assertThat(drawn.getWidth()).isEqualTo(640);
    assertThat(drawn.getHeight()).isEqualTo(480);
    assertThat(drawn.getRGB(10, 10)).isEqualTo(original.getRGB(10, 10));
    assertThat(drawn.getRGB(340, 150)).isNotEqualTo(original.getRGB(340, 150)); // the clock's box
  }

  @Test
  void aTextFileIsNoPictureAndIsNotSent() {
    visit.open(server.address(), "detect");
    visit.chooseText("notes.txt");
    assertThat(visit.find(".notice strong")).hasText("notes.txt is not a picture");
    assertThat(answers.asked("detect")).isEmpty();
    visit.sample("street");
    assertThat(visit.page().locator(".notice")).hasCount(0);
  }

  @Test
  void aPictureCanBeDroppedAnywhere() throws IOException {
    visit.open(server.address(), "detect");
    visit.drop("footer", "street.png");
    visit.find(".found button").first().waitFor();
    assertThat(visit.find(STAGE).getAttribute("aria-label")).startsWith("street.png: clock 91%");
  }

  @Test
  void aBusyServerIsAskedAgainByItself() {
    answers.refuse(visit.page(), "detect", 503, "the queue is full");
    visit.open(server.address(), "detect");
    visit.sample("kitchen");
    assertThat(visit.find(".notice strong")).hasText("The server is busy");
    answers.to(visit.page(), "detect", "{\"width\": 640, \"height\": 480, \"detections\": []}");
    assertThat(visit.find(".task-detect .count")).containsText("Nothing is that sure");
    assertThat(visit.page().locator(".notice")).hasCount(0);
  }

  @Test
  void aServerThatIsGoneIsToldAndComesBack() {
    visit.open(server.address(), "detect");
    visit.page().route("**/v1/detect*", route -> route.abort());
    visit.sample("kitchen");
    assertThat(visit.find(".notice strong")).hasText("The server does not answer");
    visit.page().unroute("**/v1/detect*");
    answers.to(visit.page(), "detect", "{\"width\": 640, \"height\": 480, \"detections\": []}");
    visit.find(".notice button").click();
    assertThat(visit.page().locator(".notice")).hasCount(0);
  }

  @Test
  void aServerThatCannotReadAPictureSaysWhy() {
    answers.refuse(visit.page(), "classify", 422, "a JPEG with 5 components");
    visit.open(server.address(), "classify");
    visit.sample("kitchen");
    assertThat(visit.find(".notice")).containsText("The server cannot read this picture");
    assertThat(visit.find(".notice .detail")).hasText("a JPEG with 5 components");
  }

  @Test
  void aTokenIsAskedForAndSent() {
    visit
        .page()
        .route(
            "**/v1/models",
            route -> {
              if ("Bearer open-sesame".equals(route.request().headerValue("authorization"))) {
                route.fallback();
              } else {
                route.fulfill(
                    new com.microsoft.playwright.Route.FulfillOptions()
                        .setStatus(401)
                        .setBody("{\"error\": \"a token\"}"));
              }
            });
    visit.open(server.address(), "classify");
    visit.find("#token").fill("open-sesame");
    visit.find(".token button").click();
    assertThat(visit.find("#model-classify")).hasValue("looker");
    assertThat(visit.page().locator(".notice")).hasCount(0);
  }

  @Test
  void aModelIsInstalledWithItsLicenceSizeAndProgressShown() {
    int[] polled = {0};
    visit
        .page()
        .route(
            "**/v1/install*",
            route -> {
              boolean starts = route.request().method().equals("POST");
              int turn = starts ? 0 : ++polled[0];
              route.fulfill(
                  new com.microsoft.playwright.Route.FulfillOptions()
                      .setStatus(starts ? 202 : 200)
                      .setContentType("application/json")
                      .setBody(
                          turn < 2
                              ? "{\"state\": \"running\", \"bytes\": 3350000, \"total\": 6700000}"
                              : "{\"state\": \"done\", \"bytes\": 6700000, \"total\": 6700000}"));
            });
    visit.open(server.address(), "classify");
    visit.find(".picker .quiet").click();
    Locator offer = visit.find("[data-model=small]");
    assertThat(offer).containsText("6.7 MB · Apache-2.0");
    offer.locator("button").click();
    assertThat(offer).containsText("3.4 MB of 6.7 MB");
    assertThat(offer).containsText("Installed");
    assertThat(answers.asked("models")).hasSize(2);
  }
}
