package liviano.train.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import liviano.cli.report.HtmlPage;
import liviano.vision.eval.ConfusionMatrix;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("locale")
class RunReportTest {
  @TempDir private Path above;

  private String page(RunReport report, int epochs) throws IOException {
    Path folder = above.resolve("run" + epochs);
    try (RunFolder run = RunFolder.create(folder, Runs.config())) {
      run.resume();
      for (int epoch = 1; epoch <= epochs; epoch++) {
        run.add(Runs.epoch(epoch, epoch == 2 ? 0.75 : 0.5));
      }
      run.report(report);
    }
    return Files.readString(folder.resolve("report.html"));
  }

  @Test
  void itShowsCourseAndConfiguration() throws IOException {
    String page = page(RunReport.titled("Garments & <co>"), 3);
    assertThat(page)
        .contains("<h1>Garments &amp; &lt;co&gt;</h1>")
        .contains("Trained for classification, mobilenet_v2 0.35/96: 3 epochs of 3 in 3:02.")
        .contains("<td>best accuracy on the validation part</td><td>0.7500 (epoch 2)</td>")
        .contains("<svg ", "</svg>")
        .contains("<td>2</td><td>1.0000</td><td>1.0500</td><td>0.7500</td><td>0.0432</td>")
        .contains("<td>recipe: optimizer.momentum</td><td>0.9</td>")
        .contains("<td>libtorch</td><td>2.10.0</td>");
  }

  /** Fit to be handed on: no file beside it, no address, no script, no folder of its writer's. */
  @Test
  void itNeedsAndTellsNothingElse() throws IOException {
    String notice = "2 boxes are tiny, first /pictures/garments/train/a.xml: line 50";
    String page = page(RunReport.titled("Garments").withNotice(notice), 3);
    assertThat(page)
        .contains("<li>2 boxes are tiny, first train/a.xml: line 50</li>")
        .contains("<td>data: train</td><td>train</td>")
        .doesNotContain("/pictures", "http", "<script", "<img", "<link", "url(http", "@import");
  }

  @Test
  void picturesStandThereOnlyIfTheyAreGiven() throws IOException {
    RunReport report =
        RunReport.titled("Garments")
            .withGallery(
                new RunReport.Gallery(
                    "The worst mistakes",
                    List.of(
                        new HtmlPage.Figure(
                            "data:image/jpeg;base64,AAAA", "/pictures/garments/train/a shirt")),
                    true));
    assertThat(page(report, 1))
        .contains("<h2>The worst mistakes</h2>", "<div class=\"pictures large\">")
        .contains("<img alt=\"\" src=\"data:image/jpeg;base64,AAAA\"><figcaption>train/a shirt<");
  }

  @Test
  void answersAreATableAClassAndAMatrix() throws IOException {
    ConfusionMatrix confusion = new ConfusionMatrix(List.of("hat", "shirt", "sock"));
    IntStream.range(0, 8).forEach(_ -> confusion.add(0, 0));
    confusion.add(0, 1);
    confusion.add(0, 1);
    confusion.add(1, 1);
    RunReport report =
        RunReport.titled("Garments")
            .withNotice("the norm was given back")
            .withResult("test loss", "0.9")
            .withAnswers("test", confusion)
            .withTable(
                new RunReport.Grid(
                    "By size", List.of("size", "AP"), List.of(List.of("small", "1"))));
    assertThat(page(report, 1))
        .contains("<li>the norm was given back</li>")
        .contains("<td>test loss</td><td>0.9</td>")
        .contains("<p class=\"big\">81.8 %</p>")
        .contains("9 of 11 pictures.")
        .contains("<td>hat</td><td>10</td><td>100.0 %</td><td>80.0 %</td><td>0.889</td>")
        .contains("<td>sock</td><td>0</td><td>\u2013</td>")
        .contains("<h2>Accuracy on the test part</h2>")
        .contains("<td>hat</td><td style=\"background:rgba(40,140,80,0.80)\">8</td>")
        .contains("<h2>By size</h2>")
        .doesNotContain("href=");
  }

  @Test
  void ofManyClassesTheMistakesAreListed() throws IOException {
    ConfusionMatrix confusion =
        new ConfusionMatrix(IntStream.range(0, 50).mapToObj(k -> "class " + k).toList());
    confusion.add(7, 8);
    confusion.add(7, 8);
    confusion.add(7, 9);
    assertThat(page(RunReport.titled("Many").withAnswers("test", confusion), 1))
        .contains(
            "<tr><td>class 7</td><td>class 8</td><td>2</td></tr>\n"
                + "<tr><td>class 7</td><td>class 9</td><td>1</td></tr>")
        .doesNotContain("<table class=\"matrix\">");
  }

  @Test
  void longRunsShowTheirLastEpochsAndTheBest() throws IOException {
    assertThat(page(RunReport.titled("Garments"), 30))
        .contains("<tr><td>2</td>", "<tr><td>21</td>", "<tr><td>30</td>")
        .doesNotContain("<tr><td>3</td>", "<tr><td>20</td>");
  }

  @Test
  void aRunWithoutEpochsHasAPageToo() throws IOException {
    assertThat(page(RunReport.titled("Garments"), 0))
        .contains("0 epochs of 3")
        .doesNotContain("<h2>Course</h2>");
  }
}
