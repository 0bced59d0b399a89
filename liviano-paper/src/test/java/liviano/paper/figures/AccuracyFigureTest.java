package liviano.paper.figures;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.UnaryOperator;
import liviano.paper.plot.Graphic;
import liviano.paper.plot.PictureFile;
import liviano.paper.plot.Pictures;
import liviano.zoo.Recipe;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccuracyFigureTest {
  @TempDir Path folder;

  @Test
  void everyNetworkIsTimedOnceAndThoseThatCannotRunAreLeftOut() throws Exception {
    List<Recipe> timed = new ArrayList<>();
    Graphic drawing =
        AccuracyFigure.overTime(
            recipe -> {
              timed.add(recipe);
              return recipe.architecture().equals("nasnet_a_mobile")
                  ? OptionalDouble.empty()
                  : OptionalDouble.of(recipe.width() * recipe.resolution());
            },
            UnaryOperator.identity());

    assertThat(timed).hasSize(AccuracyFigure.networks()).doesNotHaveDuplicates();
    Path file = folder.resolve("figure.svg");
    PictureFile.at(file).write(drawing);
    assertThat(Pictures.words(file))
        .contains("MobileNetV2", "ShuffleNet", "milliseconds here, one thread")
        .doesNotContain("NASNet-A");
  }
}
