package liviano.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import liviano.cli.Cli;
import liviano.cli.commands.TinyDetector;
import liviano.cli.commands.TinyModel;
import liviano.cli.commands.TinySegmenter;
import liviano.cli.shapes.HeldShapes;
import liviano.json.Json;
import liviano.json.JsonValue;
import liviano.paper.tables.PaperTable;
import liviano.vision.eval.ClassMask;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What docs/compatibility.md promises of the command's JSON: each verb that has it is run, and the
 * shape of its answer held. Verbs of other modules are held by their own tests.
 */
class JsonShapesTest {
  private static final HeldShapes SHAPES = HeldShapes.of(JsonShapesTest.class);
  private static final Pattern NAME = Pattern.compile("\\{(\\w+)}");
  private static final int PICTURES = 4;

  /** The name of a shape and the line that gives it; what stands in braces is a file. */
  private static final String LINES =
      """
      classify             : classify --model {classifier} --json {picture}
      classify-lines       : classify --model {classifier} --json-lines {picture}
      detect               : detect --model {detector} --json --out {out} {picture}
      segment              : segment --model {segmenter} --json --mask rle --out {out} {picture}
      embed                : embed --model {classifier} --json {picture}
      explain              : explain --model {classifier} --json --out {out} {picture}
      run                  : run --model {classifier} --input {picture} --json
      eval-classification  : eval classification --model {classifier} --images {images} --labels {labels} --json
      eval-folders         : eval classification --model {classifier} --images {classes} --json
      eval-detection       : eval detection --model {detector} --images {images} --annotations {boxes} --json
      eval-segmentation    : eval segmentation --model {segmenter} --voc {voc} --list {list} --json
      bench                : bench --model {classifier} --seconds 0.01 --json
      bench-profile        : bench --model {classifier} --seconds 0.01 --profile --json
      doctor               : doctor --json
      models               : models --json
      models-list          : models list --json
      models-show          : models show mobilenet_v2_torchvision_v2 --json
      models-show-installed: models show tiny --json
      quantize             : quantize --model {classifier} --calibrate {images} --to {out}/q.safetensors --report --json
      similar              : similar {picture} {images} --model {classifier} --json
      similar-duplicates   : similar --duplicates {images} --model {classifier} --json
      teach                : teach {classes} --to {out}/taught.safetensors --base {classifier} --json
      summary              : summary mobilenet_v2 --json
      summary-model        : summary --model {classifier} --json
      lab-convolution      : lab convolution --json
      lab-separable        : lab separable --height 9 --width 9 --in 8 --out-channels 8 --seconds 0.01 --json
      lab-separable-example: lab separable --example --json
      lab-manifold         : lab manifold --channels 2,9 --points 30 --matrices 3 --json
      lab-manifold-network : lab manifold --network --model {classifier} --images {images} --json
      lab-memory           : lab memory --block 2 --resolution 32 --seconds 0.01 --json
      lab-activations      : lab activations --model {classifier} --untrained --json {images}
      lab-relu6            : lab relu6 --model {classifier} --json {images}
      lab-bottleneck       : lab bottleneck --model {classifier} --data {data} --json
      lab-class-map        : lab class-map --model {classifier} --json {picture}
      lab-quantization     : lab quantization --model {classifier} --data {data} --json
      """;

  @TempDir private static Path folder;
  private static final Map<String, Path> FILES = new HashMap<>();

  /** A shape's name, and the words of the line that gives it. */
  record Line(String name, List<String> words) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Line> lines() {
    return Stream.concat(
        LINES
            .lines()
            .map(line -> line.split(":", 2))
            .map(parts -> new Line(parts[0].strip(), List.of(parts[1].strip().split(" ")))),
        Arrays.stream(PaperTable.values())
            .map(table -> new Line("table-" + table.id(), List.of("table", table.id(), "--json"))));
  }

