package liviano.cli.install;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import liviano.formats.store.Catalogue;
import liviano.formats.store.Digest;
import liviano.formats.store.Source;

/**
 * Fetches the files of a published model from a source of any kind, and checks every byte.
 *
 * @param silence how long all of them together may go without an answer
 * @param mirror asked instead of all others, where there is one
 */
record Sources(Npm npm, NpmRegistry registry, Web web, Optional<Mirror> mirror, Silence silence) {
  /**
   * What was fetched.
   *
   * @param folder with the files of the model, side by side, and nothing else
   * @param downloads what each download is, in full, by the addresses of {@link Source#downloads}
   */
  record Fetched(Path folder, SequencedMap<String, Digest> downloads) {}

  static final ProcessRunner.Limits NPM =
      new ProcessRunner.Limits(Duration.ofMinutes(20), Duration.ofSeconds(4), Npm.SIGN);

  /** Those that an environment allows. */
  static Sources of(Map<String, String> environment) {
    Proxies proxies = Proxies.of(environment);
    Silence silence = new Silence(Silence.USUAL);
    Web web =
        new Web(
            new HttpsFetcher(
                new Clients(proxies, Optional.empty()),
                Patience.USUAL,
                silence,
                Pause.REAL,
                InstantSource.system()));
    return new Sources(
        new Npm(new ChildProcess(), environment.getOrDefault("PATH", ""), NPM),
        new NpmRegistry(environment, proxies, Patience.USUAL, silence, Pause.REAL),
        web,
        Mirror.of(environment, web, MirrorNames.of(Catalogue.builtIn())),
        silence);
  }

  /** Whether no connection is needed. */
  boolean areLocal() {
    return mirror.isPresent() && mirror.get().isLocal();
  }

  /** Where the files of a source really come from, for lines such as "from ...". */
  String words(Source source) {
    return mirror.map(one -> one.words() + ", for " + source.words()).orElse(source.words());
  }

  /**
   * Fetches the files.
   *
   * @throws FileSystemException if the disk does not take them: no other source can help
   * @throws IOException if the source cannot be reached, or brings something else
   */
  Fetched fetch(Source source, Workplace place, Listener listener) throws IOException {
    try {
      SequencedMap<String, Digest> downloads =
          switch (source) {
            case Source.NpmPackage one -> fetch(one, place, listener);
            case Source.WebFolder one -> fetch(one, place, listener);
            case Source.WebFile one -> fetch(one, place, listener);
          };
      return new Fetched(place.files(), downloads);
    } finally {
      place.tidy();
    }
  }

  private SequencedMap<String, Digest> fetch(
      Source.NpmPackage source, Workplace place, Listener listener) throws IOException {
    Path tarball = place.scratch().resolve("package.tgz");
    Digest found =
        mirror.isPresent()
            ? mirror.get().npm(source, tarball, place, listener)
            : npm.isThere()
                ? byNpm(source, tarball, place, listener)
                : registry.get(source, tarball, place, listener);
    new Tarball(tarball).unpack(source.files(), place.files());
    return one(source.downloads().firstEntry().getKey(), found);
  }

  /** What npm does is not seen: if it fails, nobody may have answered it. */
  private Digest byNpm(Source.NpmPackage source, Path tarball, Workplace place, Listener listener)
      throws IOException {
    try {
      return npm.get(source, tarball, place, listener);
    } catch (IOException e) {
      silence.spend(NPM.first());
      throw e;
    }
  }

  private SequencedMap<String, Digest> fetch(
      Source.WebFolder source, Workplace place, Listener listener) throws IOException {
    SequencedMap<String, Digest> downloads = new LinkedHashMap<>();
    long before = 0;
    for (Map.Entry<String, Digest> file : source.files().entrySet()) {
      URI address = source.address(file.getKey());
      Digest found =
          origin()
              .get(
                  new Download(address, file.getValue()),
                  place.files().resolve(file.getKey()),
                  place,
                  listener.after(before, source.bytes()));
      downloads.put(address.toString(), found);
      before += found.bytes().orElse(0);
    }
    return downloads;
  }

  private SequencedMap<String, Digest> fetch(
      Source.WebFile source, Workplace place, Listener listener) throws IOException {
    Path folder = source.member().isPresent() ? place.scratch() : place.files();
    Path file = folder.resolve(source.fileName());
    Digest found =
        origin().get(new Download(source.address(), source.digest()), file, place, listener);
    if (source.member().isPresent()) {
      new Tarball(file).unpack(Map.of(source.member().get(), Digest.UNSTATED), place.files());
    }
    return one(source.address().toString(), found);
  }

  private Origin origin() {
    return mirror.isPresent() ? mirror.get() : web;
  }

  private static SequencedMap<String, Digest> one(String address, Digest digest) {
    SequencedMap<String, Digest> one = new LinkedHashMap<>();
    one.put(address, digest);
    return one;
  }
}
