package liviano.train.network;

import java.util.ArrayList;
import java.util.List;
import liviano.graph.Graph;
import liviano.graph.Op;
import liviano.graph.Padding;
import liviano.graph.Window;
import liviano.tensor.Shape;
import org.junit.jupiter.api.Named;

/** Graphs of one operation with a window, under paddings, strides and dilations of all kinds. */
final class WindowGraphs {
  private static final Shape MAP = Shape.of(7, 6, 4);

  private static final List<Window> WINDOWS =
      List.of(
          Window.square(1, 1, Padding.NONE),
          Window.square(1, 2, Padding.SAME),
          new Window(1, 1, 1, 3, 1, 1, Padding.NONE),
          Window.square(3, 1, Padding.SAME),
          Window.square(3, 2, Padding.SAME),
          Window.square(3, 2, Padding.all(1)),
          Window.square(2, 2, Padding.NONE),
          Window.square(2, 2, Padding.SAME),
          Window.square(3, 1, 2, Padding.SAME),
          Window.square(3, 1, 2, Padding.all(2)),
          new Window(3, 2, 2, 1, 1, 1, new Padding.Explicit(0, 2, 1, 0)),
          new Window(2, 3, 1, 3, 2, 1, new Padding.Explicit(1, 0, 0, 1)));

  private WindowGraphs() {}

  static List<Named<Graph>> all() {
    List<Named<Graph>> graphs = new ArrayList<>();
    for (Window window : WINDOWS) {
      add(graphs, window, new Op.Conv2d(6, window, 1, true));
      add(graphs, window, new Op.Conv2d(6, window, 2, false));
      add(graphs, window, new Op.Conv2d(4, window, 4, true));
      add(graphs, window, new Op.DepthwiseConv2d(window, 1, false));
      add(graphs, window, new Op.DepthwiseConv2d(window, 3, true));
      add(graphs, window, new Op.TransposedConv2d(6, window, 0, 0, 1, true));
      add(graphs, window, new Op.TransposedConv2d(6, window, 0, 0, 2, false));
      add(graphs, window, new Op.MaxPool(window));
      add(graphs, window, new Op.AveragePool(window, true));
      add(graphs, window, new Op.AveragePool(window, false));
    }
    Window two = Window.square(2, 2, Padding.NONE);
    add(graphs, two, new Op.TransposedConv2d(2, two, 1, 1, 2, true));
    add(graphs, two, new Op.TransposedConv2d(2, two, 3, 0, 1, true));
    return graphs;
  }

  /** A graph has no pooling through a window with gaps. */
  private static void add(List<Named<Graph>> graphs, Window window, Op op) {
    if (op instanceof Op.Pool && (window.dilationH() > 1 || window.dilationW() > 1)) {
      return;
    }
    graphs.add(SmallGraphs.of(op.toString(), MAP, op));
  }
}
