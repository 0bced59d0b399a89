package liviano.kernels;

/**
 * A task made ready to run: weights packed, code chosen. Immutable, and shared by all threads and
 * sessions.
 */
public interface Kernel {

  /** Scratch memory in bytes that each worker needs; planned ahead, never allocated in a run. */
  default long scratchBytes() {
    return 0;
  }

  /**
   * Into how many parts the output is cut. Parts are disjoint, and each is computed in the same way
   * whoever computes it, so that any number of threads gives the same bits.
   */
  int units();

  /**
   * Computes the parts {@code fromUnit} (inclusive) to {@code toUnit} (exclusive). Allocates
   * nothing.
   *
   * @param worker which worker this is, for {@link Frame#scratch(int)}
   */
  void run(Frame frame, int fromUnit, int toUnit, int worker);

  /** How it goes about its task, in a few words for profiles; empty where all do alike. */
  default String schedule() {
    return "";
  }

  /**
   * Whether neighbouring units share work, so that a thread is better given one long run of them
   * than several short ones.
   */
  default boolean favoursLongRuns() {
    return false;
  }
}
