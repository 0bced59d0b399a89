package liviano.kernels;

import java.lang.foreign.MemorySegment;
import java.lang.ref.WeakReference;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import liviano.tensor.DType;
import liviano.tensor.NativeMemory;

/**
 * Parameters in the layouts that kernels want, each packed once. Programs of one model share one
 * cache, whatever their batch and input size. Thread-safe; the memory is freed with the last kernel
 * that uses it.
 */
public final class PackedWeights {
  /**
   * How a kernel wants a parameter: a record that says everything on which the packed bytes depend
   * besides the parameter. Layouts of different classes are different layouts.
   */
  public interface Layout {}

  private sealed interface Key {}

  private record Packed(Origin param, DType format, Layout layout) implements Key {}

  private record Zeros(long bytes) implements Key {}

  private final ConcurrentMap<Key, MemorySegment> packed = new ConcurrentHashMap<>();
  private final AtomicReference<Object> owner = new AtomicReference<>();

  private final LongFunction<MemorySegment> memory;

  /** Bytes that are enough for most packers: what was too small stays until it is collected. */
  private static final long LENT = 192 * 1024;

  /** What was lent last; gone with the next garbage collection. */
  private final AtomicReference<WeakReference<MemorySegment>> spare =
      new AtomicReference<>(new WeakReference<>(null));

  /** A cache in memory outside the heap. */
  public PackedWeights() {
    this(NativeMemory::allocate);
  }

  /**
   * A cache in memory of a given kind, whichever providers pack into it.
   *
   * @param memory allocates that number of zero bytes on a 64-byte boundary, freed when nothing
   *     refers to them any more
   */
  public PackedWeights(LongFunction<MemorySegment> memory) {
    this.memory = memory;
  }

  /**
   * Binds the cache to a model: parameters are known by their {@linkplain Origin origin} in it, and
   * another model's would be mistaken for its own.
   *
   * @param model whose parameters are packed, compared by identity
   * @throws IllegalArgumentException if the cache is another model's
   */
  public void claim(Object model) {
    Object first = owner.compareAndExchange(null, model);
    if (first != null && first != model) {
      throw new IllegalArgumentException(
          "these packed weights belong to another model; give each model a cache of its own");
    }
  }

  /**
   * The parameter in a layout, packed at the first call.
   *
   * @param bytes size of the packed form, which follows from the parameter and the layout
   * @param packer fills the segment, which starts on a 64-byte boundary and holds zeros
   * @return a read-only segment of {@code bytes} bytes
   * @throws IllegalStateException if it was packed into another number of bytes before: the layout
   *     does not say everything
   */
  public MemorySegment get(Param param, Layout layout, long bytes, Consumer<MemorySegment> packer) {
    return get(new Packed(param.origin(), param.format(), layout), bytes, packer);
  }

  /** So many zeros, for parameters that a task does without; read-only. */
  public MemorySegment zeros(long bytes) {
    return get(new Zeros(bytes), bytes, _ -> {});
  }

  private MemorySegment get(Key key, long bytes, Consumer<MemorySegment> packer) {
    MemorySegment found =
        packed.computeIfAbsent(
            key,
            _ -> {
              MemorySegment segment = memory.apply(Math.max(bytes, 1)).asSlice(0, bytes);
              packer.accept(segment);
              return segment.asReadOnly();
            });
    if (found.byteSize() != bytes) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT, "%s: packed into %d bytes, %d are read", key, found.byteSize(), bytes));
    }
    return found;
  }

  /**
   * Lends a packer memory on a 64-byte boundary, with anything in it: making new zeros for each
   * parameter takes longer than packing it.
   *
   * @param bytes the least that is lent
   */
  public void lend(long bytes, Consumer<MemorySegment> packer) {
    WeakReference<MemorySegment> last = spare.getAndSet(new WeakReference<>(null));
    MemorySegment lent = last.get();
    if (lent == null || lent.byteSize() < bytes) {
      lent = NativeMemory.allocate(Math.max(bytes, LENT));
    }
    packer.accept(lent);
    spare.set(new WeakReference<>(lent));
  }

  /** Bytes of all packed parameters. */
  public long bytes() {
    return packed.values().stream().mapToLong(MemorySegment::byteSize).sum();
  }
}
