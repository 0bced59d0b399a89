package liviano.paper.plot;

import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Boxes and arrows from top to bottom: a box is below all boxes that it reads from; branches are
 * side by side, the longest path at the left. An arrow that passes boxes runs in a lane next to
 * them.
 */
public final class LayeredChart {
  private static final double ROW_GAP = 20;
  private static final double COLUMN_GAP = 14;
  private static final double LANE = 9;
  private static final double LINE = 13;
  private static final double PADDING = 7;

  private final List<Box> boxes;
  private final List<Edge> edges;
  private final int[] row;
  private final int[] column;
  private final double[] rowTop;
  private final double[] rowHeight;
  private final double[] columnLeft;
  private final double[] columnWidth;
  private final List<Lane> lanes = new ArrayList<>();
  private final double leftLanes;
  private final double width;

  /**
   * A box.
   *
   * @param lines what it says, the first in bold
   */
  public record Box(List<String> lines, Look look) {
    public Box {
      lines = List.copyOf(lines);
    }

    private double width() {
      double widest = 0;
      for (int i = 0; i < lines.size(); i++) {
        widest = Math.max(widest, Lettering.width(font(i), lines.get(i)));
      }
      return widest + 2 * PADDING + 6;
    }

    private double height() {
      return lines.size() * LINE + PADDING;
    }

    private static Font font(int line) {
      return line == 0 ? Lettering.bold(10) : Style.small();
    }
  }

  /**
   * An arrow.
   *
   * @param from number of the box it starts at
   * @param to number of a later box
   */
  public record Edge(int from, int to) {}

  /** Where a passing arrow runs: its distance from the boxes, at their left or right. */
  private record Lane(Edge edge, boolean left, int number) {}

  /**
   * @throws IllegalArgumentException if there are no boxes, or an edge leads back
   */
  public LayeredChart(List<Box> boxes, List<Edge> edges) {
    this.boxes = List.copyOf(boxes);
    this.edges = edges.stream().distinct().toList();
    if (boxes.isEmpty() || edges.stream().anyMatch(edge -> edge.from() >= edge.to())) {
      throw new IllegalArgumentException("a chart needs boxes, and edges that lead on");
    }
    row = rows();
    column = columns();
    int rows = Arrays.stream(row).max().orElseThrow() + 1;
    int columns = Arrays.stream(column).max().orElseThrow() + 1;
    rowHeight = new double[rows];
    columnWidth = new double[columns];
    for (int i = 0; i < boxes.size(); i++) {
      rowHeight[row[i]] = Math.max(rowHeight[row[i]], boxes.get(i).height());
      columnWidth[column[i]] = Math.max(columnWidth[column[i]], boxes.get(i).width());
    }
    assignLanes();
    leftLanes = laneWidth(true);
    rowTop = starts(rowHeight, 0, ROW_GAP);
    columnLeft = starts(columnWidth, leftLanes, COLUMN_GAP);
    width = columnLeft[columns - 1] + columnWidth[columns - 1] + laneWidth(false);
  }

  /** In points. */
  public double width() {
    return width;
  }

  /** In points. */
  public double height() {
    return rowTop[rowTop.length - 1] + rowHeight[rowHeight.length - 1];
  }

  /** Paints it with its upper left corner at a point. */
  public void paint(Graphics2D graphics, double x, double y) {
    Graphics2D own = (Graphics2D) graphics.create();
    own.translate(x, y);
    edges.forEach(edge -> paint(own, edge));
    for (int i = 0; i < boxes.size(); i++) {
      paintBox(own, i);
    }
    own.dispose();
  }

  private int[] rows() {
    int[] rows = new int[boxes.size()];
    edges.stream()
        .sorted(Comparator.comparingInt(Edge::to))
        .forEach(edge -> rows[edge.to()] = Math.max(rows[edge.to()], rows[edge.from()] + 1));
    return rows;
  }

  /** The longest way in the first column; beside it what stands in the same row, in its order. */
  private int[] columns() {
    boolean[] trunk = new boolean[boxes.size()];
    int deepest = 0;
    for (int i = 0; i < row.length; i++) {
      deepest = row[i] > row[deepest] ? i : deepest;
    }
    for (int at = deepest; at >= 0; at = before(at)) {
      trunk[at] = true;
    }
    int[] next = new int[boxes.size()];
    for (int i = 0; i < row.length; i++) {
      next[row[i]] |= trunk[i] ? 1 : 0;
    }
    int[] columns = new int[boxes.size()];
    for (int i = 0; i < row.length; i++) {
      columns[i] = trunk[i] ? 0 : next[row[i]]++;
    }
    return columns;
  }

