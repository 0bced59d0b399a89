package liviano.formats.names;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Locale;
import liviano.MalformedModelException;
import liviano.graph.ParamSpec;
import liviano.tensor.Extents;
import liviano.tensor.LittleEndian;
import liviano.tensor.NativeMemory;
import liviano.weights.Tensor;

/**
 * The order in which a program stores the extents of weights. Ours is {@code [out, height, width,
 * in]} for convolutions, {@code [height, width, channels]} for depthwise ones, {@code [out, in]}
 * for dense layers.
 */
enum TensorOrder {
  /** PyTorch's: {@code [out, in, height, width]}, {@code [channels, 1, height, width]}. */
  CHANNELS_FIRST,

  /**
   * TensorFlow's: {@code [height, width, in, out]}, {@code [height, width, channels, 1]}, {@code
   * [in, out]}.
   */
  OUT_LAST,

  /** TensorFlow Lite's: ours, but with extents of 1. */
  OUT_FIRST;

  /** Output channels of a convolution or dense layer by its weights; 0 where they are no such. */
  int outChannels(Tensor weight) {
    if (weight.rank() < 2) {
      return 0;
    }
    long out =
        switch (this) {
          case CHANNELS_FIRST, OUT_FIRST -> weight.dim(0);
          case OUT_LAST -> weight.dim(weight.rank() - 1);
        };
    return (int) Math.min(out, Integer.MAX_VALUE);
  }

  /**
   * A parameter of ours from a tensor of theirs.
   *
   * @throws MalformedModelException if it has another shape
   */
  Tensor ours(ParamSpec spec, Tensor theirs) {
    List<Extents> known = shapes(spec);
    if (!known.contains(theirs.dims())) {
      throw new MalformedModelException(
          String.format(
              Locale.ROOT,
              "tensor '%s' has shape %s, expected %s",
              theirs.name(),
              theirs.dims(),
              known.getFirst()));
    }
    Matrices matrices = matrices(spec);
    return new Tensor(
        spec.name(),
        theirs.type(),
        spec.shape().extents(),
        new Matrices(matrices.count(), matrices.columns(), matrices.rows()).turned(theirs));
  }

  /** A tensor of theirs, under a name, from a parameter of ours. */
  Tensor theirs(ParamSpec spec, Tensor ours, String name) {
    return new Tensor(name, ours.type(), shapes(spec).getFirst(), matrices(spec).turned(ours));
  }

  /** The shapes that a tensor may have; what is written has the first. */
  private List<Extents> shapes(ParamSpec spec) {
    long[] d = spec.shape().extents().toArray();
    return switch (d.length) {
      case 4 ->
          List.of(
              switch (this) {
                case CHANNELS_FIRST -> Extents.of(d[0], d[3], d[1], d[2]);
                case OUT_LAST -> Extents.of(d[1], d[2], d[3], d[0]);
                case OUT_FIRST -> Extents.of(d);
              });
      case 3 ->
          List.of(
              switch (this) {
                case CHANNELS_FIRST -> Extents.of(d[2], 1, d[0], d[1]);
                case OUT_LAST -> Extents.of(d[0], d[1], d[2], 1);
                case OUT_FIRST -> Extents.of(1, d[0], d[1], d[2]);
              });
      case 2 ->
          switch (this) {
            case CHANNELS_FIRST -> List.of(Extents.of(d), Extents.of(d[0], d[1], 1, 1));
            case OUT_LAST -> List.of(Extents.of(1, 1, d[1], d[0]), Extents.of(d[1], d[0]));
            case OUT_FIRST -> List.of(Extents.of(d[0], 1, 1, d[1]), Extents.of(d));
          };
      default -> List.of(Extents.of(d));
    };
  }

  /** As which matrices our numbers are turned to become theirs. */
  private Matrices matrices(ParamSpec spec) {
    int[] d = spec.shape().toArray();
    return switch (this) {
      case CHANNELS_FIRST ->
          switch (d.length) {
            case 4 -> new Matrices(d[0], d[1] * d[2], d[3]);
            case 3 -> new Matrices(1, d[0] * d[1], d[2]);
            default -> Matrices.NONE;
          };
      case OUT_LAST ->
          switch (d.length) {
            case 4 -> new Matrices(1, d[0], d[1] * d[2] * d[3]);
            case 2 -> new Matrices(1, d[0], d[1]);
            default -> Matrices.NONE;
          };
      case OUT_FIRST -> Matrices.NONE;
    };
  }

  /** Numbers as {@code count} matrices after one another, by rows. */
  private record Matrices(int count, int rows, int columns) {
    static final Matrices NONE = new Matrices(1, 1, 1);

    /** By columns; the numbers themselves where that is the same order. */
    MemorySegment turned(Tensor tensor) {
      if (rows == 1 || columns == 1) {
        return tensor.data();
      }
      MemorySegment from = tensor.data();
      MemorySegment to = NativeMemory.allocate(from.byteSize());
      int each = tensor.type().bytes();
      long next = 0;
      for (long matrix = 0; matrix < count; matrix++) {
        for (int column = 0; column < columns; column++) {
          for (int row = 0; row < rows; row++) {
            long source = (matrix * rows + row) * columns + column;
            if (each == Float.BYTES) {
              int bits = from.get(LittleEndian.INT_UNALIGNED, source * Float.BYTES);
              to.set(LittleEndian.INT_UNALIGNED, next * Float.BYTES, bits);
            } else {
              MemorySegment.copy(from, source * each, to, next * each, each);
            }
            next++;
          }
        }
      }
      return to;
    }
  }
}
