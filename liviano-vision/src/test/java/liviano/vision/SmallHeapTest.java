package liviano.vision;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import liviano.LivianoException;
import liviano.graph.Graph;
import liviano.model.Model;
import liviano.model.ModelCard;
import liviano.model.Preprocessing;
import liviano.model.RandomWeights;
import liviano.model.VisionTask;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import liviano.zoo.layers.Norm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** MobileNetV2 at its full size in a JVM that has next to no memory. */
class SmallHeapTest {
  private static final int PATIENCE_SECONDS = 120;

  @TempDir Path folder;

  @Test
  void classifiesInAHeapOf24Mebibytes() throws Exception {
    Path picture = picture();
    Path model = folder.resolve("model.safetensors");
    model().save(model);
    int here =
        ImageClassifier.of(Model.load(model)).classify(Picture.read(picture)).getFirst().index();

    assertThat(inChild(model, picture)).containsExactly("" + here, "" + here);
  }

  private static Model model() {
    Recipe recipe = Recipe.of("mobilenet_v2").withNorm(Norm.FOLDED);
    Graph graph = Zoo.graph(recipe);
    ModelCard card =
        ModelCard.of(VisionTask.CLASSIFICATION, "Full", Preprocessing.tensorflow(224, 224));
    return new Model(graph, RandomWeights.of(graph, 1), card, Optional.of(recipe));
  }

  private Path picture() throws Exception {
    BufferedImage image = new BufferedImage(500, 375, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = image.createGraphics();
    pen.setPaint(new GradientPaint(0, 0, Color.ORANGE, 500, 375, Color.BLUE));
    pen.fillRect(0, 0, 500, 375);
    pen.dispose();
    Path file = folder.resolve("picture.jpg");
    assertThat(ImageIO.write(image, "jpg", file.toFile())).isTrue();
    return file;
  }

  /** The same picture twice. */
  private List<String> inChild(Path model, Path picture) throws Exception {
    Path output = folder.resolve("output.txt");
    Path errors = folder.resolve("errors.txt");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx24m",
                "-XX:MaxDirectMemorySize=32m",
                "-Djava.awt.headless=true",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath(),
                ClassifyInChild.class.getName(),
                model.toString(),
                picture.toString(),
                picture.toString())
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile())
            .start();
    boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    process.destroyForcibly();
    assertThat(ended).as("%s", Files.readString(errors)).isTrue();
    assertThat(process.exitValue()).as("%s", Files.readString(errors)).isZero();
    return Files.readAllLines(output);
  }

  /** Where the classes are, whether modules or not. */
  private static String classPath() throws URISyntaxException {
    List<String> places = new ArrayList<>();
    for (Class<?> type : List.of(Picture.class, ClassifyInChild.class, LivianoException.class)) {
      places.add(
          Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString());
    }
    return String.join(File.pathSeparator, places);
  }
}
