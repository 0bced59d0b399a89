package liviano.kernels.scalar;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import liviano.kernels.Formats;
import liviano.kernels.Frame;
import liviano.kernels.Fused;
import liviano.kernels.Kernel;

/** A block as its three layers one after the other, each tensor whole. There is one unit. */
final class ScalarInvertedResidual implements Kernel {
  private static final long ALIGNMENT = 64;

  /** A tensor between two layers. */
  private final long expandedBytes;

  private final long filteredBytes;
  private final List<Kernel> layers;
  private final boolean expands;
  private final boolean residual;

  /**
   * @param layers the kernels of the block's layers
   */
  ScalarInvertedResidual(Fused.InvertedResidual task, List<Kernel> layers) {
    this.layers = List.copyOf(layers);
    this.expands = task.expand().isPresent();
    this.residual = task.project().epilogue().residual();
    var g = task.filter().geometry();
    Formats formats = task.filter().formats();
    long expanded = (long) g.batch() * g.inH() * g.inW() * g.inC();
    this.expandedBytes = expands ? rounded(expanded * formats.inputs().getFirst().bytes()) : 0;
    this.filteredBytes = rounded(g.outputs() * formats.output().bytes());
  }

  private static long rounded(long bytes) {
    return Math.ceilDiv(bytes, ALIGNMENT) * ALIGNMENT;
  }

  @Override
  public long scratchBytes() {
    long most = layers.stream().mapToLong(Kernel::scratchBytes).max().orElse(0);
    return expandedBytes + filteredBytes + most;
  }

  @Override
  public int units() {
    return 1;
  }

  @Override
  public void run(Frame frame, int fromUnit, int toUnit, int worker) {
    if (fromUnit == toUnit) {
      return;
    }
    MemorySegment scratch = frame.scratch(worker);
    MemorySegment[] own = {scratch.asSlice(expandedBytes + filteredBytes)};
    MemorySegment filtered = scratch.asSlice(expandedBytes, filteredBytes);
    MemorySegment map = frame.input(0);
    List<Frame> frames = new ArrayList<>();
    if (expands) {
      MemorySegment expanded = scratch.asSlice(0, expandedBytes);
      frames.add(new Frame(new MemorySegment[] {map}, expanded, own));
      map = expanded;
    }
    frames.add(new Frame(new MemorySegment[] {map}, filtered, own));
    MemorySegment[] inputs =
        residual
            ? new MemorySegment[] {filtered, frame.residual()}
            : new MemorySegment[] {filtered};
    frames.add(new Frame(inputs, frame.output(), own));
    for (int i = 0; i < frames.size(); i++) {
      layers.get(i).run(frames.get(i), 0, layers.get(i).units(), 0);
    }
  }
}
