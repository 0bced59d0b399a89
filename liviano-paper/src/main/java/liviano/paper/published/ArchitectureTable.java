package liviano.paper.published;

import java.util.ArrayList;
import java.util.List;
import liviano.zoo.MobileNetV2;

/** Table 2: MobileNetV2 at width 1.0 and 224x224, line by line as printed. */
public final class ArchitectureTable {

  /**
   * A line: one operator, n times.
   *
   * @param input shape of what the first of them reads: {@code 224x224x3}
   * @param t expansion factor, as printed; a dash where there is none
   * @param c channels it gives
   * @param n how many times
   * @param s stride of the first of them
   */
  public record Line(String input, String operator, String t, String c, String n, String s) {}

  private static final String NONE = "-";

  /** The lines, in the paper's order. */
  public static final List<Line> LINES = lines();

  private ArchitectureTable() {}

  /**
   * The bottlenecks are listed in the zoo only; the rows that the paper prints around them are
   * listed here.
   */
  private static List<Line> lines() {
    List<String> inputs =
        List.of(
            "112x112x32", "112x112x16", "56x56x24", "28x28x32", "14x14x64", "14x14x96", "7x7x160");
    List<Line> lines = new ArrayList<>();
    lines.add(new Line("224x224x3", "conv2d", NONE, "32", "1", "2"));
    for (int i = 0; i < inputs.size(); i++) {
      MobileNetV2.Stage stage = MobileNetV2.TABLE_2.get(i);
      lines.add(
          new Line(
              inputs.get(i),
              "bottleneck",
              String.valueOf(stage.t()),
              String.valueOf(stage.c()),
              String.valueOf(stage.n()),
              String.valueOf(stage.s())));
    }
    lines.add(new Line("7x7x320", "conv2d 1x1", NONE, "1280", "1", "1"));
    lines.add(new Line("7x7x1280", "avgpool 7x7", NONE, NONE, "1", NONE));
    lines.add(new Line("1x1x1280", "conv2d 1x1", NONE, "k", NONE, NONE));
    return List.copyOf(lines);
  }
}
