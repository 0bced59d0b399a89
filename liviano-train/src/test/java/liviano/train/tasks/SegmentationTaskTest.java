package liviano.train.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import liviano.graph.Graph;
import liviano.model.Model;
import liviano.model.ModelCard;
import liviano.model.Preprocessing;
import liviano.model.RandomWeights;
import liviano.model.VisionTask;
import liviano.train.data.Pictures;
import liviano.train.data.SegmentationData;
import liviano.train.loop.Evaluation;
import liviano.train.network.Mode;
import liviano.train.network.NormRule;
import liviano.train.recipe.Augmenting;
import liviano.train.recipe.TrainRecipe;
import liviano.vision.ImageSegmenter;
import liviano.vision.Picture;
import liviano.vision.eval.ClassMask;
import liviano.vision.eval.VocPicture;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("libtorch")
class SegmentationTaskTest {
  private static final int SIDE = 65;
  private static final int PICTURES = 6;
  private static final List<String> CLASSES = List.of("background", "wall");

  @TempDir private Path folder;

  /** Pictures whose lower part is a wall, from another row on in each; one row is void. */
  private List<VocPicture> pictures() throws IOException {
    Files.createDirectories(folder.resolve("masks"));
    List<VocPicture> pictures = new ArrayList<>();
    for (int i = 0; i < PICTURES; i++) {
      int from = 16 + 6 * i;
      byte[] rgb = new byte[3 * SIDE * SIDE];
      byte[] classes = new byte[SIDE * SIDE];
      for (int y = 0, place = 0; y < SIDE; y++) {
        for (int x = 0; x < SIDE; x++, place++) {
          rgb[3 * place] = (byte) (y < from ? 20 : 220);
          rgb[3 * place + 2] = (byte) (y < from ? 200 : 30);
          classes[place] = (byte) (y == from ? ClassMask.VOID : y < from ? 0 : 1);
        }
      }
      Path picture =
          Pictures.write(Picture.ofRgb(SIDE, SIDE, rgb), folder.resolve("pictures/" + i + ".png"));
      Path mask = folder.resolve("masks/" + i + ".png");
      ClassMask.of(SIDE, SIDE, classes).write(mask);
      pictures.add(new VocPicture("" + i, picture, mask));
    }
    return pictures;
  }

  private static Model backbone() {
    Recipe recipe = Recipe.of("mobilenet_v2").withWidth(0.35).withResolution(SIDE).withClasses(2);
    Graph graph = Zoo.graph(recipe);
    ModelCard card =
        ModelCard.of(VisionTask.CLASSIFICATION, "base", Preprocessing.keras(SIDE, SIDE));
    return new Model(graph, RandomWeights.of(graph, 3), card, Optional.of(recipe));
  }

  @Test
  void learnsToTellApartWhatItIsShown() throws IOException {
    List<VocPicture> pictures = pictures();
    SegmentationData data = new SegmentationData(pictures, pictures);
    TrainRecipe recipe = TrainRecipe.FINETUNE.withBatch(PICTURES).withAugmentation(Augmenting.NONE);
    TrainingOptions options =
        new TrainingOptions(
            NormRule.BATCH, false, "", false, true, false, Optional.empty(), 0, 0, 1, 1 << 24);
    SegmentationRun run = new SegmentationRun(data, CLASSES, recipe, options, 1);
    Model start = run.start(backbone(), SIDE, _ -> {});
    try (SegmentationTask task = run.task(start, Optional.empty())) {
      for (String prefix : task.headPrefixes()) {
        assertThat(task.network().parameters().keySet()).anyMatch(n -> n.startsWith(prefix));
      }
      Evaluation before = task.evaluate();
      assertThat(before.scoreName()).isEqualTo("mIoU");
      // All classes are equally likely at first.
      assertThat(before.loss()).isCloseTo(Math.log(2), within(1e-4));
      Steps.take(task, 80, 0.005, Mode.TRAINING);
      Evaluation after = task.evaluate();
      assertThat(after.loss()).isLessThan(before.loss() / 2);
      assertThat(after.score()).isGreaterThan(0.8);
      Path file = folder.resolve("segmenter.safetensors");
      task.model().save(file);
      ImageSegmenter segmenter = ImageSegmenter.of(Model.load(file));
      assertThat(segmenter.labels()).isEqualTo(CLASSES);
      assertThat(segmenter.segment(Picture.read(pictures.get(0).picture())).share(1))
          .isGreaterThan(0.5);
    }
  }
}
