package liviano.cli.install;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The settings of npm, as far as fetching a package needs them: those of environment variables that
 * begin with {@code npm_config_}, then of the user's {@code .npmrc}, then of the system's. No
 * {@code .npmrc} of the current folder is read: it may be anybody's.
 *
 * @param settings by their names as in the files, such as {@code @scope:registry}; the stronger
 *     ones replaced the weaker
 */
record NpmConfig(Map<String, String> settings) {
  private static final int MAX_BYTES = 1 << 20;
  private static final String PREFIX = "npm_config_";
  private static final Pattern VARIABLE = Pattern.compile("(\\\\*)\\$\\{([^${}?]+)(\\?)?\\}");

  /** The settings of an environment and its files. */
  static NpmConfig of(Map<String, String> environment) throws IOException {
    Map<String, String> variables = variables(environment);
    Map<String, String> user = new LinkedHashMap<>();
    Optional<Path> userFile =
        path(variables.get("userconfig")).or(() -> home(environment, ".npmrc"));
    if (userFile.isPresent()) {
      user = read(userFile.get(), environment);
    }
    Map<String, String> all = new LinkedHashMap<>();
    Optional<String> prefix =
        Optional.ofNullable(variables.getOrDefault("prefix", user.get("prefix")));
    List<Path> globals =
        path(variables.getOrDefault("globalconfig", user.get("globalconfig")))
            .map(List::of)
            .orElseGet(() -> globalFiles(environment, prefix));
    for (Path file : globals) {
      if (Files.isRegularFile(file)) {
        all.putAll(read(file, environment));
        break;
      }
    }
    all.putAll(user);
    all.putAll(variables);
    return new NpmConfig(all);
  }

  /** Where npm's own file may be: it lies beside the program that runs npm, if there is one. */
  private static List<Path> globalFiles(Map<String, String> environment, Optional<String> prefix) {
    Stream<Path> named =
        prefix
            .or(() -> Optional.ofNullable(environment.get("PREFIX")))
            .flatMap(NpmConfig::path)
            .stream();
    Stream<Path> besideNode =
        Npm.program(environment.getOrDefault("PATH", ""), "node", "node.exe").stream()
            .map(
                node ->
                    node.getParent().endsWith("bin")
                        ? node.getParent().getParent()
                        : node.getParent());
    Stream<Path> onWindows =
        path(environment.get("APPDATA")).map(folder -> folder.resolve("npm")).stream();
    Stream<Path> usual = Stream.of("/usr/local", "/usr", "/").map(Path::of);
    return Stream.of(named, besideNode, onWindows, usual)
        .flatMap(folders -> folders)
        .map(folder -> folder.resolve("etc").resolve("npmrc"))
        .toList();
  }

  private static Optional<Path> home(Map<String, String> environment, String name) {
    return path(environment.getOrDefault("HOME", environment.get("USERPROFILE")))
        .map(folder -> folder.resolve(name));
  }

