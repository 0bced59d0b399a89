package liviano.paper.lab;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import liviano.LivianoException;
import liviano.cli.UsageException;
import liviano.cli.output.Console;
import liviano.paper.experiments.ManifoldLoss;
import liviano.paper.experiments.PointCloud;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** What ReLU destroys of a manifold, by the number of channels: figure 1 and appendix A. */
@Command(
    name = "manifold",
    sortOptions = false,
    description = "Send a spiral through random matrices, ReLU and back: figure 1.",
    footer = {
      "Collapsed: points that ReLU brings together with another. Two points count if they were a"
          + " tenth of the spiral's radius apart or more, and less than 5 %% of their distance in"
          + " the layer remains.",
      "Error: the difference between T^+ ReLU(Tx) and x, root mean square over the points, relative"
          + " to x. ReLU zeroes about half of the channels and so halves lengths, which is no loss:"
          + " the best scale is applied first. Near n = d the inverse itself magnifies the error.",
      "Invertible: points with as many positive channels of independent rows as the manifold's "
          + "space has dimensions: lemma 2 says that they can be recovered exactly. Expected: how "
          + "likely that is for a random direction, a sum of binomials.",
      "",
      "--width asks what the width multiplier of MobileNetV1 does: the same measure for layers of "
          + "128 channels (or one number of --channels) and less, and for clouds of points of "
          + "several --dimensions instead of the spiral.",
      "",
      "--network asks a trained network how many dimensions its layers use: the principal "
          + "components of the vectors of channels at all positions of the pictures of --images, "
          + "after each expansion's non-linearity and after each bottleneck, the shortcut added. "
          + "A layer shows no more directions than there are positions."
    })
final class ManifoldExperiment implements Callable<Integer> {
  private static final int LAYER = 128;
  private static final int MOST_SIZES = 50;

  @ParentCommand private LabCommand lab;

  @Option(
      names = "--channels",
      split = ",",
      paramLabel = "N",
      description = "Channels to embed into, separated by commas; 2,3,5,15,30 if not given.")
  private int[] channels = {};

  @Option(
      names = "--width",
      split = ",",
      arity = "0..1",
      fallbackValue = "1,0.75,0.5,0.25,0.125",
      paramLabel = "W",
      description =
          "Width multipliers of one layer, separated by commas; ${FALLBACK-VALUE} if none is"
              + " named.")
  private double[] widths = {};

  @Option(
      names = "--dimensions",
      split = ",",
      paramLabel = "D",
      description = "With --width: dimensions of the manifolds' spaces; 2,16,32 if not given.")
  private int[] dimensions = {};

  @Option(
      names = "--points",
      paramLabel = "N",
      description = "Points of the manifold; ${DEFAULT-VALUE} if not given.")
  private int points = 200;

  @Option(
      names = "--matrices",
      paramLabel = "N",
      description = "Random matrices to measure; ${DEFAULT-VALUE} if not given.")
  private int matrices = 100;

  @Mixin private NetworkOfManifold network;
  @Mixin private SeedOption seed;
  @Mixin private LabOptions options;

  /** For picocli, which fills the fields. */
  ManifoldExperiment() {}

  @Override
  public Integer call() throws IOException {
    if (network.isAsked()) {
      if (channels.length + widths.length + dimensions.length > 0) {
        throw new UsageException(
            "--channels, --width and --dimensions are of random matrices, not of --network");
      }
      return network.run(lab.context(), options);
    }
    requireFew("--channels", channels.length);
    requireFew("--width", widths.length);
    requireFew("--dimensions", dimensions.length);
    if (widths.length == 0 && dimensions.length > 0) {
      throw new UsageException("--dimensions goes with --width: a spiral has two");
    }
    if (widths.length > 0 && channels.length > 1) {
      throw new UsageException("--channels: with --width one number, that of the layer at width 1");
    }
    return options.answer(lab.context(), widths.length > 0 ? this::narrow : this::embed);
  }

  private static void requireFew(String option, int count) {
    if (count > MOST_SIZES) {
      throw new UsageException(
          String.format(Locale.ROOT, "%s: %d numbers at most, not %d", option, MOST_SIZES, count));
    }
  }

  private Answer embed() {
    int[] sizes = channels.length == 0 ? new int[] {2, 3, 5, 15, 30} : channels;
    PointCloud spiral = valid(() -> PointCloud.spiral(points));
    List<ManifoldLoss> losses = new ArrayList<>();
    for (int n : sizes) {
      losses.add(measure(spiral, n));
    }
    return new SpiralAnswer(spiral, seed.value(), losses);
  }

  private Answer narrow() {
    int layer = channels.length == 0 ? LAYER : channels[0];
    int[] spaces = dimensions.length == 0 ? new int[] {2, 16, 32} : dimensions;
    List<PointCloud> clouds = new ArrayList<>();
    for (int d : spaces) {
      clouds.add(valid(() -> PointCloud.normal(points, d, new SplittableRandom(seed.value()))));
    }
    List<WidthAnswer.Narrowed> rows = new ArrayList<>();
    for (double width : widths) {
      int n = narrowed(layer, width);
      rows.add(
          new WidthAnswer.Narrowed(
              width, n, clouds.stream().map(cloud -> measure(cloud, n)).toList()));
    }
    return new WidthAnswer(layer, seed.value(), clouds, rows);
  }

  private static int narrowed(int layer, double width) {
    if (!(width > 0 && width <= 16)) {
      throw new UsageException("--width: multipliers are above 0 and at most 16, not " + width);
    }
    return layer < 1 ? layer : Math.max(1, (int) (layer * width));
  }

  private ManifoldLoss measure(PointCloud manifold, int n) {
    Console console = lab.context().console();
    console.status(
        String.format(Locale.ROOT, "%d dimensions in %d channels", manifold.dimensions(), n));
    ManifoldLoss loss = valid(() -> ManifoldLoss.of(manifold, n, matrices, seed.value()));
    console.status("");
    return loss;
  }

  /** What the laboratory refuses is a mistake of the user. */
  private static <T> T valid(Supplier<T> experiment) {
    try {
      return experiment.get();
    } catch (IllegalArgumentException | LivianoException e) {
      throw new UsageException(e.getMessage());
    }
  }
}
