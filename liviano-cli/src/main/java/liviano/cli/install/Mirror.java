package liviano.cli.install;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import liviano.cli.Failures;
import liviano.cli.UsageException;
import liviano.formats.store.Digest;
import liviano.formats.store.Source;

/**
 * A folder or an address with the files of published models, for those who may not reach the public
 * addresses. What they are called there {@link MirrorNames} says.
 */
final class Mirror implements Origin {
  /** The variable that names one. */
  static final String VARIABLE = "LIVIANO_MIRROR";

  private final Place place;
  private final MirrorNames names;

  private Mirror(Place place, MirrorNames names) {
    this.place = place;
    this.names = names;
  }

  /** What kind of place it is. */
  private sealed interface Place {
    /** It in words, without user and password. */
    String words();

    /**
     * Gets a file.
     *
     * @param name with slashes, below the mirror
     * @throws AbsentException if it is not there
     */
    Digest get(String name, Digest digest, Path target, Workplace work, Listener listener)
        throws IOException;
  }

  /**
   * The mirror of an environment; empty if it names none.
   *
   * @throws UsageException if what it names is neither a folder nor an address behind HTTPS
   */
  static Optional<Mirror> of(Map<String, String> environment, Web web, MirrorNames names) {
    String text = environment.getOrDefault(VARIABLE, "").strip();
    if (text.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new Mirror(text.contains("://") ? address(text, web) : folder(text), names));
  }

  private static Place folder(String text) {
    try {
      Path folder = Path.of(text);
      if (Files.isDirectory(folder)) {
        return new Folder(folder.toAbsolutePath());
      }
    } catch (InvalidPathException e) {
      // Neither is this a folder.
    }
    throw new UsageException(
        String.format(
            Locale.ROOT,
            "%s: there is no folder %s; expected one, or https://HOST/FOLDER/",
            VARIABLE,
            text));
  }

  private static Place address(String text, Web web) {
    URI given;
    try {
      given = URI.create(text.endsWith("/") ? text : text + "/");
    } catch (IllegalArgumentException e) {
      // Without the cause, which quotes the address with its password.
      throw new UsageException(VARIABLE + " is no address; in user and password, write %40 for @");
    }
    Map<String, String> headers =
        Optional.ofNullable(given.getUserInfo())
            .map(user -> Map.of("Authorization", basic(user)))
            .orElse(Map.of());
    URI base =
        given.getRawUserInfo() == null
            ? given
            : URI.create(text.replace(given.getRawUserInfo() + "@", "").replaceFirst("/?$", "/"));
    if (!Addresses.isAllowed(base)) {
      throw new UsageException(
          String.format(
              Locale.ROOT,
              "%s: expected a folder or https://HOST/FOLDER/ (http:// only on this machine), not %s",
              VARIABLE,
              base));
    }
    return new Address(base, headers, web);
  }

  private static String basic(String user) {
    return "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
  }

  /** Whether it is on this machine, so that no connection is needed. */
  boolean isLocal() {
    return place instanceof Folder;
  }

  /** It in words, for lines such as "from ...". */
  String words() {
    return "the mirror " + place.words();
  }

  @Override
  public Digest get(Download download, Path target, Workplace work, Listener listener)
      throws IOException {
    return get(names.of(download.address()), download.digest(), target, work, listener);
  }

  /** Gets the tarball of an npm package, which has the name that {@code npm pack} gives it. */
  Digest npm(Source.NpmPackage source, Path target, Workplace work, Listener listener)
      throws IOException {
    return get(List.of(Npm.fileName(source)), source.tarball(), target, work, listener);
  }

  private Digest get(
      List<String> candidates, Digest digest, Path target, Workplace work, Listener listener)
      throws IOException {
    for (String name : candidates) {
      try {
        return place.get(name, digest, target, work, listener);
      } catch (AbsentException e) {
        // It may have its other name there.
      }
    }
    throw new IOException(
        String.format(Locale.ROOT, "%s lacks %s", words(), String.join(" or ", candidates)));
  }

  /** A folder of this machine's files. */
  private record Folder(Path folder) implements Place {
    @Override
    public String words() {
      return folder.toString();
    }

    @Override
    public Digest get(String name, Digest digest, Path target, Workplace work, Listener listener)
        throws IOException {
      Path file = folder.resolve(name);
      if (!Files.isRegularFile(file)) {
        throw new AbsentException(name);
      }
      copy(file, target, new Download(file.toUri(), digest).maxBytes(), listener);
      try {
        return digest.require(target);
      } catch (IOException e) {
        throw new IOException(
            folder + ": " + e.getMessage().replace("the file was", "its copy was"), e);
      }
    }

    private static void copy(Path file, Path target, long maxBytes, Listener listener)
        throws IOException {
      listener.tick();
      try (InputStream in =
          new CappedStream(open(file), maxBytes, "the mirror's file has more than %d bytes")) {
        NewFile.copy(in, target);
      }
    }

    private static InputStream open(Path file) throws IOException {
      try {
        return Files.newInputStream(file);
      } catch (IOException e) { // of another kind, as the disk for the models is not to blame
        throw new IOException(file + ": " + Failures.describe(e), e);
      }
    }
  }

  /** An address behind which the files lie. */
  private record Address(URI base, Map<String, String> headers, Web web) implements Place {
    @Override
    public String words() {
      return base.toString();
    }

    @Override
    public Digest get(String name, Digest digest, Path target, Workplace work, Listener listener)
        throws IOException {
      return web.get(
          new Download(base.resolve(path(name)), digest, headers), target, work, listener);
    }

    /** With what an address needs in place of blanks and the like. */
    private static String path(String name) {
      return Stream.of(name.split("/"))
          .map(part -> URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20"))
          .reduce((a, b) -> a + "/" + b)
          .orElseThrow();
    }
  }
}
