package liviano.cli.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import liviano.cli.output.Text;
import liviano.formats.store.Digest;
import liviano.formats.store.Source;

/**
 * Files from packages of the npm registry, by the npm that the user has. It takes the tarball and
 * no more: nothing the package depends on, and none of its scripts.
 *
 * @param path the search path for programs, as the environment has it
 */
record Npm(ProcessRunner runner, String path, Duration limit) {
  private static final int MAX_COMPLAINT = 200;
  private static final Pattern COMPLAINT =
      Pattern.compile("npm (?:error|ERR!) (?!(?:code|syscall|errno|path|type) )(.+)");

  /**
   * Takes the files of a package.
   *
   * @param scratch an empty folder
   * @throws IOException if there is no npm, it fails, or what it brings is something else
   */
  Sources.Fetched fetch(Source.NpmPackage source, Path scratch, Runnable tick) throws IOException {
    Path npm = find().orElseThrow(() -> new IOException("npm is not on the PATH"));
    // The target is named by a dot: no file name of ours has to pass through the shell of npm.cmd.
    List<String> command =
        List.of(
            npm.toString(),
            "pack",
            source.spec(),
            "--ignore-scripts",
            "--pack-destination",
            ".",
            "--loglevel=error",
            "--no-update-notifier");
    ProcessRunner.Outcome outcome = runner.run(command, scratch, limit, tick);
    if (outcome.status() != 0) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "npm failed with status %d%s",
              outcome.status(),
              complaint(outcome.output())));
    }
    Path tarball =
        scratch.resolve(
            String.format(Locale.ROOT, "%s-%s.tgz", flat(source.name()), source.version()));
    SequencedMap<String, Digest> downloads = new LinkedHashMap<>();
    downloads.put(source.downloads().firstEntry().getKey(), source.tarball().require(tarball));
    Path files = Files.createDirectory(scratch.resolve("files"));
    new Tarball(tarball).unpack(source.files(), files);
    return new Sources.Fetched(files, downloads);
  }

  /**
   * A package's name as npm puts it into a tarball's: {@code scope-name} for {@code @scope/name}.
   */
  private static String flat(String name) {
    return name.replaceFirst("^@", "").replace('/', '-');
  }

  private Optional<Path> find() {
    boolean windows = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
    return Arrays.stream(path.split(Pattern.quote(System.getProperty("path.separator"))))
        .flatMap(Npm::folder)
        .map(folder -> folder.resolve(windows ? "npm.cmd" : "npm"))
        .filter(Files::isRegularFile)
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Only absolute folders: a program in the current folder must not be run by accident. */
  private static Stream<Path> folder(String entry) {
    try {
      return Stream.of(Path.of(entry)).filter(Path::isAbsolute);
    } catch (InvalidPathException e) {
      return Stream.empty();
    }
  }

  /** The first line in which npm says what is wrong in words. */
  private static String complaint(String output) {
    return output
        .lines()
        .map(COMPLAINT::matcher)
        .filter(Matcher::matches)
        .map(matcher -> ": " + Text.fit(matcher.group(1).strip(), MAX_COMPLAINT))
        .findFirst()
        .orElse("");
  }
}
