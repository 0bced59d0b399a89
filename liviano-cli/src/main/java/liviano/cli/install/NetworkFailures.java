package liviano.cli.install;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.FileSystemException;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** What the failures of the JDK's client mean; it often says that by their kinds alone. */
final class NetworkFailures {
  private NetworkFailures() {}

  /**
   * What became of a try that failed.
   *
   * @throws FileSystemException if it was the disk that failed
   */
  static Attempt explain(Throwable failure, Reception reception, Patience patience)
      throws IOException {
    Optional<FileSystemException> disk = find(failure, FileSystemException.class);
    if (disk.isPresent()) {
      throw disk.get();
    }
    if (reception.answered()) {
      return new Attempt.Broken(
          String.format(
              Locale.ROOT, "the connection broke off after %,d bytes", reception.bytes()));
    }
    if (find(failure, UnresolvedAddressException.class).isPresent()) {
      return new Attempt.Refused("no such host, or no network");
    }
    if (find(failure, HttpConnectTimeoutException.class).isPresent()) {
      return new Attempt.Refused(
          String.format(
              Locale.ROOT, "no connection within %.1f s", patience.connect().toMillis() / 1e3));
    }
    if (find(failure, ConnectException.class).isPresent()) {
      return new Attempt.Refused("no connection");
    }
    String words = Optional.ofNullable(failure.getMessage()).orElse("");
    boolean cutOff = find(failure, EOFException.class).isPresent();
    if (find(failure, SSLException.class).isPresent() && !cutOff
        || words.contains("Tunnel failed")) {
      return new Attempt.Refused(words.isBlank() ? "no secure connection" : words);
    }
    return new Attempt.Broken("the connection broke off before an answer");
  }

  private static <T extends Throwable> Optional<T> find(Throwable failure, Class<T> kind) {
    return Stream.iterate(failure, each -> each != null, Throwable::getCause)
        .limit(20)
        .filter(kind::isInstance)
        .map(kind::cast)
        .findFirst();
  }
}
