package liviano.paper.published;

import java.util.List;

/**
 * Table 3: the most channels, and kilobytes of 16-bit numbers, that have to be materialised at each
 * resolution of a 224x224 input; for ShuffleNet x2 with three groups.
 */
public final class MemoryTable {

  /**
   * One network at one resolution.
   *
   * @param channels the most channels that a tensor has
   * @param kilobytes as printed
   */
  public record Cell(int channels, int kilobytes) {}

  /**
   * One resolution.
   *
   * @param side height and width of the maps
   */
  public record Line(int side, Cell mobileNetV1, Cell mobileNetV2, Cell shuffleNet) {}

  /** The lines, in the paper's order. */
  public static final List<Line> LINES =
      List.of(
          new Line(112, new Cell(64, 1600), new Cell(16, 400), new Cell(32, 800)),
          new Line(56, new Cell(128, 800), new Cell(32, 200), new Cell(48, 300)),
          new Line(28, new Cell(256, 400), new Cell(64, 100), new Cell(400, 600)),
          new Line(14, new Cell(512, 200), new Cell(160, 62), new Cell(800, 310)),
          new Line(7, new Cell(1024, 199), new Cell(320, 32), new Cell(1600, 156)),
          new Line(1, new Cell(1024, 2), new Cell(1280, 2), new Cell(1600, 3)));

  /** The last line: the most kilobytes of MobileNetV1. */
  public static final int MOST_MOBILENET_V1 = 1600;

  /** The most kilobytes of MobileNetV2. */
  public static final int MOST_MOBILENET_V2 = 400;

  /** The most kilobytes of ShuffleNet. */
  public static final int MOST_SHUFFLENET = 600;

  private MemoryTable() {}
}
