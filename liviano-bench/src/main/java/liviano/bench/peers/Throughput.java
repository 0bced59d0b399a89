package liviano.bench.peers;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import liviano.vision.Picture;
import liviano.vision.prepare.Preprocessor;

/**
 * Decoded pictures taken from a queue by one thread a lane, prepared as the model's card asks and
 * run. Preparing is the same code for every engine, straight into the engine's input. The clock
 * starts when each lane has run once.
 *
 * @param pictures that were done
 * @param nanos from the start to the end of the last
 */
record Throughput(long pictures, long nanos) {
  /** A usual photograph's size, and enough of them not to stay in a core's cache. */
  private static final int WIDTH = 500;

  private static final int HEIGHT = 375;
  private static final int QUEUE = 16;

  String toLine() {
    return "pictures " + pictures + " " + nanos;
  }

  static Throughput of(Setup setup, Peer peer, long millis) {
    List<Picture> queue = queue();
    Preprocessor preprocessor = Preprocessor.of(setup.model().card().preprocessing());
    AtomicInteger next = new AtomicInteger();
    CountDownLatch warm = new CountDownLatch(setup.lanes());
    CountDownLatch start = new CountDownLatch(1);
    List<Lane> lanes = new ArrayList<>();
    ExecutorService threads = Executors.newFixedThreadPool(setup.lanes());
    try {
      List<Future<Long>> counts = new ArrayList<>();
      for (int i = 0; i < setup.lanes(); i++) {
        Lane lane = peer.lane();
        lanes.add(lane);
        Callable<Long> work =
            () -> {
              try {
                lane.run();
              } finally {
                warm.countDown();
              }
              start.await();
              long done = 0;
              for (long end = System.nanoTime() + millis * 1_000_000;
                  System.nanoTime() < end;
                  done++) {
                Picture picture = queue.get(Math.floorMod(next.getAndIncrement(), QUEUE));
                preprocessor.apply(picture, lane.input());
                lane.run();
              }
              return done;
            };
        counts.add(threads.submit(work));
      }
      warm.await();
      long from = System.nanoTime();
      start.countDown();
      long pictures = 0;
      for (Future<Long> count : counts) {
        pictures += count.get();
      }
      return new Throughput(pictures, System.nanoTime() - from);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause().getMessage(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } finally {
      threads.shutdownNow();
      lanes.forEach(Lane::close);
    }
  }

  private static List<Picture> queue() {
    List<Picture> queue = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < QUEUE; i++) {
      byte[] rgb = new byte[3 * WIDTH * HEIGHT];
      random.nextBytes(rgb);
      queue.add(Picture.ofRgb(WIDTH, HEIGHT, rgb));
    }
    return List.copyOf(queue);
  }
}
