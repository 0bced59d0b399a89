package liviano.bench.load;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What one client counted, or several together. Used by one thread at a time. */
final class Tally {
  private long[] nanos = new long[256];
  private int done;
  private int broken;
  private int differing;
  private Optional<String> complaint = Optional.empty();
  private final Map<Integer, Integer> refused = new TreeMap<>();
  private final Map<String, Double> stages = new LinkedHashMap<>();

  /** An answer 200 after so many nanoseconds; {@code same}: with the bytes of the first one. */
  void done(Answer answer, long took, boolean same) {
    if (done == nanos.length) {
      nanos = Arrays.copyOf(nanos, Math.multiplyExact(2, done));
    }
    nanos[done++] = took;
    differing += same ? 0 : 1;
    answer.stages().forEach((stage, ms) -> stages.merge(stage, ms, Double::sum));
  }

  void refused(int status) {
    refused.merge(status, 1, Integer::sum);
  }

  /** No answer. */
  void broken(String why) {
    broken++;
    complaint = complaint.or(() -> Optional.of(why));
  }

  void add(Tally other) {
    int sum = Math.addExact(done, other.done);
    nanos = Arrays.copyOf(nanos, Math.max(sum, nanos.length));
    System.arraycopy(other.nanos, 0, nanos, done, other.done);
    done = sum;
    broken += other.broken;
    differing += other.differing;
    complaint = complaint.or(() -> other.complaint);
    other.refused.forEach((status, count) -> refused.merge(status, count, Integer::sum));
    other.stages.forEach((stage, ms) -> stages.merge(stage, ms, Double::sum));
  }

  int done() {
    return done;
  }

  int broken() {
    return broken;
  }

  int differing() {
    return differing;
  }

  Optional<String> complaint() {
    return complaint;
  }

  int refusedWith(int status) {
    return refused.getOrDefault(status, 0);
  }

  /** Answers of other kinds than 200, by status. */
  Map<Integer, Integer> refused() {
    return refused;
  }

  /** Of the answers 200, ascending. */
  long[] sortedNanos() {
    long[] sorted = Arrays.copyOf(nanos, done);
    Arrays.sort(sorted);
    return sorted;
  }

  /** Mean milliseconds of a stage; 0 if the server did not say. */
  double meanMs(String stage) {
    return done == 0 ? 0 : stages.getOrDefault(stage, 0.0) / done;
  }
}
