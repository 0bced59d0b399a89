package liviano.cli.install;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import liviano.cli.output.Text;
import liviano.formats.store.Digest;
import liviano.formats.store.Source;

/**
 * The tarballs of packages, by the npm that the user has: the tarball and no more, nothing that the
 * package depends on, and none of its scripts.
 *
 * @param path the search path for programs, as the environment has it
 */
record Npm(ProcessRunner runner, String path, ProcessRunner.Limits limits) {
  private static final int MAX_COMPLAINT = 200;
  private static final Pattern COMPLAINT =
      Pattern.compile("npm (?:error|ERR!) (?!(?:code|syscall|errno|path|type) )(.+)");

  /** What npm prints when the registry has answered, or cannot be reached. */
  static final String SIGN = "npm http ";

  /** Whether the user has one. */
  boolean isThere() {
    return find().isPresent();
  }

  /**
   * Takes the tarball of a package, and checks it.
   *
   * @param target where it is to be
   * @return what it is, in full
   * @throws IOException if there is no npm, it fails, or what it brings is something else
   */
  Digest get(Source.NpmPackage source, Path target, Workplace place, Listener listener)
      throws IOException {
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
            "--loglevel=http",
            "--no-update-notifier",
            "--fetch-retries=2",
            "--fetch-retry-mintimeout=500",
            "--fetch-retry-maxtimeout=2000");
    ProcessRunner.Outcome outcome = run(command, place.scratch(), listener);
    if (outcome.status() != 0) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "npm failed with status %d%s",
              outcome.status(),
              complaint(outcome.output())));
    }
    Path tarball = place.scratch().resolve(fileName(source));
    Digest found = source.tarball().require(tarball);
    Files.move(tarball, target);
    return found;
  }

  private ProcessRunner.Outcome run(List<String> command, Path folder, Listener listener)
      throws IOException {
    try {
      return runner.run(command, folder, limits, listener::tick);
    } catch (FileSystemException e) {
      throw e;
    } catch (IOException e) {
      throw new IOException("npm: " + e.getMessage(), e);
    }
  }

  /** What npm calls the tarball: {@code scope-name-1.0.0.tgz} for {@code @scope/name}. */
  static String fileName(Source.NpmPackage source) {
    String flat = source.name().replaceFirst("^@", "").replace('/', '-');
    return String.format(Locale.ROOT, "%s-%s.tgz", flat, source.version());
  }

  private Optional<Path> find() {
    return program(path, "npm", "npm.cmd");
  }

  /** Where a program is; only in absolute folders: none in the current one is run by accident. */
  static Optional<Path> program(String path, String name, String nameOnWindows) {
    boolean windows = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
    return Arrays.stream(path.split(Pattern.quote(System.getProperty("path.separator"))))
        .flatMap(Npm::folder)
        .map(folder -> folder.resolve(windows ? nameOnWindows : name))
        .filter(Files::isRegularFile)
        .filter(Files::isExecutable)
        .findFirst();
  }

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
