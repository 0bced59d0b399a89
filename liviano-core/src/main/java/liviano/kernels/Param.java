package liviano.kernels;

import java.lang.foreign.MemorySegment;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import liviano.tensor.DType;
import liviano.tensor.LittleEndian;
import liviano.tensor.MappedPages;
import liviano.tensor.Shape;

/**
 * A constant of a task, not yet packed. Its name, format and shape are known at once; its numbers
 * are read or computed when a kernel is prepared, so that planning and counting touch no weights.
 */
public final class Param {
  /** Floats that are looked through at once. */
  private static final int AT_ONCE = 4096;

  private final Origin origin;
  private final DType format;
  private final Shape shape;
  private final Supplier<MemorySegment> source;

  /** What the source gave; null before the first call and after a release. */
  private MemorySegment materialised;

  /**
   * A constant whose numbers are supplied when they are needed.
   *
   * @param origin which constant of the model it is
   * @param format how its numbers are stored
   * @param shape its extents
   * @param source gives the numbers, little-endian, {@code shape.elements() * format.bytes()}
   *     bytes, not necessarily aligned, the same at every call; not written to
   */
  public Param(Origin origin, DType format, Shape shape, Supplier<MemorySegment> source) {
    this.origin = origin;
    this.format = format;
    this.shape = shape;
    this.source = source;
  }

  /**
   * As the model stores it under a name.
   *
   * @throws IllegalArgumentException if there are more or fewer numbers than the extents say
   */
  public Param(String name, DType format, Shape shape, MemorySegment data) {
    this(new Origin.Stored(name), format, shape, () -> data);
    checked(data);
  }

  public Origin origin() {
    return origin;
  }

  /** How its numbers are stored. */
  public DType format() {
    return format;
  }

  public Shape shape() {
    return shape;
  }

  /** For messages. */
  public String name() {
    return origin.name();
  }

  /** How many numbers it holds. */
  public long count() {
    return shape.elements();
  }

  /** Bytes of all numbers. */
  public long bytes() {
    return count() * format.bytes();
  }

  /**
   * The numbers, read-only; read or computed at the first call, and kept until {@link #release}.
   *
   * @throws IllegalArgumentException if the source gives more or fewer numbers than the extents say
   */
  public synchronized MemorySegment data() {
    if (materialised == null) {
      materialised = checked(source.get()).asReadOnly();
    }
    return materialised;
  }

  /**
   * Forgets numbers that were read or computed: they are packed by now. Another call of {@link
   * #data} would ask the source again. Of a mapped file, pages that nobody else reads leave this
   * process's memory; they are read again where they are needed again.
   */
  public synchronized void release() {
    if (materialised != null) {
      MappedPages.release(materialised);
    }
    materialised = null;
  }

  /** Whether it holds numbers that were read or computed. */
  public synchronized boolean isMaterialised() {
    return materialised != null;
  }

  /** The number at {@code index} of a parameter in {@link DType#F32}. */
  public float at(long index) {
    return data().get(LittleEndian.FLOAT_UNALIGNED, index * Float.BYTES);
  }

  /** A copy of all numbers of a parameter in {@link DType#F32}. */
  public float[] toFloats() {
    float[] floats = new float[Math.toIntExact(count())];
    LittleEndian.copy(data(), 0, floats, floats.length);
    return floats;
  }

  /**
   * A copy of all numbers of a parameter in {@link DType#I32}. To read them one by one where they
   * are is not safe: of a mapped file that became shorter the JVM reports a copy, but dies of an
   * instruction that reads a number and widens it at once.
   */
  public int[] toInts() {
    int[] ints = new int[Math.toIntExact(count())];
    LittleEndian.copy(data(), 0, ints, ints.length);
    return ints;
  }

  /**
   * Whether no number of a real parameter is NaN or infinite. Of a parameter that has no numbers
   * yet this is assumed, as of all weights that a model may store.
   */
  public boolean isFinite() {
    if (!origin.hasNumbers()) {
      return true;
    }
    MemorySegment data = data();
    if (format == DType.F32) {
      return areFinite(data);
    }
    return LongStream.range(0, count())
        .allMatch(i -> Float.isFinite(LittleEndian.floatAt(data, format, i)));
  }

  private boolean areFinite(MemorySegment floats) {
    float[] some = new float[(int) Math.min(count(), AT_ONCE)];
    for (long from = 0; from < count(); from += some.length) {
      int length = (int) Math.min(some.length, count() - from);
      LittleEndian.copy(floats, from * Float.BYTES, some, length);
      for (int i = 0; i < length; i++) {
        if (!Float.isFinite(some[i])) {
          return false;
        }
      }
    }
    return true;
  }

  private MemorySegment checked(MemorySegment data) {
    if (data.byteSize() != bytes()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "parameter %s: %s %s needs %d bytes, got %d",
              origin.name(),
              format,
              shape.dims(),
              bytes(),
              data.byteSize()));
    }
    return data;
  }

  @Override
  public String toString() {
    return name() + ": " + format + " " + shape.dims();
  }
}
