package liviano.cli.install;

import java.net.URI;
import java.util.Locale;
import java.util.Map;
import liviano.formats.store.Digest;

/**
 * A file to be fetched.
 *
 * @param address behind HTTPS, or on this machine; without user and password
 * @param digest what it must be; its size, where stated, is the most that is taken
 * @param headers for the host of the address and for no other, such as credentials
 */
record Download(URI address, Digest digest, Map<String, String> headers) {
  /** The most that is taken of a file whose size is not stated, bytes. */
  private static final long MOST_BYTES = 256L << 20;

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
    return digest.bytes().orElse(MOST_BYTES);
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
