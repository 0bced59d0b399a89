package liviano.kernels.nativecode;

import liviano.kernels.Fused;
import liviano.kernels.Geometry;
import liviano.kernels.Linear;

/**
 * How much of its input a block computed in strips has finished reading. If no strip writes beyond
 * the part that is finished, the output may begin at the same byte as the input. A shortcut is
 * safe: each of its numbers is read before the sum is written to the same place.
 */
final class SpentInput {
  private final Fused.InvertedResidual task;
  private final Geometry filter;
  private final Tiling tiling;

  private SpentInput(Fused.InvertedResidual task, Tiling tiling) {
    this.task = task;
    this.filter = task.filter().geometry();
    this.tiling = tiling;
  }

  /**
   * Whether a block may be written over its input: several workers compute strips in any order, and
   * only one worker computes them from the first to the last.
   */
  static boolean takesOutput(Fused.InvertedResidual task, Tiling tiling, int workers) {
    if (task.formats().inputs().getFirst().bytes() != task.formats().output().bytes()) {
      return false; // lines are counted in numbers here
    }
    boolean ordered = workers == 1 || tiling.units(task.filter().geometry()) == 1;
    return ordered && takesOutput(task, tiling);
  }

  /** Whether a block whose strips are computed in order may write over its input. */
  static boolean takesOutput(Fused.InvertedResidual task, Tiling tiling) {
    return new SpentInput(task, tiling).takesOutput();
  }

  private boolean takesOutput() {
    long outLine = (long) filter.outW() * task.project().outChannels();
    // Otherwise the output of one map would reach into the input of the next.
    if (filter.outH() * outLine > inMap()) {
      return false;
    }
    for (int strip = 1; strip < tiling.strips(); strip++) {
      int to = tiling.from(strip);
      if (to * outLine > spent(to)) {
        return false;
      }
    }
    return true;
  }

  /** Numbers of a map of the input that no line of the output from {@code to} on reads. */
  private long spent(int to) {
    int expanded = Math.clamp(firstLine(to - 1) + 2L * filter.dilationH() + 1, 0, filter.inH());
    if (task.expand().isEmpty()) {
      return Math.clamp(firstLine(to), 0, filter.inH()) * inLine();
    }
    if (expanded == filter.inH()) {
      return inMap();
    }
    return switch (task.expand().orElseThrow()) {
      case Linear.Pointwise _ -> expanded * inLine();
      case Linear.Convolution c -> {
        Geometry g = c.geometry();
        yield Math.clamp((long) expanded * g.strideH() - g.padTop(), 0, g.inH()) * inLine();
      }
    };
  }

  /** The first line of the filtered map that a line of the output reads. */
  private long firstLine(int y) {
    return (long) y * filter.strideH() - filter.padTop();
  }

  private long inLine() {
    return (long) inWidth() * task.inChannels();
  }

  private int inWidth() {
    return task.expand().orElse(null) instanceof Linear.Convolution c
        ? c.geometry().inW()
        : filter.inW();
  }

  private long inMap() {
    int height =
        task.expand().orElse(null) instanceof Linear.Convolution c
            ? c.geometry().inH()
            : filter.inH();
    return height * inLine();
  }
}
