package liviano.kernels;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/**
 * Parameters in the layouts that kernels want, each packed once. Programs of one model share one
 * cache, whatever their batch and input size. Thread-safe; the memory goes when the last kernel
 * that uses it goes.
 */
public final class PackedWeights {
  private record Key(String param, String layout) {}

  private final ConcurrentMap<Key, MemorySegment> packed = new ConcurrentHashMap<>();
  private final AtomicReference<Object> owner = new AtomicReference<>();

  private final boolean movable;
  private volatile LongFunction<MemorySegment> memory;

  /** A cache in memory outside the heap. */
  public PackedWeights() {
    this.memory = bytes -> Arena.ofAuto().allocate(bytes, 64);
    this.movable = true;
  }

  /**
   * @param memory gives so many bytes of zeros on a 64-byte boundary; no provider's own is taken
   *     instead
   */
  PackedWeights(LongFunction<MemorySegment> memory) {
    this.memory = memory;
    this.movable = false;
  }

  /**
   * Takes memory of a provider's choice for what is packed from now on.
   *
   * @param memory gives so many bytes of zeros on a 64-byte boundary, which go when nothing refers
   *     to them any more
   */
  public void packInto(LongFunction<MemorySegment> memory) {
    if (movable) {
      this.memory = memory;
    }
  }

  /**
   * Binds the cache to a model: parameters are known by their names, and another model's would be
   * mistaken for its own.
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
   * @param param the parameter's name
   * @param layout a name for the layout that says everything on which the packed bytes depend
   * @param bytes size of the packed form
   * @param packer fills the segment, which starts on a 64-byte boundary and holds zeros
   * @return a read-only segment of {@code bytes} bytes
   */
  public MemorySegment get(
      String param, String layout, long bytes, Consumer<MemorySegment> packer) {
    return packed.computeIfAbsent(
        new Key(param, layout),
        key -> {
          MemorySegment segment = memory.apply(Math.max(bytes, 1));
          packer.accept(segment);
          return segment.asReadOnly();
        });
  }

  /** Bytes of all packed parameters. */
  public long bytes() {
    return packed.values().stream().mapToLong(MemorySegment::byteSize).sum();
  }
}
