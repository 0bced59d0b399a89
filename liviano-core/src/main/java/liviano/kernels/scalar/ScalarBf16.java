package liviano.kernels.scalar;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import liviano.kernels.Bf16Tasks;
import liviano.kernels.Elementwise;
import liviano.kernels.Formats;
import liviano.kernels.Frame;
import liviano.kernels.Fused;
import liviano.kernels.Geometry;
import liviano.kernels.Kernel;
import liviano.kernels.Linear;
import liviano.kernels.Origin;
import liviano.kernels.PackedWeights;
import liviano.kernels.Param;
import liviano.kernels.Resample;
import liviano.kernels.Task;
import liviano.tensor.Bf16;
import liviano.tensor.DType;
import liviano.tensor.LittleEndian;
import liviano.tensor.NativeMemory;

/**
 * A task of {@link Bf16Tasks} by its definition: every number widened, the task computed in floats,
 * and the result rounded. There is one unit.
 */
final class ScalarBf16 implements Kernel {
  private static final long ALIGNMENT = 64;

  private final Kernel floats;
  private final Formats formats;

  /** Numbers of each input, then of the output. */
  private final List<Long> counts;

  /** Whether denormals of the first input count as zeros. */
  private final boolean multiplies;

  private ScalarBf16(Kernel floats, Formats formats, List<Long> counts, boolean multiplies) {
    this.floats = floats;
    this.formats = formats;
    this.counts = List.copyOf(counts);
    this.multiplies = multiplies;
  }

  /** Makes the kernel of a task in floats. */
  @FunctionalInterface
  interface OfFloats {
    Kernel of(Task task, PackedWeights cache);
  }

  static Kernel of(Task task, PackedWeights cache, OfFloats plain) {
    return switch (task) {
      case Linear t -> product(t, cache, plain);
      case Resample.AveragePool t ->
          new ScalarBf16(
              plain.of(new Resample.AveragePool(t.geometry(), t.countPadding()), cache),
              t.formats(),
              List.of(inputs(t.geometry()), t.geometry().outputs()),
              false);
      case Elementwise.Convert t ->
          new ScalarBf16(
              plain.of(new Elementwise.Convert(t.count(), Formats.f32(1)), cache),
              t.formats(),
              List.of(t.count(), t.count()),
              false);
      case Fused.InvertedResidual t ->
          new ScalarInvertedResidual(
              t, t.layers().stream().map(layer -> of(layer, cache, plain)).toList());
      case Fused.PooledPointwise t ->
          new ScalarPooledPointwise(t, of(t.pointwise(), cache, plain), plain.of(t.pool(), cache));
      default -> throw new AssertionError("not on bfloat16: " + task);
    };
  }

  private static Kernel product(Linear task, PackedWeights cache, OfFloats plain) {
    boolean residual = task.epilogue().residual();
    Formats floats = Formats.f32(residual ? 2 : 1);
    Kernel kernel = plain.of(task.with(widened(task.weight()), task.epilogue(), floats), cache);
    List<Long> counts = new ArrayList<>();
    long outputs =
        switch (task) {
          case Linear.Pointwise t -> {
            counts.add((long) t.rows() * t.inChannels());
            yield (long) t.rows() * t.outChannels();
          }
          case Linear.Convolution t -> {
            counts.add(inputs(t.geometry()));
            yield t.geometry().outputs();
          }
          case Linear.Depthwise t -> {
            counts.add(inputs(t.geometry()));
            yield t.geometry().outputs();
          }
          case Linear.TransposedConvolution t -> {
            counts.add(t.mirrored().outputs());
            yield inputs(t.mirrored());
          }
        };
    if (residual) {
      counts.add(outputs);
    }
    counts.add(outputs);
    return new ScalarBf16(kernel, task.formats(), counts, true);
  }

  /** Weights as floats. */
  private enum Widened implements Origin.Rule {
    WIDENED
  }

  private static Param widened(Param weight) {
    return new Param(
        new Origin.Made(Widened.WIDENED, List.of(weight.origin())),
        DType.F32,
        weight.shape(),
        () -> {
          MemorySegment floats = NativeMemory.allocate(weight.count() * Float.BYTES);
          for (long i = 0; i < weight.count(); i++) {
            short number = weight.data().get(LittleEndian.SHORT_UNALIGNED, i * Short.BYTES);
            Floats.set(floats, i, Bf16.factor(number));
          }
          return floats;
        });
  }

  private static long inputs(Geometry g) {
    return (long) g.batch() * g.inH() * g.inW() * g.inC();
  }

  private long bytes(int tensor) {
    return Math.ceilDiv(counts.get(tensor) * Float.BYTES, ALIGNMENT) * ALIGNMENT;
  }

  @Override
  public long scratchBytes() {
    return floatsAt() + floats.scratchBytes();
  }

  /** Where what the task in floats needs begins, after the tensors. */
  private long floatsAt() {
    long bytes = 0;
    for (int i = 0; i < counts.size(); i++) {
      bytes += bytes(i);
    }
    return bytes;
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
    List<MemorySegment> tensors = new ArrayList<>();
    long at = 0;
    for (int i = 0; i < counts.size(); i++) {
      tensors.add(scratch.asSlice(at, bytes(i)));
      at += bytes(i);
    }
    for (int i = 0; i < counts.size() - 1; i++) {
      widen(frame.input(i), formats.inputs().get(i), tensors.get(i), counts.get(i), i == 0);
    }
    MemorySegment[] none = {scratch.asSlice(at)};
    MemorySegment out = tensors.getLast();
    MemorySegment[] inputs = tensors.subList(0, tensors.size() - 1).toArray(MemorySegment[]::new);
    floats.run(new Frame(inputs, out, none), 0, floats.units(), 0);
    for (long i = 0; i < counts.getLast(); i++) {
      float number = Floats.get(out, i);
      if (formats.output() == DType.BF16) {
        frame.output().setAtIndex(LittleEndian.SHORT, i, Bf16.of(number));
      } else {
        Floats.set(frame.output(), i, number);
      }
    }
  }

  private void widen(
      MemorySegment from, DType format, MemorySegment to, long count, boolean isFirst) {
    for (long i = 0; i < count; i++) {
      boolean factor = isFirst && multiplies;
      if (format == DType.F32) {
        float number = Floats.get(from, i);
        Floats.set(to, i, factor ? Bf16.toFloat(Bf16.of(number)) : number);
      } else {
        short number = from.getAtIndex(LittleEndian.SHORT, i);
        Floats.set(to, i, factor ? Bf16.factor(number) : Bf16.toFloat(number));
      }
    }
  }
}
