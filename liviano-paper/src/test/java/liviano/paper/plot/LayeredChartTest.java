package liviano.paper.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import liviano.paper.plot.LayeredChart.Box;
import liviano.paper.plot.LayeredChart.Edge;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayeredChartTest {
  @TempDir Path folder;

  @Test
  void chainGrowsDownwardsAndBranchesSideways() {
    LayeredChart chain = chart(4, new Edge(0, 1), new Edge(1, 2), new Edge(2, 3));
    LayeredChart branches =
        chart(4, new Edge(0, 1), new Edge(0, 2), new Edge(1, 3), new Edge(2, 3));

    assertThat(chain.height()).isGreaterThan(branches.height());
    assertThat(branches.width()).isGreaterThan(chain.width());
  }

  @Test
  void shortcutTakesALaneBesideTheBoxes() {
    LayeredChart chain = chart(3, new Edge(0, 1), new Edge(1, 2));
    LayeredChart shortcut = chart(3, new Edge(0, 1), new Edge(1, 2), new Edge(0, 2));

    assertThat(shortcut.width()).isGreaterThan(chain.width());
    assertThat(shortcut.height()).isEqualTo(chain.height());
  }

  @Test
  void everyBoxIsPainted() throws Exception {
    LayeredChart chart = chart(5, new Edge(0, 1), new Edge(0, 2), new Edge(1, 4), new Edge(2, 4));
    Path file = folder.resolve("chart.svg");
    PictureFile.at(file).write(new Graphic(300, 300, graphics -> chart.paint(graphics, 5, 5)));
    assertThat(Pictures.words(file)).containsExactlyInAnyOrder("0", "1", "2", "3", "4");
  }

  @Test
  void edgesThatLeadBackAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> chart(2, new Edge(1, 0)));
    assertThatIllegalArgumentException().isThrownBy(() -> chart(0));
  }

  private static LayeredChart chart(int boxes, Edge... edges) {
    return new LayeredChart(
        IntStream.range(0, boxes)
            .mapToObj(i -> new Box(List.of(String.valueOf(i)), Look.values()[i]))
            .toList(),
        List.of(edges));
  }
}
