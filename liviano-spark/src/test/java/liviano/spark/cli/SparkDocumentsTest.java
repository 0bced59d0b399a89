package liviano.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import liviano.cli.Cli;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the documents show of Spark: command lines that the verb takes, and Java that compiles. */
class SparkDocumentsTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern LINE = Pattern.compile("(?m)^\\./liviano (spark .+)$");
  private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  @TempDir private Path classes;

  @Test
  void everyLineParses() throws IOException {
    int lines = 0;
    for (Path page : pages()) {
      Matcher line = LINE.matcher(Files.readString(page));
      while (line.find()) {
        String[] words = line.group(1).replaceFirst(" +#.*", "").replace("'", "").split(" +");
        assertThatCode(() -> Cli.piped().parse(words))
            .as("%s in %s", line.group(1), page)
            .doesNotThrowAnyException();
        lines++;
      }
    }
    assertThat(lines).isGreaterThanOrEqualTo(2);
  }

  @Test
  void theProgramsCompile() throws IOException {
    int programs = 0;
    for (Path page : pages()) {
      Matcher example = JAVA.matcher(Files.readString(page));
      while (example.find()) {
        if (example.group(1).contains("import liviano.spark.")) {
          assertThat(errors(example.group(1))).as("%s in %s", example.group(1), page).isEmpty();
          programs++;
        }
      }
    }
    assertThat(programs).isPositive();
    assertThat(errors("class Nonsense extends Nothing {}")).isNotEmpty();
  }

  private static List<Path> pages() throws IOException {
    try (Stream<Path> pages = Files.walk(ROOT.resolve("docs"))) {
      return Stream.concat(pages, Stream.of(ROOT.resolve("README.md")))
          .filter(file -> file.toString().endsWith(".md"))
          .toList();
    }
  }

  /** What the compiler says to a file; the class in it is the one that it shows. */
  private String errors(String source) {
    Matcher name = Pattern.compile("class (\\w+)").matcher(source);
    assertThat(name.find()).isTrue();
    JavaFileObject file =
        new SimpleJavaFileObject(
            URI.create("string:///" + name.group(1) + ".java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
          }
        };
    StringWriter errors = new StringWriter();
    List<String> options =
        List.of(
            "-proc:none", "-d", classes.toString(), "-cp", System.getProperty("java.class.path"));
    boolean compiled =
        ToolProvider.getSystemJavaCompiler()
            .getTask(errors, null, null, options, null, List.of(file))
            .call();
    return compiled ? "" : errors.toString();
  }
}
