package liviano.paper.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import liviano.cli.Cli;
import liviano.cli.ExitStatus;
import liviano.json.Json;
import liviano.json.JsonObject;
import liviano.kernels.Providers;
import liviano.paper.plot.Pictures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LabCommandTest {
  @TempDir Path folder;

  @Test
  void theWorkedExampleIsPrintedNumberByNumber() {
    Cli.Outcome outcome = Cli.piped().run("lab", "convolution");

    assertThat(outcome.status()).isZero();
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out().lines().map(line -> line.replaceAll(" +", " ")))
        .contains(
            "0 0 0 0 0 0 1 0 -1 -1.2 -0.6 0.6 1.2",
            "0 0 0.6 1.2 0.6 1.2 0.15 0.75 0 0.6",
            "0 0.6 0 1.2 1.2 1.2 0.60 0.45 0 0");
    assertThat(outcome.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(81));
  }

  @Test
  void aCropOfAPictureIsTheMatrixItIs() throws IOException {
    Path picture = picture(20, 10);

    JsonObject stages =
        run("lab convolution --json --crop 3,2,5,4 --kernel 2 --picture", picture.toString());

    assertThat(stages.array("input").size()).isEqualTo(4);
    for (int row = 0; row < 4; row++) {
      for (int column = 0; column < 5; column++) {
        double grey = (3 + column + 10 * (2 + row)) / 255.0;
        assertThat(stages.array("input").array(row).number(column)).isCloseTo(grey, within(1e-9));
        assertThat(stages.array("convolution").array(row).number(column))
            .isCloseTo(2 * grey, within(1e-9));
      }
    }
  }

  @Test
  void ofAPhotographOnlyTheStrongestEdgeIsShown() throws IOException {
    String file = picture(300, 20).toString();
    Cli.Outcome outcome = Cli.piped().run("lab", "convolution", "--picture", file);

    assertThat(outcome.out()).contains("20x300").contains("input, 9x9").doesNotContain("...");
    assertThat(outcome.out().lines()).hasSizeBetween(30, 80);
    Matcher crop = Pattern.compile("--crop (\\d+,\\d+,9,9)").matcher(outcome.out());
    assertThat(crop.find()).isTrue();
    Cli.Outcome part =
        Cli.piped().run("lab", "convolution", "--picture", file, "--crop", crop.group(1));
    assertThat(outcome.out()).contains(part.out().lines().skip(2).toList().subList(0, 20));
    JsonObject json = run("lab convolution --json --picture", file);
    assertThat(json.object("input").integer("columns")).isEqualTo(300);
    assertThat(json.object("convolution").number("max"))
        .isGreaterThanOrEqualTo(json.object("relu").number("mean"));
    assertThat(outcome.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(81));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "convolution",
        "manifold --channels 2,9 --points 30 --matrices 3",
        "manifold --width 1,0.5 --channels 12 --dimensions 2,5 --points 30 --matrices 3",
        "separable --height 9 --width 9 --in 8 --out-channels 8 --seconds 0.01",
        "separable --count-only",
        "separable --example",
        "memory --block 2 --resolution 32 --seconds 0.01"
      })
  void everyExperimentIsDrawnAsPngAndSvg(String experiment) throws Exception {
    Path pictures = folder.resolve("new/pictures");
    JsonObject answer = run("lab " + experiment + " --json --out", pictures.toString());

    List<String> written = answer.array("written").strings();
    assertThat(written).hasSizeGreaterThanOrEqualTo(2);
    try (var files = Files.list(pictures)) {
      assertThat(files.map(Path::toString)).containsExactlyInAnyOrderElementsOf(written);
    }
    for (String file : written) {
      if (file.endsWith(".png")) {
        BufferedImage image = ImageIO.read(Path.of(file).toFile());
        assertThat(image.getRGB(0, 0)).isNotZero();
        assertThat(colours(image)).as(file).isGreaterThan(1);
      } else {
        assertThat(root(Path.of(file))).isEqualTo("svg");
      }
    }
  }

  @Test
  void aWholePictureIsDrawnAsPixels() throws IOException {
    run("lab convolution --json --picture", picture(300, 200).toString(), "--out", folder + "/out");

    BufferedImage map = ImageIO.read(folder.resolve("out/input.png").toFile());
    assertThat(map.getWidth()).isEqualTo(2 * 300);
    assertThat(folder.resolve("out/input.svg")).content().contains("data:image/png;base64,");
  }

  @Test
  void aSeparableConvolutionIsShownNumberByNumber() {
    Cli.Outcome outcome = Cli.piped().run("lab", "separable", "--example");

    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(outcome.out())
        .contains("depthwise kernel 2, 3x3", "pointwise weights, 3x2", "output 3, 2x2")
        .contains("216 multiply-adds instead of 96. Both give 2x2x3");
    assertThat(outcome.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(81));
    JsonObject json = run("lab separable --example --json");
    assertThat(json.array("output").size()).isEqualTo(3);
  }

  @Test
  void noRunOverwritesAnEarlierOnes() throws IOException {
    String line = "lab convolution --json --out " + folder.resolve("runs");
    List<String> first = run(line).array("written").strings();
    byte[] bytes = Files.readAllBytes(folder.resolve("runs/overview.png"));

    List<String> second = run(line + " --kernel blur").array("written").strings();
    List<String> third = run(line).array("written").strings();
    run("lab separable --count-only --json --out " + folder.resolve("runs"));

    assertThat(first).contains(folder.resolve("runs/overview.png").toString());
    assertThat(second).contains(folder.resolve("runs/2/overview.png").toString());
    assertThat(third).contains(folder.resolve("runs/3/overview.png").toString());
    assertThat(folder.resolve("runs/overview.png")).hasBinaryContent(bytes);
    assertThat(folder.resolve("runs/ratio.svg")).as("another experiment's own").exists();
  }

  @Test
  void manifoldsRepeatWithTheirSeed() {
    String line = "lab manifold --channels 3 --points 50 --matrices 5 --seed ";

    assertThat(run(line + 7, "--json")).isEqualTo(run(line + 7, "--json"));
    assertThat(run(line + 7, "--json")).isNotEqualTo(run(line + 8, "--json"));
  }

  @Test
  void lossShrinksAsChannelsGrow() {
    List<JsonObject> losses =
        run("lab manifold --points 80 --matrices 60", "--json").array("losses").objects();

    assertThat(losses).hasSize(5);
    for (int i = 1; i < losses.size(); i++) {
      assertThat(losses.get(i).number("error")).isLessThan(losses.get(i - 1).number("error"));
      assertThat(losses.get(i).number("collapsed"))
          .isLessThanOrEqualTo(losses.get(i - 1).number("collapsed"));
    }
  }

  @Test
  void narrowingCostsWhatTheManifoldNeeds() {
    List<JsonObject> widths =
        run("lab manifold --width --points 40 --matrices 4", "--json").array("widths").objects();

    assertThat(widths.stream().map(w -> w.integer("channels")))
        .containsExactly(128, 96, 64, 32, 16);
    JsonObject quarter = widths.get(3);
    assertThat(quarter.array("losses").object(0).number("invertible")).isGreaterThan(0.99);
    assertThat(quarter.array("losses").object(2).number("invertible")).isLessThan(0.01);
  }

  @Test
  void separableNamesKernelsAndCountsExactly() {
    JsonObject answer =
        run("lab separable --height 14 --width 14 --in 16 --seconds 0.01", "--json");

    assertThat(answer.object("standard").longInteger("multiplyAdds"))
        .isEqualTo(14L * 14 * 16 * 128 * 9);
    assertThat(answer.object("separable").longInteger("multiplyAdds"))
        .isEqualTo(14L * 14 * 16 * (9 + 128));
    assertThat(answer.object("standard").string("kernels")).isNotEmpty();
    assertThat(answer.number("ratio")).isCloseTo(1 / (1 / 128.0 + 1 / 9.0), within(1e-9));
    assertThat(answer.number("timeRatio")).isPositive();
  }

  @Test
  void thePictureOfMemoryHasItsStripsToo(@TempDir Path out) throws Exception {
    run("lab memory --resolution 64 --seconds 0.01 --json --out", out.toString());
    boolean fuses = Providers.nativeCodeUnavailable().isEmpty();
    assertThat(Pictures.words(out.resolve("memory.svg")))
        .contains(
            "Block 1 of MobileNetV2 in t groups of channels"
                + (fuses ? ", and in strips of rows" : ""));
  }

  @Test
  void memoryTimesStripsWhereTheKernelsFuse() {
    Cli.Outcome outcome = Cli.piped().run("lab memory --resolution 64 --seconds 0.01".split(" "));

    assertThat(outcome.out())
        .contains("Block 1 of MobileNetV2: 32x32x16 -> 32x32x96 -> 16x16x96 -> 16x16x24")
        .contains("Channels, t = 5")
        .contains("Strips of rows");
    if (Providers.nativeCodeUnavailable().isPresent()) {
      assertThat(outcome.out()).contains("Strips have a formula only");
    } else {
      assertThat(outcome.out()).containsPattern("Strips of rows +[0-9,]+ KiB +[0-9,]+ KiB +[0-9]");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          lab                                         | say which experiment: liviano lab convolution,
          lab convolution --kernel 1,2;3              | --kernel: not a matrix: row 1 has 2 numbers, row 2 has 1
          lab convolution --kernel emboss             | --kernel: not a matrix: 'emboss' in row 1, column 1
          lab convolution --crop 1,2,3,4              | --crop needs a --picture
          lab convolution --picture p --crop 1,2      | --crop: expected four whole numbers X,Y,W,H
          lab convolution --picture p --crop 1,1,0,1  | --crop: region 0x1 at (1, 1)
          lab manifold --channels 0                   | channels must be from 1 to 4096, are 0
          lab manifold --channels -3                  | channels must be from 1 to 4096, are -3
          lab manifold --channels 99999               | channels must be from 1 to 4096
          lab manifold --matrices 0                   | matrices must be from 1 to 1000000, are 0
          lab manifold --matrices 1000000             | 1000000 matrices, 200 points and 2 channels take
          lab manifold --points 1                     | points must be from 2 to 16384, are 1
          lab manifold --dimensions 3                 | --dimensions goes with --width
          lab manifold --width 0                      | --width: multipliers are above 0
          lab manifold --width NaN                    | --width: multipliers are above 0
          lab manifold --width 1 --dimensions 0       | dimensions must be from 1 to 4096, are 0
          lab manifold --width 1 --channels 0         | channels must be from 1 to 4096, are 0
          lab manifold --width 1 --channels 3,4       | --channels: with --width one number
          lab separable --in 0                        | in must be from 1 to 16384, is 0
          lab separable --kernel 99999                | kernel must be from 1 to 16384, is 99999
          lab separable --in 16384 --out-channels 16384 --height 16384 | this is too much to time
          lab separable --seconds 0                   | --seconds must be from 0.01 to 600, is 0.0
          lab memory --block 0                        | the block must be from 1 to 16, is 0
          lab memory --block 17                       | the block must be from 1 to 16, is 17
          lab memory --width 99                       | width must be from 0.01 to 16, is 99.0
          lab memory --resolution 16000               | layer stem.conv: shape
          lab memory --seconds -1                     | --seconds must be from 0.01 to 600, is -1.0
          """)
  void misuseIsOneLine(String line, String message) {
    Cli.Outcome outcome = Cli.piped().run(line.split(" "));

    assertThat(outcome.err()).startsWith("liviano: " + message).hasLineCount(1);
    assertThat(outcome.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(outcome.out()).isEmpty();
  }

  @Test
  void aPictureThatIsNoneIsOneLine() throws IOException {
    Path empty = Files.createFile(folder.resolve("empty.png"));

    for (String file : List.of(empty.toString(), folder.resolve("none.png").toString())) {
      Cli.Outcome outcome = Cli.piped().run("lab", "convolution", "--picture", file);
      assertThat(outcome.err()).startsWith("liviano: " + file + ": ").hasLineCount(1);
      assertThat(outcome.status()).isEqualTo(ExitStatus.FAILED);
      assertThat(outcome.out()).isEmpty();
    }
  }

  @Test
  void aPictureThatIsTooSmallOrACropBeyondItIsOneLine() throws IOException {
    String picture = picture(4, 3).toString();

    Cli.Outcome small = Cli.piped().run("lab", "convolution", "--picture", picture);
    assertThat(small.err()).contains("a map of 1x2 is too small for 2x2 pooling").hasLineCount(1);
    Cli.Outcome beyond =
        Cli.piped().run("lab", "convolution", "--picture", picture, "--crop", "2,0,3,3");
    assertThat(beyond.err())
        .contains("a crop of 3x3 at (2, 0) reaches beyond the picture of 4x3 pixels")
        .hasLineCount(1);
  }

  @Test
  void aFolderThatIsAFileIsKnownBeforeTheWork() throws IOException {
    Path file = Files.createFile(folder.resolve("taken"));

    Cli.Outcome outcome = Cli.piped().run("lab", "manifold", "--out", file.toString());

    assertThat(outcome.status()).isEqualTo(ExitStatus.FAILED);
    assertThat(outcome.err())
        .isEqualTo(String.format(Locale.ROOT, "liviano: %s: not a folder%n", file));
  }

  private static JsonObject run(String line, String... more) {
    List<String> words = new ArrayList<>(List.of(line.split(" ")));
    words.addAll(List.of(more));
    Cli.Outcome outcome = Cli.piped().run(words.toArray(String[]::new));
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.status()).isZero();
    return Json.parse(outcome.out()).asObject();
  }

  /** A grey picture whose samples are {@code x + 10 y}, modulo 256. */
  private Path picture(int width, int height) throws IOException {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, 0x010101 * (x + 10 * y & 0xFF));
      }
    }
    Path file = folder.resolve(String.format(Locale.ROOT, "picture-%dx%d.png", width, height));
    ImageIO.write(image, "png", file.toFile());
    return file;
  }

  /** The first element of an XML file, whose DTD is elsewhere. */
  private static String root(Path file) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
    return factory.newDocumentBuilder().parse(file.toFile()).getDocumentElement().getTagName();
  }

  private static long colours(BufferedImage image) {
    return Arrays.stream(
            image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth()))
        .distinct()
        .count();
  }
}
