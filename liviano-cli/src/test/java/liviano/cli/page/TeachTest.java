package liviano.cli.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.FilePayload;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import liviano.graph.Graph;
import liviano.model.Model;
import liviano.model.ModelCard;
import liviano.model.Preprocessing;
import liviano.model.RandomWeights;
import liviano.model.VisionTask;
import liviano.server.LivianoServer;
import liviano.vision.ImageClassifier;
import liviano.vision.Picture;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import liviano.zoo.layers.Norm;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Teaching two classes in the page, from dropped pictures to a model file. All answers are the
 * server's; the base is small and its weights are random, which is enough to tell red from blue.
 */
@InBrowser
class TeachTest {
  private static final int SIDE = 64;
  private static LivianoServer server;

  private Visit visit;

  @BeforeAll
  static void start() throws IOException {
    Recipe recipe =
        Recipe.of("mobilenet_v2")
            .withWidth(0.25)
            .withResolution(64)
            .withClasses(4)
            .withNorm(Norm.FOLDED);
    Graph graph = Zoo.graph(recipe);
    ModelCard card =
        ModelCard.of(VisionTask.CLASSIFICATION, "Tiny", Preprocessing.tensorflow(64, 64))
            .withLabels(List.of("ant", "bee", "cat", "dog"));
    Model base = new Model(graph, RandomWeights.of(graph, 7), card, Optional.of(recipe));
    server = LivianoServer.builder().model("tiny", base).teach(true).start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void enter(Chromium chromium) {
    visit = chromium.visit(Visit.Look.LIGHT);
    visit.open(server.address(), "teach");
  }

  @AfterEach
  void leave() {
    visit.close();
  }

  @Test
  void teachesTwoClassesFromDroppedPictures(@TempDir Path folder) throws IOException {
    Locator teach = visit.find("[data-teach]");
    assertThat(teach).isDisabled();
    visit.find(".class-name").nth(0).fill("Red \"hot\" ñ");
    visit.find(".class-name").nth(1).fill("Blue");
    visit.drop(".class-card >> nth=0", pictures(Color.RED, 1, 12));
    assertThat(visit.find(".class-card").nth(0)).containsText("12 pictures");
    assertThat(visit.find("#teach-need")).containsText("at least two classes");
    visit.drop(".class-card >> nth=1", pictures(Color.BLUE, 2, 12));
    assertThat(visit.find("#teach-need")).hasText("24 pictures to learn from.");
    teach.click();

    assertThat(visit.find(".accuracy")).hasText("100% right");
    assertThat(visit.find(".outcome > .hint"))
        .hasText(Pattern.compile("Measured on \\d+ of your pictures .* between \\d+% and \\d+%.*"));
    assertThat(visit.find(".confusion thead th")).hasText(new String[] {"Blue", "Red \"hot\" ñ"});
    assertThat(visit.find(".confusion tbody td")).hasCount(4);
    requireCellsShowTheirPictures();

    visit
        .page()
        .locator(".tryout input[type=file]")
        .setInputFiles(new FilePayload("new.png", "image/png", picture(Color.BLUE, 99)));
    assertThat(visit.find(".tryout .bars .row-name").first()).hasText("Blue");
    visit.find("[data-try=live]").click();
    assertThat(visit.find(".tryout .live-stage")).isVisible();
    visit.find("[data-try=live]").click();

    Download file = visit.page().waitForDownload(() -> visit.find("[data-teach-download]").click());
    Path saved = folder.resolve("taught.safetensors");
    file.saveAs(saved);
    Model taught = Model.load(saved);
    assertThat(taught.card().labels()).containsExactly("Blue", "Red \"hot\" ñ");
    assertThat(
            ImageClassifier.of(taught)
                .classify(Picture.read(picture(Color.RED, 98)))
                .getFirst()
                .label())
        .isEqualTo("Red \"hot\" ñ");

    visit.tab("classify");
    String name = file.suggestedFilename().replace(".safetensors", "");
    visit.find("#model-classify").selectOption(name);
    visit.sample("kitchen");
    assertThat(visit.find(".bars .row-name")).hasCount(2);
  }

  /** The pictures come from the page: nothing is sent for them. */
  private void requireCellsShowTheirPictures() {
    List<String> asked = new ArrayList<>();
    visit.page().onRequest(request -> asked.add(request.url()));
    Locator cells = visit.find(".confusion .cell");
    assertThat(cells).hasCount(2);
    int red = Integer.parseInt(cells.last().textContent());
    cells.last().click();
    assertThat(cells.last()).hasAttribute("aria-pressed", "true");
    assertThat(visit.find(".cell-pictures p"))
        .containsText("Red \"hot\" \u00f1 taken for Red \"hot\" \u00f1: " + red + " picture");
    Locator shown = visit.find(".cell-picture");
    assertThat(shown).hasCount(red);
    for (int i = 0; i < red; i++) {
      assertThat(shown.nth(i)).hasJSProperty("naturalWidth", SIDE);
      assertThat(shown.nth(i)).hasAttribute("alt", Pattern.compile("picture-\\d+\\.png"));
    }
    Object colours =
        shown.evaluateAll(
            """
            (images) => images.map((image) => {
              const canvas = document.createElement('canvas');
              canvas.width = canvas.height = 1;
              const pen = canvas.getContext('2d');
              pen.drawImage(image, 0, 0, 1, 1);
              const [r, , b] = pen.getImageData(0, 0, 1, 1).data;
              return r > b;
            })""");
    assertThat((List<?>) colours).allMatch(Boolean.TRUE::equals);
    cells.last().click();
    assertThat(visit.find(".cell-picture")).hasCount(0);
    assertThat(asked).allMatch(address -> address.startsWith("blob:"));
  }

  @Test
  void recordsPicturesFromTheCamera() {
    Locator first = visit.find(".class-card").nth(0);
    first.locator(".record").click();
    assertThat(first.locator(".viewfinder")).isVisible();
    assertThat(first.locator(".thumb").nth(2)).isVisible();
    first.locator(".record").click();
    assertThat(first.locator(".viewfinder")).isHidden();
    int recorded = first.locator(".thumb").count();
    first.locator(".thumb").first().click();
    assertThat(first.locator(".thumb")).hasCount(recorded - 1);
  }

  @Test
  void asksForNamesThatDiffer() {
    visit.find(".class-name").nth(0).fill("Cat");
    visit.find(".class-name").nth(1).fill("Cat");
    assertThat(visit.find("#teach-need")).hasText("Two classes have the same name.");
    visit.find(".class-name").nth(1).fill("");
    assertThat(visit.find("#teach-need")).hasText("Give each class a name.");
    visit.find(".add-class").click();
    assertThat(visit.find(".class-name").nth(2)).isFocused();
  }

  @Test
  void saysThatPicturesStayHere() {
    assertThat(visit.find("footer")).containsText("Pictures stay on this machine.");
  }

  private static Map<String, byte[]> pictures(Color colour, int seed, int count)
      throws IOException {
    Map<String, byte[]> pictures = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      pictures.put("picture-" + i + ".png", picture(colour, seed * 1000L + i));
    }
    return pictures;
  }

  /** Grey blots on a colour; each picture has others. */
  private static byte[] picture(Color colour, long seed) throws IOException {
    Random random = new Random(seed);
    BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = image.createGraphics();
    pen.setColor(colour);
    pen.fillRect(0, 0, SIDE, SIDE);
    for (int i = 0; i < 4; i++) {
      int grey = 60 + random.nextInt(140);
      pen.setColor(new Color(grey, grey, grey));
      pen.fillOval(random.nextInt(56), random.nextInt(56), 6 + random.nextInt(10), 12);
    }
    pen.dispose();
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(image, "png", png);
    return png.toByteArray();
  }
}
