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

  /** The most numbers that a worker passes to machine code with {@link Frame#arguments}. */
  default int arguments() {
    return 0;
  }

  /**
   * The number of units that the output is divided into. Units are disjoint, and each is computed
   * in the same way by every worker, so any number of threads gives the same bits.
   */
  int units();

  /**
   * Computes the parts {@code fromUnit} (inclusive) to {@code toUnit} (exclusive). Allocates
   * nothing.
   *
   * @param worker which worker this is, for {@link Frame#scratch(int)}
   */
  void run(Frame frame, int fromUnit, int toUnit, int worker);

  /** How it cuts its task, in a few words for profiles; empty if there is only one way. */
  default String schedule() {
    return "";
  }

  /**
   * Whether adjacent units share work, so that one long run of units per thread is faster than
   * several short ones.
   */
  default boolean favoursLongRuns() {
    return false;
  }
}