  @BeforeAll
  static void makeFiles() throws IOException {
    Path home = Files.createDirectory(folder.resolve("home"));
    put("home", home);
    put("classifier", TinyModel.save(home.resolve("tiny.safetensors")));
    put("detector", TinyDetector.save(folder.resolve("detector.safetensors")));
    put("segmenter", TinySegmenter.save(folder.resolve("segmenter.safetensors")));
    put("out", Files.createDirectory(folder.resolve("out")));
    Path data = put("data", Files.createDirectory(folder.resolve("data")));
    Path images = put("images", Files.createDirectory(data.resolve("images")));
    StringBuilder classes = new StringBuilder("file,class_0_to_4\n");
    for (int i = 0; i < PICTURES; i++) {
      TinyModel.picture(images.resolve(i + ".png"), 50 - i, 40, i);
      classes.append(String.format(Locale.ROOT, "%d.png,%d%n", i, i % 2));
    }
    Files.copy(images.resolve("0.png"), images.resolve("copy.png"));
    classes.append("copy.png,0\n");
    put("labels", Files.writeString(data.resolve("labels.csv"), classes));
    put("picture", images.resolve("1.png"));
    put("boxes", Files.writeString(folder.resolve("boxes.json"), boxes()));
    classFolders(put("classes", folder.resolve("classes")));
    voc(put("voc", folder.resolve("voc")));
    put("list", Files.writeString(folder.resolve("val.txt"), "a\n"));
  }

  private static Path put(String name, Path file) {
    FILES.put(name, file);
    return file;
  }

  /** One ant a picture, at the same place. */
  private static String boxes() {
    StringBuilder pictures = new StringBuilder();
    StringBuilder objects = new StringBuilder();
    for (int i = 0; i < PICTURES; i++) {
      String comma = i == 0 ? "" : ",";
      pictures.append(
          String.format(
              Locale.ROOT,
              "%s{\"id\":%d,\"file_name\":\"%d.png\",\"width\":%d,\"height\":40}",
              comma,
              i,
              i,
              50 - i));
      objects.append(
          String.format(
              Locale.ROOT,
              "%s{\"id\":%d,\"image_id\":%d,\"category_id\":1,\"bbox\":[5,5,20,20],\"area\":400,"
                  + "\"iscrowd\":0}",
              comma,
              i,
              i));
    }
    return String.format(
        Locale.ROOT,
        "{\"images\":[%s],\"annotations\":[%s],\"categories\":[{\"id\":1,\"name\":\"ant\"}]}",
        pictures,
        objects);
  }

  /** Two classes that the classifier has, told apart by their colour. */
  private static void classFolders(Path root) throws IOException {
    Map<String, Color> colours = Map.of("ant", Color.RED, "bee", Color.BLUE);
    for (Map.Entry<String, Color> colour : colours.entrySet()) {
      Path of = Files.createDirectories(root.resolve(colour.getKey()));
      for (int i = 0; i < PICTURES; i++) {
        Path noise = TinyModel.picture(of.resolve(i + ".png"), 40, 36, 10 + i);
        BufferedImage image = ImageIO.read(noise.toFile());
        Graphics2D pen = image.createGraphics();
        pen.setColor(colour.getValue());
        pen.fillRect(0, 0, 40, 30);
        pen.dispose();
        ImageIO.write(image, "png", noise.toFile());
      }
    }
  }

  /** One picture, half of it background and half of it ant. */
  private static void voc(Path root) throws IOException {
    Files.createDirectories(root.resolve("JPEGImages"));
    Files.createDirectories(root.resolve("SegmentationClass"));
    TinyModel.picture(root.resolve("JPEGImages/a.jpg"), 60, 50, 3);
    byte[] truth = new byte[60 * 50];
    Arrays.fill(truth, 0, truth.length / 2, (byte) 1);
    ClassMask.of(60, 50, truth).write(root.resolve("SegmentationClass/a.png"));
  }

  @ParameterizedTest
  @MethodSource("lines")
  void whatProgramsReadStaysAsItIs(Line line) throws IOException {
    String[] words = line.words().stream().map(JsonShapesTest::named).toArray(String[]::new);
    Cli.Outcome outcome = Cli.piped().with("LIVIANO_HOME", FILES.get("home").toString()).run(words);
    assertThat(outcome.status()).as(outcome.err()).isZero();
    JsonValue document = Json.parse(outcome.out());
    SHAPES.hold(line.name(), document);
  }

  private static String named(String word) {
    return NAME.matcher(word).replaceAll((MatchResult name) -> FILES.get(name.group(1)).toString());
  }

  @Test
  void noVerbIsForgotten() {
    List<String> verbs =
        Stream.concat(Cli.verbsWith("--json").stream(), Cli.verbsWith("--json-lines").stream())
            .distinct()
            .toList();
    assertThat(verbs).hasSizeGreaterThan(25);
    TreeSet<String> run = new TreeSet<>();
    for (Line line : lines().toList()) {
      String words = String.join(" ", line.words()) + " ";
      verbs.stream()
          .filter(verb -> words.startsWith(verb + " "))
          .max(Comparator.comparing(String::length))
          .ifPresent(run::add);
    }
    assertThat(run).containsExactlyInAnyOrderElementsOf(verbs);
  }
}
