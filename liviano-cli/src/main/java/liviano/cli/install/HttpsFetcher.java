package liviano.cli.install;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Fetches over HTTPS and nothing else; an answer that leads elsewhere is not followed. */
final class HttpsFetcher implements Fetcher {
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(20);
  private static final long POLL_MILLIS = 100;
  private static final int OK = 200;

  private final Supplier<HttpClient> clients;

  /** One that trusts what the JDK trusts and goes through the system's proxy. */
  HttpsFetcher() {
    this(
        () ->
            HttpClient.newBuilder()
                .connectTimeout(CONNECT_LIMIT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build());
  }

  /** One with other clients, a new one for each file. */
  HttpsFetcher(Supplier<HttpClient> clients) {
    this.clients = clients;
  }

  @Override
  public void fetch(URI address, Path file, long maxBytes, Duration limit, Runnable tick)
      throws IOException {
    if (!"https".equals(address.getScheme())) {
      throw new IOException("only HTTPS is used, not " + address);
    }
    HttpRequest request = HttpRequest.newBuilder(address).timeout(limit).build();
    HttpClient client = clients.get();
    try {
      CompletableFuture<HttpResponse<Path>> answer =
          client.sendAsync(request, body(file, maxBytes));
      int status = await(answer, limit, tick).statusCode();
      if (status != OK) {
        throw new IOException("HTTP status " + status);
      }
    } finally {
      // Not close(), which would wait for an answer that never ends.
      client.shutdownNow();
    }
  }

  private static BodyHandler<Path> body(Path file, long maxBytes) {
    BodyHandler<Path> bounded = BodyHandlers.limiting(BodyHandlers.ofFile(file), maxBytes);
    return info -> info.statusCode() == OK ? bounded.apply(info) : BodySubscribers.replacing(file);
  }

  private static <T> T await(CompletableFuture<T> answer, Duration limit, Runnable tick)
      throws IOException {
    long start = System.nanoTime();
    while (true) {
      try {
        return answer.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        if (System.nanoTime() - start > limit.toNanos()) {
          answer.cancel(true);
          throw new IOException(
              String.format(Locale.ROOT, "not done within %d s", limit.toSeconds()), e);
        }
        tick.run();
      } catch (ExecutionException e) {
        throw new IOException(words(e.getCause()), e);
      } catch (InterruptedException e) {
        answer.cancel(true);
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
    }
  }

  /** The client often says what went wrong by the kind of its exception alone. */
  private static String words(Throwable failure) {
    if (failure.getCause() instanceof UnresolvedAddressException
        || failure.getCause() instanceof ConnectException c
            && c.getCause() instanceof UnresolvedAddressException) {
      return "no such host, or no network";
    }
    if (failure instanceof ConnectException) {
      return "no connection";
    }
    return Optional.ofNullable(failure.getMessage())
        .filter(message -> !message.isBlank())
        .orElse(failure.getClass().getSimpleName());
  }
}
