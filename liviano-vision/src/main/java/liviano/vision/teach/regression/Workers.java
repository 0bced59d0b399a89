package liviano.vision.teach.regression;

import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import liviano.vision.answer.Parallel;

/** Parts of a computation that write to separate places, on several threads. */
record Workers(int threads) {
  /** Does the parts 0 to {@code parts - 1}. */
  void each(int parts, IntConsumer work) {
    if (threads == 1 || parts == 1) {
      IntStream.range(0, parts).forEach(work);
      return;
    }
    List<Integer> all = IntStream.range(0, parts).boxed().toList();
    Parallel.map(
        all,
        threads,
        part -> {
          work.accept(part);
          return part;
        });
  }
}
