package liviano.paper.published;

import java.util.List;

/** Table 1: the inverted residual from k to k' channels, with stride s and expansion factor t. */
public final class BlockTable {

  /** One of its three layers. */
  public record Line(String input, String operator, String output) {}

  /** The lines, in the paper's order. */
  public static final List<Line> LINES =
      List.of(
          new Line("h x w x k", "1x1 conv2d, ReLU6", "h x w x (tk)"),
          new Line("h x w x tk", "3x3 dwise s=s, ReLU6", "h/s x w/s x (tk)"),
          new Line("h/s x w/s x tk", "linear 1x1 conv2d", "h/s x w/s x k'"));

  private BlockTable() {}
}
