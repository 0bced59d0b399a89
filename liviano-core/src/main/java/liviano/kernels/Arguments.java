package liviano.kernels;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import liviano.tensor.NativeMemory;

/**
 * Numbers of 64 bits that one worker passes to machine code: written to an array, and copied to
 * memory that the code reads, all at once. A JVM that has just started takes many times as long to
 * write to that memory as to an array, and an inference writes some ten thousand of them.
 */
public final class Arguments {
  private final long[] numbers;
  private final LongBuffer memory;
  private final long address;

  /**
   * @param count how many there can be
   */
  public Arguments(int count) {
    this.numbers = new long[count];
    MemorySegment segment = NativeMemory.allocate((long) count * Long.BYTES);
    this.memory = segment.asByteBuffer().order(ByteOrder.nativeOrder()).asLongBuffer();
    this.address = segment.address();
  }

  /** For each of some workers as many as a kernel needs. */
  public static Arguments[] of(Kernel kernel, int workers) {
    return of(kernel.arguments(), workers);
  }

  /** For each of some workers {@code count} of them. */
  public static Arguments[] of(int count, int workers) {
    Arguments[] arguments = new Arguments[workers];
    for (int worker = 0; worker < workers; worker++) {
      arguments[worker] = new Arguments(count);
    }
    return arguments;
  }

  public void set(int index, long number) {
    numbers[index] = number;
  }

  /** Sets the first ones. */
  public void set(long[] first) {
    System.arraycopy(first, 0, numbers, 0, first.length);
  }

  /** As it was set, whatever the code has written to its copy. */
  public long get(int index) {
    return numbers[index];
  }

  /** What the code has left where it found a number. */
  public long left(int index) {
    return memory.get(index);
  }

  /** Where the code will find a number. */
  public long address(int index) {
    return address + (long) index * Long.BYTES;
  }

  /**
   * Copies the first numbers to where the code reads them.
   *
   * @return the address of the first
   */
  public long pass(int count) {
    memory.put(0, numbers, 0, count);
    return address;
  }
}
