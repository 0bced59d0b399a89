package liviano.train.data;

import java.util.Locale;
import java.util.stream.IntStream;
import liviano.vision.eval.DataSetException;

/**
 * Which samples come in which batch.
 *
 * <p>For training the order is by lot, anew in each epoch, and decided by the seed. With several
 * workers the batches of the same number hold together what one worker's batch of their total size
 * would hold: sample {@code i} of a worker is sample {@code i x world + rank} of the order. All
 * workers have as many batches, all batches as many samples; what does not fill a batch of each
 * worker is left out of the epoch, and with another order comes in another one. Only where there is
 * not even one whole batch, it is smaller.
 *
 * <p>For evaluation the order is that of the source, and every sample comes once; the last batch
 * may be smaller, and some workers may have one sample less than others.
 *
 * @param batch samples of a batch of one worker, at least 1
 * @param seed decides order and augmentation
 * @param training whether samples are shuffled and augmented
 * @param rank which worker this is, from 0
 * @param world how many workers there are, at least 1
 * @param threads that prepare samples, from 1 to {@value #MOST_THREADS}
 * @param ahead how many batches are prepared ahead, at least 1
 */
public record BatchPlan(
    int batch, long seed, boolean training, int rank, int world, int threads, int ahead) {
  /** The most threads that prepare samples. */
  public static final int MOST_THREADS = 1024;

  /** Heap for one picture in work: the decoder's copy and ours, at the usual cap on pixels. */
  private static final long BYTES_PER_THREAD = 768L << 20;

  /**
   * @throws IllegalArgumentException if a number is out of range
   */
  public BatchPlan {
    require(batch >= 1, "a batch of %d samples: give 1 or more", batch);
    require(world >= 1, "%d workers: give 1 or more", world);
    require(rank >= 0 && rank < world, "rank %d of %d workers: count them from 0", rank, world);
    require(
        threads >= 1 && threads <= MOST_THREADS,
        "%d threads: give from 1 to %d",
        threads,
        MOST_THREADS);
    require(ahead >= 1, "%d batches ahead: give 1 or more", ahead);
  }

  private static void require(boolean right, String message, Object... values) {
    if (!right) {
      throw new IllegalArgumentException(String.format(Locale.ROOT, message, values));
    }
  }

  /**
   * Shuffled and augmented, for one worker, on all processors that the heap has room for, two
   * batches ahead.
   */
  public static BatchPlan training(int batch, long seed) {
    return new BatchPlan(batch, seed, true, 0, 1, processors(), 2);
  }

  /** Every sample once in its order, as in use, for one worker, on as many processors. */
  public static BatchPlan evaluation(int batch) {
    return new BatchPlan(batch, 0, false, 0, 1, processors(), 2);
  }

  /**
   * As many threads as there are processors, or fewer where the heap does not hold their pictures.
   */
  static int processors() {
    Runtime machine = Runtime.getRuntime();
    long fitting = machine.maxMemory() / BYTES_PER_THREAD;
    return (int) Math.clamp(fitting, 1L, Math.min(MOST_THREADS, machine.availableProcessors()));
  }

  /** The same for one of several workers. */
  public BatchPlan withShard(int rank, int world) {
    return new BatchPlan(batch, seed, training, rank, world, threads, ahead);
  }

  /** The same with another number of threads; it changes no sample. */
  public BatchPlan withThreads(int threads) {
    return new BatchPlan(batch, seed, training, rank, world, threads, ahead);
  }

  /** The same with another number of batches prepared ahead. */
  public BatchPlan withAhead(int ahead) {
    return new BatchPlan(batch, seed, training, rank, world, threads, ahead);
  }

  /**
   * Batches of an epoch, of this worker.
   *
   * @param size samples of the source
   * @throws DataSetException if there are too few for a training with so many workers
   */
  public int batches(int size) {
    int own = shard(size);
    return training ? Math.max(1, own / batch) : Math.ceilDiv(own, batch);
  }

  /**
   * Samples of an epoch, of this worker.
   *
   * @param size samples of the source
   * @throws DataSetException as {@link #batches}
   */
  public int samples(int size) {
    int own = shard(size);
    return training && own >= batch ? own / batch * batch : own;
  }

  private int shard(int size) {
    if (!training) {
      return Math.max(0, Math.ceilDiv(size - rank, world));
    }
    if (size < world) {
      throw new DataSetException(
          "training pictures",
          String.format(
              Locale.ROOT, "%d for %d workers: give more pictures or fewer workers", size, world));
    }
    return size / world;
  }

  /**
   * The samples of an epoch, of this worker, batch after batch.
   *
   * @param size samples of the source
   * @return indices of the source
   */
  int[] order(int size, long epoch) {
    int[] all =
        training
            ? new Draws(Draws.seed(seed, epoch)).order(size)
            : IntStream.range(0, size).toArray();
    int[] own = new int[samples(size)];
    for (int i = 0; i < own.length; i++) {
      own[i] = all[i * world + rank];
    }
    return own;
  }
}