  private static Optional<Path> path(String text) {
    try {
      return Optional.ofNullable(text).filter(t -> !t.isBlank()).map(Path::of);
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  /** Of {@code npm_config_fetch_retries} the setting {@code fetch-retries}, in any case. */
  private static Map<String, String> variables(Map<String, String> environment) {
    Map<String, String> settings = new LinkedHashMap<>();
    environment.forEach(
        (name, value) -> {
          if (name.regionMatches(true, 0, PREFIX, 0, PREFIX.length()) && !value.isEmpty()) {
            String setting = name.substring(PREFIX.length());
            settings.put(
                setting.startsWith("//")
                    ? setting
                    : setting.toLowerCase(Locale.ROOT).replaceAll("(?!^)_", "-"),
                value);
          }
        });
    return settings;
  }

  private static Map<String, String> read(Path file, Map<String, String> environment)
      throws IOException {
    if (!Files.isRegularFile(file)) {
      return Map.of();
    }
    try (InputStream in = Files.newInputStream(file)) {
      return parse(new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8), environment);
    }
  }

  /** The lines {@code name = value} of a file before its first section. */
  static Map<String, String> parse(String text, Map<String, String> environment) {
    Map<String, String> settings = new LinkedHashMap<>();
    for (String line : text.lines().map(String::strip).toList()) {
      if (line.startsWith("[")) {
        break;
      }
      int equals = line.indexOf('=');
      if (equals > 0 && !line.startsWith(";") && !line.startsWith("#")) {
        settings.put(
            expand(unquoted(line.substring(0, equals)), environment),
            expand(unquoted(line.substring(equals + 1)), environment));
      }
    }
    return settings;
  }

  /** Without quotes, or else without a comment at its end. */
  private static String unquoted(String text) {
    String plain = text.strip();
    for (String quote : List.of("\"", "'")) {
      if (plain.length() > 1 && plain.startsWith(quote) && plain.endsWith(quote)) {
        return plain.substring(1, plain.length() - 1);
      }
    }
    return plain.replaceFirst("(?<!\\\\)[;#].*", "").strip();
  }

  /**
   * With the values of variables: of {@code ${NAME}}, which stays as it is where there is no such
   * variable, and of {@code ${NAME?}}, which goes then. A backslash before it keeps it.
   */
  private static String expand(String text, Map<String, String> environment) {
    return VARIABLE
        .matcher(text)
        .replaceAll(
            found -> {
              String escapes = found.group(1);
              String value = environment.get(found.group(2));
              String otherwise =
                  found.group(3) == null ? found.group().substring(escapes.length()) : "";
              String replacement =
                  escapes.length() % 2 == 1
                      ? found.group().substring((escapes.length() + 1) / 2)
                      : escapes.substring(escapes.length() / 2)
                          + (value == null ? otherwise : value);
              return Matcher.quoteReplacement(replacement);
            });
  }

  /** The registry for a package, as it is written; empty if none is set. */
  Optional<String> registry(String packageName) {
    Optional<String> scoped =
        packageName.startsWith("@")
            ? Optional.ofNullable(
                settings.get(packageName.substring(0, packageName.indexOf('/')) + ":registry"))
            : Optional.empty();
    return scoped.or(() -> Optional.ofNullable(settings.get("registry"))).filter(r -> !r.isBlank());
  }

  /**
   * What proves to a registry who asks, as the value of {@code Authorization}: settings such as
   * {@code //host/path/:_authToken}, of the nearest path above the address. None for another host.
   */
  Optional<String> credentials(URI address) {
    String place = "//" + address.getRawAuthority() + address.getRawPath();
    for (int slash; (slash = place.lastIndexOf('/')) > 1; place = place.substring(0, slash)) {
      Optional<String> found = credentials(place.substring(0, slash) + "/:");
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private Optional<String> credentials(String where) {
    if (settings.containsKey(where + "_authToken")) {
      return Optional.of("Bearer " + settings.get(where + "_authToken"));
    }
    if (settings.containsKey(where + "_auth")) {
      return Optional.of("Basic " + settings.get(where + "_auth"));
    }
    if (settings.containsKey(where + "username") && settings.containsKey(where + "_password")) {
      return basic(settings.get(where + "username"), settings.get(where + "_password"));
    }
    return Optional.empty();
  }

  /**
   * @param password in base 64, as npm keeps it
   */
  private static Optional<String> basic(String user, String password) {
    try {
      String plain = new String(Base64.getDecoder().decode(password), StandardCharsets.UTF_8);
      byte[] both = (user + ":" + plain).getBytes(StandardCharsets.UTF_8);
      return Optional.of("Basic " + Base64.getEncoder().encodeToString(both));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The file with the certificates of those who sign for the registry, where there is one. */
  Optional<Path> certificates() {
    return path(settings.get("cafile"));
  }

  /** Never the settings: they hold passwords. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%d settings of npm", settings.size());
  }
}
