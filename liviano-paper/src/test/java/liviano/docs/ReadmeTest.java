package liviano.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java in the documents compiles. */
class ReadmeTest {
  private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  /** What such an example needs is not on the path here; the module's own tests compile it. */
  private static final String ELSEWHERE = "import liviano.spark.";

  private static final Pattern IMPORT = Pattern.compile("^import [\\w.]+;$", Pattern.MULTILINE);

  /** What an example may use that does not say what it imports. */
  private static final String IMPORTS =
      """
      import java.nio.ByteBuffer;
      import java.nio.file.Path;
      import java.time.Duration;
      import java.util.List;
      import java.util.SplittableRandom;
      import liviano.engine.*;
      import liviano.graph.*;
      import liviano.model.*;
      import liviano.vision.*;
      import liviano.vision.drawing.*;
      import liviano.vision.explain.*;
      import liviano.vision.picture.*;
      import liviano.paper.experiments.*;
      import liviano.zoo.*;
      """;

  @TempDir private Path classes;

  @Test
  void theExamplesCompile() {
    int examples = 0;
    for (Path document : Documents.below(Documents.root())) {
      Matcher example = JAVA.matcher(Documents.read(document));
      while (example.find()) {
        if (example.group(1).contains(ELSEWHERE)) {
          continue;
        }
        assertThat(errors(example.group(1))).as("%s: %s", document, example.group(1)).isEmpty();
        examples++;
      }
    }
    assertThat(examples).isGreaterThanOrEqualTo(8);
    assertThat(errors("Category best = new Nonsense();")).isNotEmpty();
  }

  /**
   * What the compiler says to a method body with the variables that the examples speak of, of which
   * those that some examples make themselves are fields.
   */
  private String errors(String body) {
    String own = String.join("\n", IMPORT.matcher(body).results().map(MatchResult::group).toList());
    String source =
        String.format(
            Locale.ROOT,
            """
        %s
        class Snippet {
          liviano.vision.Picture picture;
          liviano.vision.ObjectDetector detector;

          void example(
              java.nio.file.Path path,
              byte[] jpeg,
              byte[] png,
              float[] floats,
              java.nio.ByteBuffer buffer,
              int stride)
              throws Exception {
            %s
          }
        }
        """,
            own.isEmpty() ? IMPORTS : own,
            IMPORT.matcher(body).replaceAll(""));
    JavaFileObject file =
        new SimpleJavaFileObject(URI.create("string:///Snippet.java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
          }
        };
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter errors = new StringWriter();
    boolean compiled =
        compiler
            .getTask(
                errors,
                null,
                null,
                List.of(
                    "-proc:none",
                    "-d",
                    classes.toString(),
                    "-cp",
                    System.getProperty("java.class.path")),
                null,
                List.of(file))
            .call();
    return compiled ? "" : errors.toString();
  }
}
