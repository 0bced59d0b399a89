package liviano.bench.stress;

import java.io.PrintStream;
import java.lang.ref.Cleaner;
import java.time.Duration;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import liviano.engine.Session;

/**
 * Threads that run programs drawn at random, each program by several of them at once. A program
 * that has had its runs is dropped for a new one, so that code is made and freed all the while.
 */
final class Stress {
  /** Programs at a time, for each thread: few, so that threads meet in one. */
  private static final double PROGRAMS_A_THREAD = 0.75;

  private static final int RUNS_OF_A_PROGRAM = 400;

  /** Runs of one session before it is left, at most. */
  private static final int MOST_RUNS = 30;

  private static final Duration COLLECTION = Duration.ofSeconds(1);
  private static final Duration REPORT = Duration.ofSeconds(10);

  private final Kinds kinds;
  private final int threads;
  private final long seed;
  private final AtomicReferenceArray<DrawnProgram> live;
  private final Cleaner cleaner = Cleaner.create();
  private final AtomicLong drawn = new AtomicLong();
  private final AtomicLong freed = new AtomicLong();
  private final AtomicLong runs = new AtomicLong();
  private final AtomicReference<Throwable> wrong = new AtomicReference<>();
  private volatile boolean over;

  /**
   * What happened.
   *
   * @param programs that were drawn
   * @param freed of them, which nothing refers to any more
   * @param runs that gave the bits of the program's first
   * @param failure what was wrong; the message is empty where nothing was
   */
  record Outcome(long programs, long freed, long runs, String failure) {
    boolean isRight() {
      return failure.isEmpty();
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%,d programs, %,d of them freed, %,d runs, %s",
          programs,
          freed,
          runs,
          isRight() ? "no wrong bit" : "WRONG: " + failure);
    }
  }

  Stress(Kinds kinds, int threads, long seed) {
    this.kinds = kinds;
    this.threads = threads;
    this.seed = seed;
    this.live = new AtomicReferenceArray<>((int) Math.ceil(PROGRAMS_A_THREAD * threads));
  }

  /**
   * Runs for so long, or until something is wrong.
   *
   * @param out where progress is told
   */
  Outcome run(Duration time, PrintStream out) throws InterruptedException {
    CountDownLatch ended = new CountDownLatch(threads);
    for (int thread = 0; thread < threads; thread++) {
      long itsSeed = seed + thread;
      Thread.ofPlatform().name("stress " + thread).daemon().start(() -> work(itsSeed, ended));
    }
    long start = System.nanoTime();
    long reported = start;
    while (!ended.await(COLLECTION.toMillis(), TimeUnit.MILLISECONDS)) {
      System.gc(); // what was dropped, sessions and code, is to be given back
      long now = System.nanoTime();
      over |= now - start >= time.toNanos();
      if (now - reported >= REPORT.toNanos()) {
        reported = now;
        out.printf(
            Locale.ROOT, "%4.0f s: %s%s%n", (now - start) * 1e-9, outcome(), Resident.words());
      }
    }
    return outcome();
  }

  private Outcome outcome() {
    Throwable failure = wrong.get();
    return new Outcome(
        drawn.get(),
        freed.get(),
        runs.get(),
        switch (failure) {
          case null -> "";
          case WrongException e -> e.getMessage();
          default -> failure.toString();
        });
  }

  private void work(long itsSeed, CountDownLatch ended) {
    SplittableRandom random = new SplittableRandom(itsSeed);
    try {
      while (!over) {
        visit(random.nextInt(live.length()), 1 + random.nextInt(MOST_RUNS));
      }
    } catch (Throwable e) {
      wrong.compareAndSet(null, e);
      over = true;
    } finally {
      ended.countDown();
    }
  }

  /** Runs the program in a place some times, and puts another there when it is spent. */
  private void visit(int place, int times) {
    DrawnProgram program = live.get(place);
    if (program == null) {
      live.compareAndSet(place, null, draw());
      return;
    }
    Session session = program.session();
    for (int i = 0; i < times && !over; i++) {
      program.run(session);
      runs.incrementAndGet();
      if (program.spend()) {
        live.set(place, draw());
      }
    }
  }

  private DrawnProgram draw() {
    DrawnProgram program =
        DrawnProgram.of(seed + drawn.getAndIncrement(), kinds, RUNS_OF_A_PROGRAM);
    cleaner.register(program, freed::incrementAndGet);
    return program;
  }
}
