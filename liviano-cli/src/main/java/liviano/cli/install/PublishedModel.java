package liviano.cli.install;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A model that others have published and that the command can fetch.
 *
 * @param name what it is called once it is installed
 * @param licence of the weights, as an SPDX identifier
 * @param files what it is converted from: each file's name, and what it must be
 * @param sources where the files can be had, the first to be tried first
 */
public record PublishedModel(
    String name, String licence, Map<String, Digest> files, List<Source> sources) {
  /** Copies the collections; there must be a source. */
  public PublishedModel {
    files = Collections.unmodifiableMap(new TreeMap<>(files));
    sources = List.copyOf(sources);
    if (sources.isEmpty()) {
      throw new IllegalArgumentException("no source for " + name);
    }
  }

  /** All files together. */
  long bytes() {
    return files.values().stream().mapToLong(Digest::bytes).sum();
  }

  /** How much is fetched from a source. */
  long bytes(Source source) {
    return switch (source) {
      case Source.NpmPackage npm -> npm.tarball().bytes();
      case Source.WebFolder _ -> bytes();
    };
  }
}
