package liviano.bench.load;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import liviano.bench.load.Probe.Sample;

/**
 * Many requests, while the server's memory and files are looked at: what leaks grows from line to
 * line.
 *
 * @param everyMillis between two looks
 */
record Soak(ClosedLoop loop, Probe probe, int clients, long requests, long everyMillis) {
  private static final double MIB = 1 << 20;

  static final String HEAD = "  Requests    Seconds   Heap MiB  Resident MiB   Files  Threads";

  /** Sends them all, with a line for each look at the server. */
  Round run(Consumer<String> lines) throws IOException, InterruptedException {
    AtomicLong left = new AtomicLong(requests);
    double cpu = OwnProcess.cpuSeconds();
    Sample before = probe.sample();
    long from = System.nanoTime();
    lines.accept(HEAD);
    lines.accept(line(0, 0, before));
    CompletableFuture<Tally> all =
        CompletableFuture.supplyAsync(() -> send(left), Thread::startVirtualThread);
    Optional<Tally> tally = Optional.empty();
    while (tally.isEmpty()) {
      tally = await(all);
      double seconds = (System.nanoTime() - from) * 1e-9;
      lines.accept(line(requests - Math.max(0, left.get()), seconds, probe.sample()));
    }
    double seconds = (System.nanoTime() - from) * 1e-9;
    return new Round(
        clients,
        tally.get(),
        seconds,
        OwnProcess.cpuSeconds() - cpu,
        probe.sample().cpuSeconds() - before.cpuSeconds());
  }

  private Tally send(AtomicLong left) {
    try {
      return loop.untilZero(clients, left);
    } catch (InterruptedException e) {
      throw new CompletionException(e);
    }
  }

  /** Empty if it takes longer than until the next look. */
  private Optional<Tally> await(CompletableFuture<Tally> all)
      throws IOException, InterruptedException {
    try {
      return Optional.of(all.get(everyMillis, TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    }
  }

  private static String line(long requests, double seconds, Sample sample) {
    return String.format(
        Locale.ROOT,
        "%10d %10.1f %10s %13s %7s %8s",
        requests,
        seconds,
        number("%.1f", sample.heapBytes() / MIB),
        number("%.1f", sample.residentBytes() / MIB),
        number("%.0f", sample.files()),
        number("%.0f", sample.threads()));
  }

  private static String number(String format, double value) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, format, value);
  }
}
