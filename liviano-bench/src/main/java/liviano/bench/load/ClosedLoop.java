package liviano.bench.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Clients that each send one request after the other, over a connection that is kept. One that is
 * refused waits as long as the server says, or as long as it was told to.
 *
 * @param request the same bytes each time
 * @param pause milliseconds after a refusal, in place of the server's word
 */
record ClosedLoop(Target target, byte[] request, OptionalLong pause) {
  private static final long MILLIS = 1_000_000;
  private static final long BROKEN_PAUSE = 20;

  /** Whether there is another request to send. */
  private interface More {
    boolean more();

    /** Nanoseconds that a client may still wait. */
    long left();
  }

  /** Sends for so many seconds. */
  Tally forSeconds(int clients, double seconds) throws InterruptedException {
    long end = System.nanoTime() + (long) (seconds * 1000 * MILLIS);
    return run(
        clients,
        new More() {
          @Override
          public boolean more() {
            return left() > 0;
          }

          @Override
          public long left() {
            return end - System.nanoTime();
          }
        });
  }

  /** Sends as long as the counter is above 0, which each request counts down. */
  Tally untilZero(int clients, AtomicLong counter) throws InterruptedException {
    return run(
        clients,
        new More() {
          @Override
          public boolean more() {
            return counter.getAndDecrement() > 0;
          }

          @Override
          public long left() {
            return counter.get() > 0 ? Long.MAX_VALUE : 0;
          }
        });
  }

  private Tally run(int clients, More more) throws InterruptedException {
    AtomicReference<byte[]> first = new AtomicReference<>();
    CountDownLatch start = new CountDownLatch(1);
    List<Client> all = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < clients; i++) {
      Client client = new Client(more, first);
      all.add(client);
      threads.add(Thread.ofPlatform().daemon().name("client-" + i).start(() -> client.run(start)));
    }
    start.countDown();
    Tally sum = new Tally();
    for (int i = 0; i < clients; i++) {
      threads.get(i).join();
      sum.add(all.get(i).tally);
    }
    return sum;
  }

  private final class Client {
    private final More more;
    private final AtomicReference<byte[]> first;
    private final Tally tally = new Tally();
    private Connection connection;

    Client(More more, AtomicReference<byte[]> first) {
      this.more = more;
      this.first = first;
    }

    void run(CountDownLatch start) {
      try {
        start.await();
        while (more.more()) {
          once();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } finally {
        hangUp();
      }
    }

    private void once() throws InterruptedException {
      try {
        if (connection == null) {
          connection = new Connection(target);
        }
        long from = System.nanoTime();
        Answer answer = connection.exchange(request);
        take(answer, System.nanoTime() - from);
        if (connection.isClosing()) {
          hangUp();
        }
      } catch (IOException | NumberFormatException e) {
        tally.broken(String.valueOf(e.getMessage()));
        hangUp();
        rest(BROKEN_PAUSE);
      }
    }

    private void take(Answer answer, long took) throws InterruptedException {
      if (answer.isDone()) {
        first.compareAndSet(null, answer.body());
        tally.done(answer, took, Arrays.equals(answer.body(), first.get()));
        return;
      }
      tally.refused(answer.status());
      rest(pause.orElse(1000 * answer.retryAfter().orElse(0)));
    }

    private void rest(long millis) throws InterruptedException {
      Thread.sleep(Math.clamp(more.left() / MILLIS, 0, millis));
    }

    private void hangUp() {
      try {
        if (connection != null) {
          connection.close();
        }
      } catch (IOException e) {
        tally.broken(String.valueOf(e.getMessage()));
      }
      connection = null;
    }
  }
}
