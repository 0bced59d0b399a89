package liviano.kernels.scalar;

import java.lang.foreign.MemorySegment;
import liviano.kernels.Frame;
import liviano.kernels.Fused;
import liviano.kernels.Kernel;

/** A 1x1 convolution, then the average of its map, which is whole in between. There is one unit. */
final class ScalarPooledPointwise implements Kernel {
  private final Kernel pointwise;
  private final Kernel pool;
  private final long mapBytes;

  ScalarPooledPointwise(Fused.PooledPointwise task, Kernel pointwise, Kernel pool) {
    this.pointwise = pointwise;
    this.pool = pool;
    long numbers = (long) task.pointwise().rows() * task.pointwise().outChannels();
    this.mapBytes = Math.ceilDiv(numbers * Float.BYTES, 64) * 64;
  }

  @Override
  public long scratchBytes() {
    return mapBytes + Math.max(pointwise.scratchBytes(), pool.scratchBytes());
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
    MemorySegment map = frame.scratch(worker);
    MemorySegment[] own = {map.asSlice(mapBytes)};
    pointwise.run(
        new Frame(new MemorySegment[] {frame.input(0)}, map, own), 0, pointwise.units(), 0);
    pool.run(new Frame(new MemorySegment[] {map}, frame.output(), own), 0, pool.units(), 0);
  }
}
