package liviano.train.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import liviano.model.Model;
import liviano.train.data.DetectionData;
import liviano.train.data.Pictures;
import liviano.train.data.boxes.BoxPicture;
import liviano.train.data.boxes.TrueBox;
import liviano.train.loop.Evaluation;
import liviano.train.network.Mode;
import liviano.train.network.NormRule;
import liviano.train.recipe.Augmenting;
import liviano.train.recipe.TrainRecipe;
import liviano.vision.Box;
import liviano.vision.Detection;
import liviano.vision.ObjectDetector;
import liviano.vision.Picture;
import liviano.vision.eval.Part;
import liviano.zoo.Recipe;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("libtorch")
class DetectionTaskTest {
  private static final int SIDE = 96;
  private static final int PICTURES = 8;
  private static final List<String> CLASSES = List.of("red", "blue");

  @TempDir private Path folder;

  /** Pictures that each show a red or blue square on grey, and where it is. */
  private List<BoxPicture> pictures() throws IOException {
    SplittableRandom random = new SplittableRandom(4);
    List<BoxPicture> pictures = new ArrayList<>();
    for (int i = 0; i < PICTURES; i++) {
      int category = i % 2;
      int side = random.nextInt(36, 60);
      int top = random.nextInt(SIDE - side);
      int left = random.nextInt(SIDE - side);
      Path file = Pictures.write(square(category, top, left, side), folder.resolve(i + ".png"));
      double unit = SIDE;
      TrueBox box =
          new TrueBox(
              category,
              top / unit,
              left / unit,
              (top + side) / unit,
              (left + side) / unit,
              false,
              false);
      pictures.add(new BoxPicture(file, Part.TRAINING, Optional.empty(), true, List.of(box)));
    }
    return pictures;
  }

  private static Picture square(int category, int top, int left, int side) {
    byte[] rgb = new byte[3 * SIDE * SIDE];
    for (int y = 0, i = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++, i += 3) {
        boolean inside = y >= top && y < top + side && x >= left && x < left + side;
        for (int c = 0; c < 3; c++) {
          rgb[i + c] = (byte) (inside ? (c == 2 * category ? 255 : 0) : 128);
        }
      }
    }
    return Picture.ofRgb(SIDE, SIDE, rgb);
  }

  @Test
  void learnsToFindWhatItIsShown() throws IOException {
    List<BoxPicture> pictures = pictures();
    DetectionData data = new DetectionData(CLASSES, pictures, pictures, List.of(), List.of());
    TrainRecipe recipe = TrainRecipe.FINETUNE.withBatch(PICTURES).withAugmentation(Augmenting.NONE);
    TrainingOptions options =
        new TrainingOptions(
            NormRule.BATCH, false, "", false, false, false, Optional.empty(), 0, 0, 1, 1 << 24);
    DetectionRun run = new DetectionRun(data, recipe, options, 1);
    Recipe network = Recipe.of("ssdlite_mobilenet_v2").withWidth(0.35).withResolution(SIDE);
    try (DetectionTask task = run.task(run.start(network), Optional.empty())) {
      assertThat(task.batchesPerEpoch()).isEqualTo(1);
      assertThat(task.network().parameters().keySet())
          .anyMatch(name -> task.headPrefixes().stream().anyMatch(name::startsWith));
      Evaluation before = task.evaluate();
      assertThat(before.scoreName()).isEqualTo("AP50");
      Steps.take(task, 60, 0.02, Mode.TRAINING);
      Evaluation after = task.evaluate();
      assertThat(after.loss()).isLessThan(before.loss() / 2);
      assertThat(after.score()).isGreaterThan(0.6);
      assertThat(after.more()).containsOnlyKeys("AP", "AP75");
      finds(task.model(), pictures);
    }
  }

  /** The model that is left detects at once, read from its file too. */
  private void finds(Model model, List<BoxPicture> pictures) throws IOException {
    Path file = folder.resolve("detector.safetensors");
    model.save(file);
    ObjectDetector detector = ObjectDetector.of(Model.load(file)).withResults(1, 0.01f);
    int right = 0;
    for (BoxPicture picture : pictures) {
      Detection found = detector.detect(Picture.read(picture.file())).getFirst();
      TrueBox truth = picture.boxes().getFirst();
      Box box = found.box();
      boolean near =
          Math.abs(box.x() + box.width() / 2 - SIDE * (truth.xmin() + truth.xmax()) / 2) < 12;
      right += near && found.label().equals(CLASSES.get(truth.category())) ? 1 : 0;
    }
    assertThat(right).isGreaterThanOrEqualTo(PICTURES / 2);
  }
}
