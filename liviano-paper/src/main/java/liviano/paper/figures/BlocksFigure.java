package liviano.paper.figures;

import java.awt.Graphics2D;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import liviano.paper.figures.SlabChart.Layer;
import liviano.paper.figures.SlabChart.Slab;
import liviano.paper.plot.Graphic;
import liviano.paper.plot.LayeredChart;
import liviano.paper.plot.LayeredChart.Box;
import liviano.paper.plot.LayeredChart.Edge;
import liviano.paper.plot.Lettering;
import liviano.paper.plot.Look;
import liviano.paper.plot.Style;

/**
 * What the paper's figures 2 to 4 are about: how the separable block came to its linear bottleneck
 * and its expansion, where the shortcut lies, and MobileNetV2's blocks beside those of MobileNetV1
 * (arXiv:1704.04861) and ShuffleNet (arXiv:1707.01083).
 */
public final class BlocksFigure {
  private static final double EDGE = 28;
  private static final double GAP = 52;
  private static final double HEADING = 34;
  private static final double CAPTION = 26;

  private static final String ADD = "add";

  private static final double THIN = 8;
  private static final double USUAL = 22;
  private static final double THICK = 42;

  private static final Layer EXPAND = new Layer("1x1", "ReLU6");
  private static final Layer FILTER = new Layer("3x3 depthwise", "ReLU6");
  private static final Layer PROJECT = new Layer("1x1", "linear");

  private static final List<SlabChart> EVOLUTION =
      List.of(
          new SlabChart(
              "(a) regular convolution",
              List.of(new Slab("k", USUAL, false), new Slab("k'", USUAL, false)),
              List.of(new Layer("3x3", "ReLU6")),
              ""),
          new SlabChart(
              "(b) separable convolution",
              List.of(
                  new Slab("k", USUAL, false),
                  new Slab("k", USUAL, false),
                  new Slab("k'", USUAL, false)),
              List.of(FILTER, new Layer("1x1", "ReLU6")),
              ""),
          new SlabChart(
              "(c) separable, with linear bottleneck",
              List.of(
                  new Slab("tk", THICK, false),
                  new Slab("tk", THICK, false),
                  new Slab("k'", THIN, true)),
              List.of(FILTER, PROJECT),
              ""),
          inverted("(d) bottleneck with expansion layer", "k'", ""));

  private static final List<SlabChart> RESIDUALS =
      List.of(
          new SlabChart(
              "(e) residual block: wide, narrow, wide",
              List.of(
                  new Slab("tk", THICK, false),
                  new Slab("k", THIN, false),
                  new Slab("k", THIN, false),
                  new Slab("tk", THICK, false)),
              List.of(new Layer("1x1", "ReLU"), new Layer("3x3", "ReLU"), new Layer("1x1", "ReLU")),
              ADD),
          inverted("(f) inverted residual: narrow, wide, narrow", "k", ADD));

  private BlocksFigure() {}

  private static SlabChart inverted(String caption, String out, String shortcut) {
    return new SlabChart(
        caption,
        List.of(
            new Slab("k", THIN, true),
            new Slab("tk", THICK, false),
            new Slab("tk", THICK, false),
            new Slab(out, THIN, true)),
        List.of(EXPAND, FILTER, PROJECT),
        shortcut);
  }

  /** A block and its name. */
  private record Block(String caption, LayeredChart chart) {
    double width() {
      return Math.max(chart.width(), Lettering.width(Style.text(), caption));
    }
  }

  /**
   * All of it.
   *
   * @param words of the reader's language for English ones
   */
  public static Graphic drawing(UnaryOperator<String> words) {
    List<Block> blocks = blocks(words);
    List<SlabChart> evolution = EVOLUTION.stream().map(chart -> chart.in(words)).toList();
    List<SlabChart> residuals = RESIDUALS.stream().map(chart -> chart.in(words)).toList();
    double width =
        Math.max(
            Math.max(slabWidth(evolution), slabWidth(residuals)),
            blocks.stream().mapToDouble(Block::width).sum() + GAP * (blocks.size() - 1));
    double deepest = blocks.stream().mapToDouble(block -> block.chart().height()).max().orElse(0);
    double height =
        2 * EDGE + 3 * HEADING + 2 * SlabChart.HEIGHT + 2 * GAP / 2 + deepest + CAPTION + HEADING;
    return new Graphic(
        (int) Math.ceil(width + 2 * EDGE),
        (int) Math.ceil(height),
        graphics -> paint(graphics, words, evolution, residuals, blocks, width));
  }

