package liviano.paper.summary;

import java.awt.Graphics2D;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import liviano.cli.output.Words;
import liviano.cost.Cost;
import liviano.graph.Graph;
import liviano.paper.language.Phrases;
import liviano.paper.plot.Graphic;
import liviano.paper.plot.LayeredChart;
import liviano.paper.plot.LayeredChart.Box;
import liviano.paper.plot.LayeredChart.Edge;
import liviano.paper.plot.Lettering;
import liviano.paper.plot.Look;
import liviano.paper.plot.Style;

/**
 * A network as a drawing: its blocks from top to bottom, the same block repeated in one box, and
 * beside them what is inside each kind of block.
 */
final class NetworkChart {
  private static final int EDGE = 24;
  private static final int HEAD = 62;
  private static final int FOOT = 26;
  private static final double PANEL_GAP = 34;
  private static final double CAPTION = 20;
  private static final double LOWEST_COLUMN = 520;

  /** Over this many times as wide as high, columns become longer. */
  private static final double WIDEST = 2.5;

  private final String title;
  private final Phrases phrases;
  private final Cost cost;
  private final List<List<NetworkGroup>> runs = new ArrayList<>();
  private final SequencedMap<String, List<NetworkGroup>> kinds = new LinkedHashMap<>();
  private final NetworkLayer.All network;

  private NetworkChart(String title, Graph graph, Phrases phrases) {
    this.title = title;
    this.phrases = phrases;
    this.cost = Cost.of(graph);
    this.network = NetworkLayer.of(graph);
    for (NetworkGroup group : NetworkGroup.of(network.layers())) {
      if (!runs.isEmpty() && group.repeats(runs.getLast().getLast())) {
        runs.getLast().add(group);
      } else {
        runs.add(new ArrayList<>(List.of(group)));
      }
      if (group.layers().size() > 1) {
        kinds.computeIfAbsent(group.kind(), kind -> new ArrayList<>()).add(group);
      }
    }
  }

  /** A chart and where it stands. */
  private record Panel(String caption, LayeredChart chart, double x, double y) {}

  /**
   * @param phrases in the reader's language
   * @throws IllegalArgumentException if the drawing would be too large
   */
  static Graphic of(String title, Graph graph, Phrases phrases) {
    return new NetworkChart(title, graph, phrases).drawing();
  }

  private Graphic drawing() {
    List<Panel> panels = panels();
    double width = width(panels);
    double height = 0;
    for (Panel panel : panels) {
      height = Math.max(height, panel.y() + panel.chart().height());
    }
    int wide =
        (int) Math.ceil(Math.max(width, Lettering.width(Style.small(), phrases.of(LEGEND)) + EDGE));
    int high = (int) Math.ceil(height) + FOOT + EDGE;
    return new Graphic(wide + EDGE, high, graphics -> paint(graphics, panels, high));
  }

  private static final String LEGEND =
      "Hatched: no non-linearity. Yellow: each channel by itself. Multiply-adds are those of one"
          + " block.";

  private void paint(Graphics2D graphics, List<Panel> panels, int height) {
    graphics.setColor(Style.INK);
    Lettering.left(graphics, Style.title(), title, EDGE, 28);
    String totals =
        String.format(
            Locale.ROOT,
            "%s parameters, %s multiply-adds",
            Words.thousands(cost.parameters()),
            Words.thousands(cost.multiplyAdds()));
    Lettering.left(graphics, Style.text(), phrases.of(totals), EDGE, 46);
    for (Panel panel : panels) {
      graphics.setColor(Style.INK);
      Lettering.left(graphics, Style.text(), panel.caption(), panel.x(), panel.y() - 8);
      panel.chart().paint(graphics, panel.x(), panel.y());
    }
    graphics.setColor(Style.FAINT_INK);
    Lettering.left(graphics, Style.small(), phrases.of(LEGEND), EDGE, height - 16.0);
  }

  private static double width(List<Panel> panels) {
    double width = 0;
    for (Panel panel : panels) {
      width = Math.max(width, panel.x() + panel.chart().width());
      width = Math.max(width, panel.x() + Lettering.width(Style.text(), panel.caption()));
    }
    return width;
  }

  /**
   * The network at the left, the kinds of blocks in columns no longer than it, unless there are so
   * many that the drawing would be a ribbon.
   */
  private List<Panel> panels() {
    LayeredChart whole = whole();
    double lowest = HEAD + CAPTION + Math.max(whole.height(), LOWEST_COLUMN);
    List<Panel> panels = panels(whole, lowest);
    while (width(panels) > WIDEST * lowest) {
      lowest *= 1.25;
      panels = panels(whole, lowest);
    }
    return panels;
  }

