package liviano.train.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import javax.imageio.ImageIO;
import liviano.cli.CommandContext;
import liviano.cli.GlobalOptions;
import liviano.cli.output.Console;
import liviano.cli.output.Terminal;
import liviano.graph.Graph;
import liviano.model.Model;
import liviano.model.ModelCard;
import liviano.model.Preprocessing;
import liviano.model.VisionTask;
import liviano.train.network.InitialWeights;
import liviano.train.run.RunSummary;
import liviano.vision.ImageSegmenter;
import liviano.vision.ObjectDetector;
import liviano.vision.Picture;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import liviano.zoo.layers.Norm;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The verbs that train detectors and segmenters, from their words to a model. */
@Tag("libtorch")
@Timeout(300)
class TrainOtherTasksTest {
  private static final int SIDE = 96;
  private static final int PICTURES = 8;

  @TempDir private Path folder;

  private static String train(Object... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Console console =
        new Console(
            new ByteArrayInputStream(new byte[0]), out, err, Terminal.none(StandardCharsets.UTF_8));
    CommandContext context = new CommandContext(console, new GlobalOptions(), Map.of());
    List<String> texts = new ArrayList<>();
    for (Object word : words) {
      texts.add(word.toString());
    }
    int status =
        new CommandLine(new TrainCommand(context))
            .setExecutionExceptionHandler(
                (e, _, _) -> {
                  context.report("", e);
                  return 1;
                })
            .execute(texts.toArray(String[]::new));
    console.flush();
    String said = err.toString(StandardCharsets.UTF_8);
    assertThat(status).as(said).isZero();
    return out.toString(StandardCharsets.UTF_8);
  }

  /** A classifier of the zoo that has learned nothing. */
  private Path base() throws IOException {
    Recipe recipe =
        Recipe.of("mobilenet_v2")
            .withWidth(0.35)
            .withResolution(SIDE)
            .withClasses(10)
            .withNorm(Norm.BATCH);
    Graph graph = Zoo.graph(recipe);
    ModelCard card =
        ModelCard.of(VisionTask.CLASSIFICATION, "untaught", Preprocessing.tensorflow(SIDE, SIDE));
    Path file = folder.resolve("base.safetensors");
    new Model(graph, InitialWeights.of(graph, 1), card, Optional.of(recipe)).save(file);
    return file;
  }

  private static void square(BufferedImage image, int x, int y, Color colour) {
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(colour);
    graphics.fillRect(x, y, 40, 40);
    graphics.dispose();
  }

  /** As PASCAL VOC writes boxes and masks: a square of a class of its own in each picture. */
  private Path data() throws IOException {
    Path data = folder.resolve("voc");
    for (String name :
        List.of("Annotations", "JPEGImages", "SegmentationClass", "ImageSets/Main")) {
      Files.createDirectories(data.resolve(name));
    }
    Random random = new Random(2);
    List<String> names = new ArrayList<>();
    for (int i = 0; i < PICTURES; i++) {
      String name = "picture" + i;
      names.add(name);
      int x = random.nextInt(SIDE - 40);
      int y = random.nextInt(SIDE - 40);
      BufferedImage picture = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
      square(picture, x, y, i % 2 == 0 ? Color.RED : Color.GREEN);
      ImageIO.write(picture, "jpg", data.resolve("JPEGImages/" + name + ".jpg").toFile());
      byte[] palette = {0, (byte) 128};
      BufferedImage mask =
          new BufferedImage(
              SIDE,
              SIDE,
              BufferedImage.TYPE_BYTE_INDEXED,
              new IndexColorModel(8, 2, palette, new byte[2], new byte[2]));
      for (int at = 0; at < 1600; at++) {
        mask.getRaster().setSample(x + at % 40, y + at / 40, 0, 1);
      }
      ImageIO.write(mask, "png", data.resolve("SegmentationClass/" + name + ".png").toFile());
      Files.writeString(
          data.resolve("Annotations/" + name + ".xml"),
          String.format(
              Locale.ROOT,
              "<annotation><filename>%s.jpg</filename><size><width>%d</width><height>%d</height>"
                  + "<depth>3</depth></size><object><name>%s</name><difficult>0</difficult>"
                  + "<bndbox><xmin>%d</xmin><ymin>%d</ymin><xmax>%d</xmax><ymax>%d</ymax></bndbox>"
                  + "</object></annotation>",
              name,
              SIDE,
              SIDE,
              i % 2 == 0 ? "red" : "green",
              x + 1,
              y + 1,
              x + 40,
              y + 40));
    }
    Files.write(data.resolve("ImageSets/Main/train.txt"), names.subList(0, 6));
    Files.write(data.resolve("ImageSets/Main/val.txt"), names.subList(6, 7));
    Files.write(data.resolve("ImageSets/Main/test.txt"), names.subList(7, PICTURES));
    Files.write(data.resolve("train.txt"), names);
    return data;
  }

  @Test
  void aDetectorOfTheDatasClasses() throws IOException {
    Path data = data();
    Path run = folder.resolve("run");
    String out =
        train(
            "detection",
            "--data",
            data,
            "--base",
            base(),
            "--to",
            run,
            "--epochs",
            "1",
            "--batch",
            "3");
    assertThat(out)
        .containsPattern("validation AP50 [01]\\.\\d{4}, of epoch \\d")
        .containsPattern("test AP50 [01]\\.\\d{4}, AP [01]\\.\\d{4} on 1 picture, as it is used");
    Model best = Model.load(run.resolve("best.safetensors"));
    assertThat(best.card().labels()).endsWith("green", "red");
    ObjectDetector.of(best).detect(Picture.read(data.resolve("JPEGImages/picture0.jpg")));
    assertThat(RunSummary.read(run).rows()).hasSize(3);
    assertThat(run.resolve("report.html"))
        .content()
        .contains("AP of each class, on the test part", "What it finds", "data:image/jpeg");
    assertThat(run.resolve("last.safetensors")).exists();
    assertThat(train("--resume", run, "--no-pictures")).contains("validation AP50");
    assertThat(run.resolve("report.html")).content().doesNotContain("data:image/jpeg");
  }

  @Test
  void aSegmenterOfTheClassesOfVoc() throws IOException {
    Path data = data();
    Path run = folder.resolve("run");
    String out =
        train(
            "segmentation",
            "--data",
            data,
            "--base",
            base(),
            "--to",
            run,
            "--epochs",
            "1",
            "--batch",
            "3",
            "--resolution",
            "65",
            "--validation",
            "0.3");
    assertThat(out).containsPattern("validation mIoU [01]\\.\\d{4}, of epoch \\d");
    Model best = Model.load(run.resolve("best.safetensors"));
    assertThat(best.card().labels()).hasSize(21);
    ImageSegmenter.of(best).segment(Picture.read(data.resolve("JPEGImages/picture0.jpg")));
    assertThat(run.resolve("report.html")).exists();
  }
}
