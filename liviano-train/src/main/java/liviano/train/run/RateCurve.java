package liviano.train.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import liviano.paper.plot.Axis;
import liviano.paper.plot.Graphic;
import liviano.paper.plot.LinePlot;
import liviano.paper.plot.PictureFile;
import liviano.paper.plot.Point;
import liviano.paper.plot.Series;

/**
 * A learning-rate test: the loss while the rate grew from step to step.
 *
 * @param points in the order of the steps, at least one
 * @see <a href="https://arxiv.org/abs/1506.01186">Smith: Cyclical learning rates for training
 *     neural networks, section 3.3</a>
 */
public record RateCurve(List<At> points) {
  private static final String CSV = "rates.csv";
  private static final String PNG = "rates.png";
  private static final String SVG = "rates.svg";

  /** What {@link #write} writes. */
  static final List<String> FILES = List.of(CSV, PNG, SVG);

  /** How far below the best point a rate is still safe for a whole training. */
  private static final double SAFE = 10;

  private static final int WIDTH = 640;
  private static final int HEIGHT = 400;

  /**
   * A step.
   *
   * @param loss before it
   * @param smooth the same, averaged with those before
   */
  public record At(double rate, double loss, double smooth) {}

  /**
   * @throws IllegalArgumentException if there are no points
   */
  public RateCurve {
    points = List.copyOf(points);
    if (points.isEmpty()) {
      throw new IllegalArgumentException("a rate test without a step");
    }
  }

  /** The point with the lowest smooth loss. */
  public At lowest() {
    return points.stream().min(Comparator.comparingDouble(At::smooth)).orElseThrow();
  }

  /**
   * The rate to begin with: a tenth of that at which the loss was lowest, since there it no longer
   * falls; one digit is all that such a test tells.
   */
  public double suggested() {
    double rate = lowest().rate() / SAFE;
    double digit = Math.pow(10, Math.floor(Math.log10(rate)));
    return Double.parseDouble(
        String.format(Locale.ROOT, "%.0e", Math.max(1, Math.round(rate / digit)) * digit));
  }

  /**
   * Writes {@code rates.csv}, {@code rates.png} and {@code rates.svg}.
   *
   * @return the files
   * @throws liviano.cli.CommandException if this system has no fonts
   * @throws IOException naming the file, if one cannot be written
   */
  public List<Path> write(Path folder) throws IOException {
    Path csv = folder.resolve(CSV);
    StringBuilder lines = new StringBuilder("rate,loss,smooth\n");
    points.forEach(
        at -> lines.append(at.rate() + "," + at.loss() + "," + at.smooth()).append('\n'));
    TextFiles.write(csv, lines.toString());
    Path png = folder.resolve(PNG);
    Path svg = folder.resolve(SVG);
    PictureFile.at(png).write(drawing());
    PictureFile.at(svg).write(drawing());
    return List.of(csv, png, svg);
  }

  Graphic drawing() {
    List<Series> series = new ArrayList<>();
    series.add(
        Series.joined(
            "loss, averaged",
            points.stream().map(at -> Point.of(at.rate(), at.smooth())).toList()));
    At lowest = lowest();
    series.add(
        Series.scattered(
            "lowest",
            List.of(
                new Point(
                    lowest.rate(),
                    lowest.smooth(),
                    String.format(Locale.ROOT, "%.2g", lowest.rate())))));
    return new LinePlot("", Axis.logarithmic("learning rate"), Axis.linear("loss"), series)
        .drawing(WIDTH, HEIGHT);
  }
}
