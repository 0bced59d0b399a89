package liviano.engine;

import java.util.List;
import java.util.stream.IntStream;

/** Where the time of a session's runs went, step by step. Used by one thread at a time. */
public final class Profile {
  /**
   * One step's share.
   *
   * @param step what was run
   * @param nanos nanoseconds in all runs together
   */
  public record Entry(Step step, long nanos) {}

  private final Program program;
  private final long[] nanos;
  private long runs;

  /** An empty profile for sessions of that program. */
  public Profile(Program program) {
    this.program = program;
    this.nanos = new long[program.steps().size()];
  }

  /** How many runs were counted. */
  public long runs() {
    return runs;
  }

  /** One entry per step, in order. */
  public List<Entry> entries() {
    return IntStream.range(0, nanos.length)
        .mapToObj(i -> new Entry(program.steps().get(i), nanos[i]))
        .toList();
  }

  boolean isFor(Program other) {
    return program == other;
  }

  void add(int step, long taken) {
    nanos[step] += taken;
  }

  void endRun() {
    runs++;
  }
}
