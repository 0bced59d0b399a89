package liviano.cli.install;

import java.net.URI;
import java.util.Locale;
import java.util.Map;
import liviano.Limits;
import liviano.Limits.Limit;
import liviano.formats.store.Digest;

/**
 * A file to be fetched.
 *
 * @param address behind HTTPS, or on this machine; without user and password
 * @param digest what it must be; its size, where stated, is the most that is taken
 * @param headers for the host of the address and for no other, such as credentials
 */
record Download(URI address, Digest digest, Map<String, String> headers) {
  /** Copies the headers. */
  Download {
    headers = Map.copyOf(headers);
  }

  /** One that anybody may have. */
  Download(URI address, Digest digest) {
    this(address, digest, Map.of());
  }

  /** The most that is taken, bytes. */
  long maxBytes() {
    return digest.bytes().orElseGet(() -> Limits.defaults().most(Limit.FETCHED_BYTES));
  }

  /** What the file is called at its address. */
  String fileName() {
    String path = address.getPath();
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** Never the headers: they may hold a password. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%s, %s", address, digest);
  }
}
