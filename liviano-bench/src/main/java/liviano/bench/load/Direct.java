package liviano.bench.load;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import liviano.vision.ImageClassifier;
import liviano.vision.Picture;

/**
 * What the machine does without a server: the same picture decoded, prepared and classified in this
 * JVM, one picture at a time on each core.
 *
 * @param picture a file's bytes
 */
record Direct(ImageClassifier classifier, byte[] picture) {
  /** Pictures a second on all cores. */
  double picturesPerSecond(double seconds) throws InterruptedException {
    int cores = Runtime.getRuntime().availableProcessors();
    long start = System.nanoTime();
    long end = start + (long) (seconds * 1e9);
    List<Callable<Long>> workers = new ArrayList<>();
    for (int i = 0; i < cores; i++) {
      workers.add(() -> classifyUntil(end));
    }
    long done = 0;
    try (ExecutorService pool = Executors.newFixedThreadPool(cores)) {
      for (Future<Long> worker : pool.invokeAll(workers)) {
        done += worker.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("the picture cannot be classified", e.getCause());
    }
    return done / ((System.nanoTime() - start) * 1e-9);
  }

  private long classifyUntil(long end) {
    long done = 0;
    while (System.nanoTime() - end < 0) {
      classifier.classify(Picture.read(picture));
      done++;
    }
    return done;
  }
}
