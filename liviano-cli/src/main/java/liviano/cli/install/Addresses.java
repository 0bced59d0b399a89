package liviano.cli.install;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What can be said of an address before it is asked. */
final class Addresses {
  private Addresses() {}

  /** Whether it may be asked: it is behind HTTPS, or HTTP on this machine. */
  static boolean isAllowed(URI address) {
    String scheme = address.getScheme() == null ? "" : address.getScheme().toLowerCase(Locale.ROOT);
    return address.getHost() != null
        && address.getRawUserInfo() == null
        && (scheme.equals("https") || scheme.equals("http") && isLoopback(address.getHost()));
  }

  /** Whether a host is this machine by its name alone. */
  static boolean isLoopback(String host) {
    return host.equalsIgnoreCase("localhost")
        || host.matches("127(\\.[0-9]{1,3}){3}")
        || host.equals("[::1]");
  }

  /**
   * Whether the system knows a host. Asked in a thread of its own, which is left alone when the
   * time is over: a question to a name server cannot be taken back.
   */
  static boolean isKnown(String host, Duration limit) {
    CompletableFuture<InetAddress> answer = new CompletableFuture<>();
    Thread.ofPlatform()
        .daemon()
        .name("name of " + host)
        .start(
            () -> {
              try {
                answer.complete(InetAddress.getByName(host));
              } catch (UnknownHostException e) {
                answer.completeExceptionally(e);
              }
            });
    try {
      answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (ExecutionException | TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