  /** The first box of the row above that an arrow leads from, or -1. */
  private int before(int at) {
    return edges.stream()
        .filter(edge -> edge.to() == at && row[edge.from()] == row[at] - 1)
        .mapToInt(Edge::from)
        .min()
        .orElse(-1);
  }

  private void assignLanes() {
    List<Edge> passing =
        edges.stream()
            .filter(edge -> row[edge.to()] - row[edge.from()] > 1)
            .sorted(Comparator.comparingInt(edge -> row[edge.to()] - row[edge.from()]))
            .toList();
    for (Edge edge : passing) {
      boolean left = column[edge.from()] == 0 && column[edge.to()] == 0;
      int number = 0;
      while (isTaken(edge, left, number)) {
        number++;
      }
      lanes.add(new Lane(edge, left, number));
    }
  }

  /** Arrows from one box, or to one box, may share a lane. */
  private boolean isTaken(Edge edge, boolean left, int number) {
    return lanes.stream()
        .filter(lane -> lane.left() == left && lane.number() == number)
        .map(Lane::edge)
        .anyMatch(
            other ->
                other.from() != edge.from()
                    && other.to() != edge.to()
                    && row[other.from()] < row[edge.to()]
                    && row[edge.from()] < row[other.to()]);
  }

  private double laneWidth(boolean left) {
    int most =
        lanes.stream().filter(lane -> lane.left() == left).mapToInt(Lane::number).max().orElse(-1);
    return most < 0 ? 0 : (most + 1) * LANE + 4;
  }

  private static double[] starts(double[] sizes, double first, double gap) {
    double[] starts = new double[sizes.length];
    double at = first;
    for (int i = 0; i < sizes.length; i++) {
      starts[i] = at;
      at += sizes[i] + gap;
    }
    return starts;
  }

  private double middle(int box) {
    return columnLeft[column[box]] + columnWidth[column[box]] / 2;
  }

  private double bottom(int box) {
    return rowTop[row[box]] + boxes.get(box).height();
  }

  private void paint(Graphics2D graphics, Edge edge) {
    double fromX = middle(edge.from());
    double fromY = bottom(edge.from());
    double toX = middle(edge.to());
    double toY = rowTop[row[edge.to()]];
    double above = toY - ROW_GAP / 2;
    if (row[edge.to()] - row[edge.from()] == 1) {
      Shapes.arrow(graphics, fromX, fromY, fromX, above, toX, above, toX, toY);
      return;
    }
    Lane lane = lanes.stream().filter(each -> each.edge().equals(edge)).findFirst().orElseThrow();
    double offset = 4 + lane.number() * LANE + LANE / 2;
    double x = lane.left() ? leftLanes - offset : width - laneWidth(false) + offset;
    double below = rowTop[row[edge.from()] + 1] - ROW_GAP / 2;
    double aside = lane.left() ? -5 : 5;
    Shapes.arrow(
        graphics,
        fromX + aside,
        fromY,
        fromX + aside,
        below,
        x,
        below,
        x,
        above,
        toX + aside,
        above,
        toX + aside,
        toY);
  }

  private void paintBox(Graphics2D graphics, int index) {
    Box box = boxes.get(index);
    double boxWidth = Math.min(columnWidth[column[index]], box.width() + 30);
    double left = middle(index) - boxWidth / 2;
    double top = rowTop[row[index]];
    RoundRectangle2D outline = new RoundRectangle2D.Double(left, top, boxWidth, box.height(), 6, 6);
    Shapes.fill(graphics, outline, box.look().fill());
    if (box.look().hatched()) {
      hatchEnds(graphics, outline.getBounds2D());
    }
    graphics.setColor(Style.INK);
    for (int i = 0; i < box.lines().size(); i++) {
      double base = top + PADDING / 2 + LINE * (i + 1) - 3.5;
      Lettering.centred(graphics, Box.font(i), box.lines().get(i), middle(index), base);
    }
  }

  /** At both ends only, so that the letters stay legible. */
  private static void hatchEnds(Graphics2D graphics, Rectangle2D box) {
    double end = 8;
    double height = box.getHeight();
    Shapes.hatch(graphics, new Rectangle2D.Double(box.getX(), box.getY(), end, height));
    Shapes.hatch(graphics, new Rectangle2D.Double(box.getMaxX() - end, box.getY(), end, height));
  }
}
