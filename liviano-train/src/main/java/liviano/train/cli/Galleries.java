package liviano.train.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import liviano.cli.output.Score;
import liviano.cli.report.HtmlPage;
import liviano.cli.report.Thumbnails;
import liviano.model.Model;
import liviano.train.data.boxes.BoxPicture;
import liviano.train.run.RunReport;
import liviano.train.tasks.DetectionRun;
import liviano.train.tasks.SegmentationRun;
import liviano.vision.DetectorOptions;
import liviano.vision.ImageSegmenter;
import liviano.vision.ObjectDetector;
import liviano.vision.Picture;
import liviano.vision.PictureReader;
import liviano.vision.drawing.Drawing;
import liviano.vision.eval.VocPicture;

/** Pictures for the page about a run: what its best model makes of some that it did not learn. */
final class Galleries {
  private static final int MOST_MISTAKES = 18;
  private static final int MOST_PICTURES = 8;

  /** Of the drawn pictures, in pixels. */
  private static final int SIDE = 360;

  /** From here on boxes are shown. */
  private static final float SURE = 0.4f;

  private Galleries() {}

  static RunReport.Gallery of(List<HeldOut.Mistake> mistakes) {
    Thumbnails thumbnails = new Thumbnails();
    return new RunReport.Gallery(
        "The worst mistakes",
        mistakes.stream()
            .limit(MOST_MISTAKES)
            .map(
                one ->
                    new HtmlPage.Figure(
                        thumbnails.address(one.picture()),
                        String.format(
                            Locale.ROOT,
                            "%s: is %s, taken for %s (%s)",
                            one.picture().name(),
                            one.picture().label(),
                            one.answer().label(),
                            Score.percent(one.answer().score()))))
            .toList(),
        false);
  }

  static RunReport.Gallery of(Model model, DetectionRun run) throws IOException {
    ObjectDetector detector =
        ObjectDetector.of(model, DetectorOptions.builder().scoreThreshold(SURE).build());
    boolean tested = !run.data().test().isEmpty();
    List<BoxPicture> shown = tested ? run.data().test() : run.data().validation();
    List<HtmlPage.Figure> figures = new ArrayList<>();
    for (BoxPicture sample : shown.subList(0, Math.min(MOST_PICTURES, shown.size()))) {
      PictureReader reader = PictureReader.defaults();
      Picture picture = (sample.upright() ? reader : reader.asStored()).read(sample.file());
      figures.add(
          figure(
              Drawing.detections(picture, detector.detect(picture)),
              sample.file().getFileName().toString()));
    }
    return new RunReport.Gallery(
        "What it finds on the " + (tested ? "test" : "validation") + " part", figures, true);
  }

  static RunReport.Gallery of(Model model, SegmentationRun run) throws IOException {
    ImageSegmenter segmenter = ImageSegmenter.of(model);
    List<VocPicture> shown = run.data().validation();
    List<HtmlPage.Figure> figures = new ArrayList<>();
    for (VocPicture sample : shown.subList(0, Math.min(MOST_PICTURES, shown.size()))) {
      Picture picture = PictureReader.defaults().asStored().read(sample.picture());
      figures.add(
          figure(
              Drawing.segmentation(picture, segmenter.segment(picture)),
              sample.picture().getFileName().toString()));
    }
    return new RunReport.Gallery("What it sees in the validation part", figures, true);
  }

  private static HtmlPage.Figure figure(Picture drawn, String name) throws IOException {
    return new HtmlPage.Figure(Thumbnails.address(drawn, SIDE), name);
  }
}
