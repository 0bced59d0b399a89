package liviano.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import liviano.cli.output.Console;
import liviano.cli.output.Terminal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

class PreparedVerbsTest {
  @TempDir private static Path written;
  @TempDir private Path folder;

  @BeforeAll
  static void write() throws IOException {
    PreparedVerbs.write(written);
  }

  @BeforeEach
  void prepare() throws IOException {
    try (Stream<Path> files = Files.list(written)) {
      for (Path file : files.toList()) {
        Files.copy(file, folder.resolve(file.getFileName()));
      }
    }
    System.setProperty(PreparedVerbs.PROPERTY, folder.toString());
  }

  @AfterEach
  void forget() {
    System.clearProperty(PreparedVerbs.PROPERTY);
  }

  @Test
  void theVerbsThatAreStartedMostArePrepared() {
    assertThat(folder.toFile().list())
        .contains("classify", "detect", "segment", "embed", "explain", "serve", "doctor");
  }

  /** Each option alone, all at once, before the verb, given twice, with values that are none. */
  @Test
  void theFieldsHoldWhatTheAnnotationsWouldHavePutThere() {
    int compared = 0;
    for (String verb : folder.toFile().list()) {
      for (List<String> line : lines(verb)) {
        String[] words = line.toArray(String[]::new);
        CommandContext described = context();
        CommandContext prepared = context();
        CommandLine plain = Main.commandLine(described, words);
        CommandLine fast = Main.prepared(prepared, words).orElseThrow();

        Optional<Map<String, String>> expected = parsed(plain, described, words);
        Optional<Map<String, String>> actual = parsed(fast, prepared, words);

        assertThat(actual).as("%s", line).isEqualTo(expected);
        compared++;
      }
    }
    assertThat(compared).isGreaterThan(500);
  }

  @Test
  void whatStandsBeforeAndBehindTheVerbHolds() {
    String[] words = {"--debug", "classify", "--debug", "a.jpg"};
    CommandContext described = context();
    CommandContext prepared = context();

    Main.commandLine(described, words).parseArgs(words);
    Main.prepared(prepared, words).orElseThrow().parseArgs(words);

    assertThat(described.options().debug()).isTrue();
    assertThat(prepared.options().debug()).isTrue();
  }

  @Test
  void helpAndMistakesReadAsBefore() {
    List<List<String>> lines =
        List.of(
            List.of("classify", "--help"),
            List.of("classify", "-h"),
            List.of("classify", "--help=true"),
            List.of("classify", "--version=true"),
            List.of("--offline", "classify", "--version"),
            List.of("classify", "--tpo", "3"),
            List.of("classify", "--top", "three", "x.jpg"),
            List.of("classify", "--top"),
            List.of("classify"),
            List.of("classify", "no such picture.jpg"),
            List.of("clasify", "x.jpg"),
            List.of("../classify", "x.jpg"),
            List.of("explain", "--debug=7"));
    for (List<String> line : lines) {
      String[] words = line.toArray(String[]::new);
      Cli.Outcome prepared = Cli.piped().with("LIVIANO_HOME", folder.toString()).run(words);
      System.clearProperty(PreparedVerbs.PROPERTY);
      Cli.Outcome described = Cli.piped().with("LIVIANO_HOME", folder.toString()).run(words);
      System.setProperty(PreparedVerbs.PROPERTY, folder.toString());

      assertThat(prepared).as("%s", line).isEqualTo(described);
    }
  }

  @Test
  void whatCannotBeReadIsDescribed() throws IOException {
    byte[] whole = Files.readAllBytes(folder.resolve("classify"));
    for (int length = 0; length < whole.length; length += 7) {
      Files.write(folder.resolve("classify"), Arrays.copyOf(whole, length));
      assertThat(Main.prepared(context(), "classify", "x.jpg")).as("%d bytes", length).isEmpty();
    }
    byte[] other = whole.clone();
    other[3]++;
    Files.write(folder.resolve("classify"), other);
    assertThat(Main.prepared(context(), "classify", "x.jpg")).isEmpty();
    Files.delete(folder.resolve("classify"));
    assertThat(Main.prepared(context(), "classify", "x.jpg")).isEmpty();
  }

  @Test
  void theFileOfAnotherVerbIsNotTaken() throws IOException {
    Files.copy(
        folder.resolve("detect"), folder.resolve("classify"), StandardCopyOption.REPLACE_EXISTING);

    assertThat(Main.prepared(context(), "classify", "x.jpg")).isEmpty();
    assertThat(Main.prepared(context(), "detect", "x.jpg")).isPresent();
  }

