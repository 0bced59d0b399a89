package liviano.paper;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;
import liviano.cli.Cli;
import liviano.formats.onnx.OnnxWriter;
import liviano.graph.Graph;
import liviano.model.Model;
import liviano.model.ModelCard;
import liviano.model.Preprocessing;
import liviano.model.RandomWeights;
import liviano.model.VisionTask;
import liviano.vision.Picture;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import liviano.zoo.layers.Norm;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** Whatever country the user is in, every byte that is written is the same. */
@ResourceLock(Resources.LOCALE)
class LocalesTest {
  /** Other digits, other letters for I, a comma for the point, another calendar. */
  private static final List<String> LOCALES =
      List.of(
          "fa", "ar-EG", "bn", "mr", "ne", "my", "ckb", "tr", "de", "th-TH-u-nu-thai-ca-buddhist");

  @TempDir private Path folder;
  private final Locale before = Locale.getDefault();

  @AfterEach
  void restore() {
    Locale.setDefault(before);
  }

  @Test
  void everythingWrittenIsTheSameEverywhere() throws IOException {
    Path model = save(folder.resolve("tiny.safetensors"));
    Path picture = picture(folder.resolve("gradient.png"));
    Locale.setDefault(Locale.ENGLISH);
    SequencedMap<String, String> expected = everything(model, picture);
    assertThat(expected).allSatisfy((_, text) -> assertThat(text).isNotEmpty());
    for (String tag : LOCALES) {
      Locale.setDefault(Locale.forLanguageTag(tag));
      SequencedMap<String, String> found = everything(model, picture);
      found.forEach(
          (what, text) -> assertThat(text).as(tag + ": " + what).isEqualTo(expected.get(what)));
      assertThat(found.keySet()).as(tag).isEqualTo(expected.keySet());
    }
  }

  /** Output of each command line, and files by their names, as Latin-1 so that any byte counts. */
  private SequencedMap<String, String> everything(Path model, Path picture) throws IOException {
    SequencedMap<String, String> all = new LinkedHashMap<>();
    Path out = Files.createDirectories(folder.resolve("out"));
    String m = model.toString();
    String p = picture.toString();
    run(all, "convert", m, "--force", "--to", out.resolve("copy.safetensors").toString());
    run(all, "classify", "--model", m, "--json", p);
    run(all, "classify", "--model", m, p);
    run(all, "embed", "--model", m, "--json-lines", p);
    run(all, "explain", "--model", m, "--top", "3", "--out", out.toString(), p);
    run(all, "summary", "mobilenet_v2", "--width", "0.35", "--csv");
    run(all, "summary", "mobilenet_v2", "--json");
    run(all, "summary", "mobilenet_v2", "--svg", out.resolve("summary.svg").toString());
    run(all, "figure", "mac-accuracy", "--out", out.resolve("accuracy.svg").toString());
    run(all, "figure", "blocks", "--out", out.resolve("blocks.svg").toString());
    run(all, "table", "classification", "--csv");
    run(all, "table", "classification");
    run(all, "--help");
    run(all, "classify", "--top", "x", p);
    run(all, "classify", "--model", m, folder.resolve("none.png").toString());
    Graph graph = Model.load(model).graph();
    OnnxWriter.write(graph, Model.load(model).weights(), out.resolve("model.onnx"));
    try (Stream<Path> files = Files.list(out)) {
      for (Path file : files.sorted().toList()) {
        all.put(file.getFileName().toString(), latin1(Files.readAllBytes(file)));
      }
    }
    return all;
  }

  private static void run(Map<String, String> all, String... line) {
    Cli.Outcome outcome = Cli.piped().run(line);
    all.put(String.join(" ", line), outcome.status() + "\n" + outcome.out() + outcome.err());
  }

  private static String latin1(byte[] bytes) {
    return new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
  }

  private static Path save(Path file) throws IOException {
    Recipe recipe =
        Recipe.of("mobilenet_v2")
            .withWidth(0.1)
            .withResolution(32)
            .withClasses(1234)
            .withNorm(Norm.FOLDED);
    Graph graph = Zoo.graph(recipe);
    ModelCard card =
        ModelCard.of(VisionTask.CLASSIFICATION, "I, tiny", Preprocessing.tensorflow(32, 32));
    new Model(graph, RandomWeights.of(graph, 7), card, Optional.of(recipe)).save(file);
    return file;
  }

  private static Path picture(Path file) throws IOException {
    byte[] rgb = new byte[3 * 64 * 48];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (i / 37);
    }
    Picture.ofRgb(64, 48, rgb).write(file);
    return file;
  }
}