  private static void paint(
      Graphics2D graphics,
      UnaryOperator<String> words,
      List<SlabChart> evolution,
      List<SlabChart> residuals,
      List<Block> blocks,
      double width) {
    double y = EDGE;
    y = heading(graphics, words.apply("From the convolution to the bottleneck with expansion"), y);
    y = slabs(graphics, evolution, width, y);
    y = heading(graphics, words.apply("Where the shortcut lies"), y);
    y = slabs(graphics, residuals, width, y);
    y = heading(graphics, words.apply("The blocks of three networks"), y);
    double deepest = blocks.stream().mapToDouble(block -> block.chart().height()).max().orElse(0);
    double used = blocks.stream().mapToDouble(Block::width).sum();
    double gap = (width - used) / (blocks.size() - 1);
    double x = EDGE;
    for (Block block : blocks) {
      double inset = (block.width() - block.chart().width()) / 2;
      block.chart().paint(graphics, x + inset, y + deepest - block.chart().height());
      graphics.setColor(Style.INK);
      Lettering.centred(
          graphics, Style.text(), block.caption(), x + block.width() / 2, y + deepest + CAPTION);
      x += block.width() + gap;
    }
    graphics.setColor(Style.FAINT_INK);
    Lettering.left(
        graphics,
        Style.small(),
        words.apply(
            "A slab is as thick as its map has channels; t is the expansion factor. Hatched: given"
                + " by a layer without a non-linearity. Yellow: each channel by itself."),
        EDGE,
        y + deepest + CAPTION + HEADING);
  }

  private static double heading(Graphics2D graphics, String words, double y) {
    graphics.setColor(Style.INK);
    Lettering.left(graphics, Style.title(), words, EDGE, y + 12);
    return y + HEADING;
  }

  private static double slabWidth(List<SlabChart> charts) {
    return charts.stream().mapToDouble(SlabChart::width).sum() + GAP * (charts.size() - 1);
  }

  private static double slabs(Graphics2D graphics, List<SlabChart> charts, double width, double y) {
    double x = EDGE + (width - slabWidth(charts)) / 2;
    for (SlabChart chart : charts) {
      chart.paint(graphics, x, y);
      x += chart.width() + GAP;
    }
    return y + SlabChart.HEIGHT + GAP / 2;
  }

  private static List<Block> blocks(UnaryOperator<String> words) {
    Box depthwise = box(words, Look.DEPTHWISE, "3x3 depthwise", "ReLU6");
    Box strided = box(words, Look.DEPTHWISE, "3x3 depthwise", "stride 2, ReLU6");
    Box expand = box(words, Look.ACTIVE, "1x1 convolution", "ReLU6");
    Box project = box(words, Look.LINEAR, "1x1 convolution", "linear");
    Box grouped = box(words, Look.ACTIVE, "1x1 group convolution", "ReLU");
    Box shuffle = box(words, Look.PLAIN, "channel shuffle");
    Box last = box(words, Look.LINEAR, "1x1 group convolution", "linear");
    return List.of(
        new Block(
            words.apply("(g) MobileNetV1"),
            chain(words, box(words, Look.DEPTHWISE, "3x3 depthwise", "stride s, ReLU6"), expand)),
        new Block(
            words.apply("(h) MobileNetV2, stride 1"),
            shortcut(words, List.of(expand, depthwise, project), box(words, Look.PLAIN, "add"))),
        new Block(words.apply("(i) MobileNetV2, stride 2"), chain(words, expand, strided, project)),
        new Block(
            words.apply("(j) ShuffleNet, stride 1"),
            shortcut(
                words,
                List.of(
                    grouped,
                    shuffle,
                    box(words, Look.LINEAR_DEPTHWISE, "3x3 depthwise", "linear"),
                    last),
                box(words, Look.PLAIN, "add", "ReLU"))),
        new Block(
            words.apply("(k) ShuffleNet, stride 2"),
            shuffleStride2(words, grouped, shuffle, last)));
  }

  private static Box box(UnaryOperator<String> words, Look look, String... lines) {
    return new Box(Stream.of(lines).map(words).toList(), look);
  }

  private static Box input(UnaryOperator<String> words) {
    return box(words, Look.OUTSIDE, "input");
  }

  private static LayeredChart chain(UnaryOperator<String> words, Box... layers) {
    List<Box> boxes = new ArrayList<>(List.of(input(words)));
    List<Edge> edges = new ArrayList<>();
    for (Box layer : layers) {
      edges.add(new Edge(boxes.size() - 1, boxes.size()));
      boxes.add(layer);
    }
    return new LayeredChart(boxes, edges);
  }

  private static LayeredChart shortcut(UnaryOperator<String> words, List<Box> layers, Box sum) {
    List<Box> boxes = new ArrayList<>(List.of(input(words)));
    List<Edge> edges = new ArrayList<>();
    boxes.addAll(layers);
    boxes.add(sum);
    for (int i = 1; i < boxes.size(); i++) {
      edges.add(new Edge(i - 1, i));
    }
    edges.add(new Edge(0, boxes.size() - 1));
    return new LayeredChart(boxes, edges);
  }

  private static LayeredChart shuffleStride2(
      UnaryOperator<String> words, Box grouped, Box shuffle, Box last) {
    return new LayeredChart(
        List.of(
            input(words),
            grouped,
            shuffle,
            box(words, Look.LINEAR_DEPTHWISE, "3x3 depthwise", "stride 2, linear"),
            last,
            box(words, Look.PLAIN, "3x3 average pool", "stride 2"),
            box(words, Look.PLAIN, "concatenate", "ReLU")),
        List.of(
            new Edge(0, 1),
            new Edge(1, 2),
            new Edge(2, 3),
            new Edge(3, 4),
            new Edge(4, 6),
            new Edge(0, 5),
            new Edge(5, 6)));
  }
}
