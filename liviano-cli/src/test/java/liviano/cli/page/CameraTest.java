package liviano.cli.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Request;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import liviano.server.LivianoServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The camera: a film of the kitchen; the answers about it are the same each time. */
@InBrowser
class CameraTest {
  private static final String OVERLAY = ".live-stage .overlay";
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
    visit.open(server.address(), "live");
  }

  @AfterEach
  void leave() {
    visit.close();
  }

  @Test
  void sendsThePictureOfTheCameraAtTheModelsSize() throws IOException {
    Request request =
        visit.page().waitForRequest("**/v1/detect*", () -> visit.find("[data-live=start]").click());
    BufferedImage sent = ImageIO.read(new ByteArrayInputStream(request.postDataBuffer()));
    assertThat(sent.getWidth()).isEqualTo(400);
    assertThat(sent.getHeight()).isEqualTo(300);
    int orange = sent.getRGB(220 * 400 / 640, 378 * 300 / 480);
    assertThat(orange >> 16 & 0xFF).as("red of an orange, not mirrored").isGreaterThan(200);
    assertThat(orange & 0xFF).as("its blue").isLessThan(100);
  }

  @Test
  void drawsBoxesOverAMirroredPictureOneRequestAtATime() {
    List<Integer> underWay = new ArrayList<>();
    int[] count = {0};
    visit.page().onRequest(request -> count(request, count, 1, underWay));
    visit.page().onRequestFinished(request -> count(request, count, -1, underWay));
    visit.find("[data-live=start]").click();
    // The clock's box is 340 to 540 of 640: mirrored, 100 to 300.
    visit.until(painted(100, 150));
    assertThat(alpha(540, 150)).isZero();
    assertThat(visit.find(".rate"))
        .hasText(Pattern.compile("[1-9][0-9]*\\.[0-9] pictures a second"));
    assertThat(visit.find(".timing-words")).containsText("network 9.0 ms");
    assertThat(visit.find(".found")).containsText("clock");

    visit.find("#live-mirror").uncheck();
    visit.until(painted(540, 150));
    assertThat(alpha(100, 150)).isZero();

    visit.until("document.querySelector('.rate').textContent.length > 0");
    assertThat(underWay).hasSizeGreaterThan(2).containsOnly(0, 1);
  }

  @Test
  void tintsWhatItSegments() {
    visit.find("[data-live=start]").click();
    visit.find("label[for=live-segment]").click();
    // Columns 160 to 319 of 640 are the cat: mirrored, 321 to 480.
    visit.until(painted(400, 240));
    assertThat(alpha(240, 240)).isZero();
    visit.find("label[for=live-classify]").click();
    assertThat(visit.find(".bars")).containsText("wall clock");
  }

  @Test
  void stopsWithTheButtonAndBehindAnotherTab() {
    visit.find("[data-live=start]").click();
    visit.until(painted(100, 150));
    visit.find("[data-live=stop]").click();
    assertThat(visit.find("[data-live=start]")).isVisible();
    assertThat(isOn()).isFalse();

    visit.find("[data-live=start]").click();
    visit.until(painted(100, 150));
    visit.tab("detect");
    assertThat(isOn()).isFalse();
  }

  @Test
  void saysWhatToDoWhereThereIsNoCamera() {
    visit
        .page()
        .evaluate(
            """
            () => {
              navigator.mediaDevices.getUserMedia =
                () => Promise.reject(new DOMException('', 'NotAllowedError'));
            }""");
    visit.find("[data-live=start]").click();
    assertThat(visit.find(".notice strong")).hasText("The camera is not allowed");
    assertThat(answers.asked("detect")).isEmpty();
  }

  private static void count(Request request, int[] now, int change, List<Integer> seen) {
    if (request.url().contains("/v1/detect")) {
      now[0] += change;
      seen.add(now[0]);
    }
  }

  private boolean isOn() {
    return (boolean)
        visit.page().evaluate("document.querySelector('.live-stage video').srcObject !== null");
  }

  /** Of the drawing over a pixel of the camera's picture. */
  private int alpha(int x, int y) {
    return visit.pixel("#panel-live " + OVERLAY, x / 640.0, y / 480.0).getLast();
  }

  private static String painted(int x, int y) {
    return """
    (() => {
      const canvas = document.querySelector('#panel-live .overlay');
      return canvas.clientWidth > 0 && canvas.getContext('2d').getImageData(
          %d / 640 * canvas.width, %d / 480 * canvas.height, 1, 1).data[3] > 0;
    })()"""
        .formatted(x, y);
  }
}