  private List<Panel> panels(LayeredChart whole, double lowest) {
    List<Panel> panels = new ArrayList<>();
    panels.add(new Panel("", whole, EDGE, HEAD + CAPTION));
    double x = EDGE + whole.width() + PANEL_GAP;
    double y = HEAD + CAPTION;
    double widest = 0;
    for (List<NetworkGroup> groups : kinds.values()) {
      LayeredChart inside = inside(groups.getFirst());
      String caption = caption(groups);
      if (y > HEAD + CAPTION && y + inside.height() > lowest) {
        x += widest + PANEL_GAP;
        y = HEAD + CAPTION;
        widest = 0;
      }
      panels.add(new Panel(caption, inside, x, y));
      y += inside.height() + CAPTION + PANEL_GAP;
      widest = Math.max(widest, Math.max(inside.width(), Lettering.width(Style.text(), caption)));
    }
    return panels;
  }

  private String caption(List<NetworkGroup> groups) {
    String letter = letter(groups.getFirst().kind());
    String name = groups.getFirst().name();
    return groups.size() == 1
        ? String.format(Locale.ROOT, "%s: %s", letter, name)
        : phrases.of(
            String.format(Locale.ROOT, "%s: %s and %s like it", letter, name, groups.size() - 1));
  }

  /** A, B, ..., Z, AA, AB, ... in the order in which the kinds come. */
  private String letter(String kind) {
    int number = List.copyOf(kinds.keySet()).indexOf(kind);
    String last = String.valueOf((char) ('A' + number % 26));
    return number < 26 ? last : (char) ('A' + number / 26 - 1) + last;
  }

  private LayeredChart whole() {
    List<Box> boxes = new ArrayList<>(runs.stream().map(this::box).toList());
    List<Edge> edges = new ArrayList<>();
    for (int run = 0; run < runs.size(); run++) {
      TreeSet<Integer> sources = new TreeSet<>();
      for (NetworkGroup group : runs.get(run)) {
        group.reads().forEach(layer -> sources.add(runOf(layer)));
      }
      sources.remove(run);
      for (int source : sources) {
        edges.add(new Edge(source, run));
      }
    }
    new TreeMap<>(network.outputs())
        .forEach(
            (name, layer) -> {
              edges.add(new Edge(runOf(layer), boxes.size()));
              boxes.add(new Box(List.of(name), Look.OUTSIDE));
            });
    return new LayeredChart(boxes, edges);
  }

  private int runOf(int layer) {
    for (int run = 0; run < runs.size(); run++) {
      if (runs.get(run).stream().anyMatch(group -> group.contains(layer))) {
        return run;
      }
    }
    throw new IllegalArgumentException("no block has layer " + layer);
  }

  private Box box(List<NetworkGroup> run) {
    NetworkGroup group = run.getFirst();
    NetworkLayer last = group.layers().getLast();
    if (group.layers().size() == 1) {
      return box(last.name(), last);
    }
    String name =
        run.size() == 1 ? group.name() : phrases.of(group.name() + " to " + run.getLast().name());
    String kind =
        phrases.of("block " + letter(group.kind()) + (hasShortcut(group) ? ", shortcut" : ""));
    return new Box(
        List.of(
            name,
            run.size() == 1 ? kind : String.format(Locale.ROOT, "%s, x %d", kind, run.size()),
            costs(last, group.multiplyAdds())),
        Look.BLOCK);
  }

  /** Whether what it reads is added to what it makes of it. */
  private static boolean hasShortcut(NetworkGroup group) {
    return group.layers().stream()
        .anyMatch(
            layer ->
                layer.inputs().size() > 1
                    && layer.operation().startsWith("add")
                    && !layer.inputs().stream().allMatch(group::contains));
  }

  private static Box box(String name, NetworkLayer layer) {
    return new Box(
        Stream.of(name, layer.operation(), costs(layer, layer.multiplyAdds())).distinct().toList(),
        layer.look());
  }

  private static String costs(NetworkLayer last, long multiplyAdds) {
    return multiplyAdds == 0
        ? last.output().toString()
        : String.format(
            Locale.ROOT,
            "%s, %s MAdds",
            last.output(),
            multiplyAdds < 100_000 ? Words.thousands(multiplyAdds) : Words.millions(multiplyAdds));
  }

  /** The layers of one block under what it reads. */
  private LayeredChart inside(NetworkGroup group) {
    List<Integer> reads = List.copyOf(group.reads());
    List<Box> boxes = new ArrayList<>();
    List<Edge> edges = new ArrayList<>();
    for (int read : reads) {
      NetworkLayer source = network.layers().get(read);
      boxes.add(new Box(List.of(source.output().toString()), Look.OUTSIDE));
    }
    for (NetworkLayer layer : group.layers()) {
      for (int input : layer.inputs()) {
        int from =
            group.contains(input) ? reads.size() + input - group.first() : reads.indexOf(input);
        edges.add(new Edge(from, boxes.size()));
      }
      boxes.add(box(group.within(layer), layer));
    }
    return new LayeredChart(boxes, edges);
  }
}