  /** Whatever byte has changed: it is described then, or parses, or is a mistake. */
  @Test
  void changedBytesDoNoHarm() throws IOException {
    byte[] whole = Files.readAllBytes(folder.resolve("classify"));
    String[] words = {"classify", "--top", "3", "x.jpg"};
    int described = 0;
    int parsed = 0;
    for (int at = 0; at < whole.length; at++) {
      byte[] changed = whole.clone();
      changed[at] ^= 1;
      Files.write(folder.resolve("classify"), changed);
      CommandContext context = context();
      Optional<CommandLine> line = Main.prepared(context, words);
      if (line.isEmpty()) {
        described++;
      } else if (parsed(line.get(), context, words).isPresent()) {
        parsed++;
      }
    }
    assertThat(described).isGreaterThan(whole.length / 4);
    assertThat(parsed).isPositive(); // a label in a message, say
  }

  @Test
  void onlyClassesThatAreVerbsAreTaken() throws IOException {
    PreparedVerb verb = new PreparedVerb("classify", "liviano.cli.Main", List.of());
    try (DataOutputStream out =
        new DataOutputStream(Files.newOutputStream(folder.resolve("classify")))) {
      verb.write(out);
    }

    assertThat(Main.prepared(context(), "classify", "x.jpg")).isEmpty();
  }

  @Test
  void aCountThatIsNoneIsRefused() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    new PreparedVerb("x", "x", List.of()).write(out);
    byte[] file = bytes.toByteArray();
    file[file.length - 4] = 0x7f;

    assertThatThrownBy(() -> PreparedVerb.read(new DataInputStream(new ByteArrayInputStream(file))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("not a number of entries");
  }

  private static CommandContext context() {
    Console console =
        new Console(
            InputStream.nullInputStream(),
            OutputStream.nullOutputStream(),
            OutputStream.nullOutputStream(),
            Terminal.none(StandardCharsets.UTF_8));
    return new CommandContext(console, new GlobalOptions(), Map.of());
  }

  /** Lines for a verb: right ones and wrong ones. */
  private static List<List<String>> lines(String verb) {
    CommandLine line = Main.commandLine(context(), verb).getSubcommands().get(verb);
    List<List<String>> lines = new ArrayList<>();
    lines.add(List.of(verb));
    lines.add(List.of("--offline", verb, "a.jpg"));
    lines.add(List.of("--debug", verb, "a.jpg", "b.jpg"));
    List<String> all = new ArrayList<>(List.of("--debug", verb));
    for (OptionSpec option : line.getCommandSpec().options()) {
      if (option.usageHelp() || option.versionHelp()) {
        continue;
      }
      for (String name : option.names()) {
        for (String value : List.of("3", "x,y", "")) {
          lines.add(List.of(verb, name + "=" + value, "a.jpg"));
        }
        lines.add(List.of(verb, name));
        lines.add(List.of(verb, name + "=4", name + "=5", "a.jpg"));
        for (Object constant : constants(option)) {
          lines.add(List.of(verb, name, constant.toString().toLowerCase(Locale.ROOT)));
        }
      }
      if (option.arity().max() == 0) {
        all.add(option.longestName());
      }
    }
    all.add("a.jpg");
    lines.add(all);
    return lines;
  }

  private static Object[] constants(ArgSpec argument) {
    Class<?> type = argument.auxiliaryTypes()[0];
    return type.isEnum() ? type.getEnumConstants() : new Object[0];
  }

  /** What all fields of the verb and of the options of all verbs hold; empty after a mistake. */
  private static Optional<Map<String, String>> parsed(
      CommandLine line, CommandContext context, String... words) {
    ParseResult result;
    try {
      result = line.parseArgs(words);
    } catch (ParameterException e) {
      return Optional.empty();
    }
    Map<String, String> values = new TreeMap<>();
    collect(result.subcommand().commandSpec().userObject(), "", values);
    collect(context.options(), "global ", values);
    return Optional.of(values);
  }

  private static void collect(Object object, String path, Map<String, String> values) {
    Stream.<Class<?>>iterate(object.getClass(), c -> c != Object.class, Class::getSuperclass)
        .flatMap(type -> Arrays.stream(type.getDeclaredFields()))
        .filter(field -> !Modifier.isStatic(field.getModifiers()))
        .forEach(
            field -> {
              Object value = value(field, object);
              if (field.isAnnotationPresent(Mixin.class)) {
                collect(value, path + field.getName() + ".", values);
              } else if (!(value instanceof CommandContext)) {
                values.put(path + field.getName(), text(value));
              }
            });
  }

  private static String text(Object value) {
    return value instanceof Object[] array
        ? Arrays.deepToString(array)
        : value instanceof Object o
                && o.toString().contains("@" + Integer.toHexString(o.hashCode()))
            ? o.getClass().getName()
            : String.valueOf(value);
  }

  private static Object value(Field field, Object object) {
    try {
      field.setAccessible(true);
      return field.get(object);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }
}
