package liviano.cli.install;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Fetches over HTTPS and nothing else, but for servers on this machine. What breaks off is gone on
 * from where it was; a server that is busy is asked again, as late as it says; an address that
 * cannot be reached is not.
 */
record HttpsFetcher(
    Clients clients, Patience patience, Silence silence, Pause pause, InstantSource clock)
    implements Fetcher {
  private static final long POLL_MILLIS = 50;

  @Override
  public Received fetch(Download download, Path file, Listener listener) throws IOException {
    requireHttps(download.address());
    Part part = Part.open(file, download);
    if (download.digest().bytes().orElse(-1) == part.length()) {
      part.finish(); // all bytes came, and nobody could compare them any more
      return new Received(true, Optional.empty());
    }
    boolean joined = false;
    for (Persistence persistence = new Persistence(patience); ; ) {
      long before = part.length();
      joined |= before > 0;
      Redirects redirects = new Redirects(download);
      Attempt attempt = attempt(download, redirects, part, listener);
      switch (attempt) {
        case Attempt.Whole _ -> {
          part.finish();
          return new Received(joined, redirects.told());
        }
        case Attempt.Outdated _ -> part.delete();
        case Attempt.Broken _, Attempt.Busy _ -> {}
        case Attempt.Absent(String why) -> throw new AbsentException(why);
        case Attempt.Refused(String why) -> throw new IOException(why);
        case Attempt.Moved moved -> throw new IllegalStateException("not followed: " + moved);
      }
      Persistence.Next next = persistence.after(attempt, part.length() > before);
      if (!next.delay().isZero()) {
        listener.note(
            String.format(
                Locale.ROOT,
                "%s: %s; again in %s",
                download.fileName(),
                next.why(),
                words(next.delay())));
      }
      long start = System.nanoTime();
      pause.of(next.delay(), listener::tick);
      if (attempt instanceof Attempt.Broken) {
        silence.spend(since(start)); // a server that is busy has answered
      }
    }
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private static String words(Duration time) {
    return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1e3);
  }

  private static void requireHttps(URI address) throws IOException {
    if (!Addresses.isAllowed(address)) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "only HTTPS is used, not %s://%s",
              address.getScheme(),
              address.getHost()));
    }
  }

  private Attempt attempt(Download download, Redirects redirects, Part part, Listener listener)
      throws IOException {
    while (true) {
      Attempt attempt = ask(download, redirects, part, listener);
      if (!(attempt instanceof Attempt.Moved moved)) {
        return attempt;
      }
      redirects.follow(moved);
    }
  }

  private Attempt ask(Download download, Redirects redirects, Part part, Listener listener)
      throws IOException {
    if (silence.isOver()) {
      return new Attempt.Refused("not asked: nobody has answered for " + silence);
    }
    URI address = redirects.at();
    Optional<String> proxy = clients.proxy(address);
    Patience now = patience.within(silence);
    long from = part.canGoOn() ? part.length() : 0;
    Reception reception = new Reception(download, part, from, clock);
    long start = System.nanoTime();
    try {
      if (proxy.isEmpty() && !Addresses.isKnown(address.getHost(), now.connect())) {
        return new Attempt.Refused("no such host, or no network");
      }
      HttpRequest request = request(download, redirects, part, from);
      return through(proxy, ask(request, reception, now, since(start), listener), reception);
    } finally {
      if (reception.answered()) {
        silence.end();
      } else {
        silence.spend(since(start));
      }
    }
  }

  private static Attempt through(Optional<String> proxy, Attempt attempt, Reception reception) {
    return proxy.isPresent()
            && attempt instanceof Attempt.Refused(String why)
            && !reception.answered()
        ? new Attempt.Refused(
            String.format(Locale.ROOT, "%s, through the proxy %s", why, proxy.get()))
        : attempt;
  }

  /**
   * @param passed what the host's name took of the time for a connection
   */
  private Attempt ask(
      HttpRequest request, Reception reception, Patience now, Duration passed, Listener listener)
      throws IOException {
    Duration left = now.connect().minus(passed);
    HttpClient client = clients.open(left.isPositive() ? left : Duration.ofMillis(1));
    try {
      return await(client.sendAsync(request, reception), reception, now, listener);
    } finally {
      // Not close(), which would wait for an answer that never ends.
      client.shutdownNow();
    }
  }

  private static HttpRequest request(Download download, Redirects redirects, Part part, long from) {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(redirects.at()).header("Accept-Encoding", "identity");
    if (from > 0) {
      builder.header("Range", String.format(Locale.ROOT, "bytes=%d-", from));
      part.validator().ifPresent(validator -> builder.header("If-Range", validator));
    }
    if (redirects.isHome()) {
      download.headers().forEach(builder::header);
    }
    return builder.build();
  }

  private static Attempt await(
      CompletableFuture<HttpResponse<Attempt>> answer,
      Reception reception,
      Patience patience,
      Listener listener)
      throws IOException {
    Vigil vigil = new Vigil(patience, reception);
    while (true) {
      try {
        HttpResponse<Attempt> response = answer.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
        // The JDK gives no body where a proxy refuses to lead on.
        return Optional.ofNullable(response.body())
            .orElseGet(() -> reception.verdict(response.statusCode(), response.headers()));
      } catch (TimeoutException e) {
        Optional<Attempt> late = vigil.look(System.nanoTime());
        if (late.isPresent()) {
          reception.stop();
          answer.cancel(true);
          return late.get();
        }
        if (reception.answered()) {
          listener.at(reception.bytes(), reception.total());
        }
        listener.tick();
      } catch (ExecutionException e) {
        reception.stop();
        return NetworkFailures.explain(e.getCause(), reception, patience);
      } catch (InterruptedException e) {
        reception.stop();
        answer.cancel(true);
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
    }
  }

  /** Notices that an answer does not come, or does not go on. */
  private static final class Vigil {
    private final Patience patience;
    private final Reception reception;
    private final long start = System.nanoTime();
    private long bytes = -1;
    private long since = start;

    Vigil(Patience patience, Reception reception) {
      this.patience = patience;
      this.reception = reception;
    }

    Optional<Attempt> look(long now) {
      if (!reception.answered()) {
        return late(start, now, patience.answer(), "no answer within %s", false);
      }
      if (reception.bytes() != bytes) {
        bytes = reception.bytes();
        since = now;
      }
      return late(start, now, patience.whole(), "not done within %s", false)
          .or(() -> late(since, now, patience.stall(), "no byte came for %s", true));
    }

    private static Optional<Attempt> late(
        long from, long now, Duration limit, String complaint, boolean again) {
      if (now - from <= limit.toNanos()) {
        return Optional.empty();
      }
      String why = String.format(Locale.ROOT, complaint, words(limit));
      return Optional.of(again ? new Attempt.Broken(why) : new Attempt.Refused(why));
    }
  }
}
