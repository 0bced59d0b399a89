package liviano.formats.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import liviano.LivianoException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * ONNX's own suites, as Debian's package libonnx-testdata has them. Each model answers as the suite
 * says, or is refused and stands in a list with the reason; the list is exact, so that a model that
 * is refused no more, or newly, fails the test.
 */
class ConformanceTest {
  private static final Path DATA =
      Path.of(System.getProperty("liviano.onnx", "/usr/share/libonnx-testdata/data"));

  @ParameterizedTest
  @CsvSource({"node, 470", "pytorch-converted, 72", "pytorch-operator, 29", "simple, 7"})
  void everyModelAnswersAsTheSuiteSaysOrIsRefusedAsListed(String suite, int least)
      throws IOException {
    Path folder = DATA.resolve(suite);
    assumeTrue(
        Files.isDirectory(folder),
        "skipped: ONNX's suite is not here (Debian's package libonnx-testdata): " + folder);
    List<String> wrong = new ArrayList<>();
    Map<String, String> refused = new TreeMap<>();
    int right = 0;
    for (Path test : NodeTest.all(folder)) {
      String name = test.getFileName().toString();
      try {
        Optional<String> difference = new NodeTest(test).difference();
        if (difference.isEmpty()) {
          right++;
        } else {
          wrong.add(name + ": " + difference.get());
        }
      } catch (LivianoException e) {
        refused.put(name, e.getMessage());
      } catch (RuntimeException e) {
        wrong.add(name + ": " + e);
      }
    }
    report(suite, right, wrong, refused);

    assertThat(wrong).isEmpty();
    assertThat(refused.keySet()).containsExactlyInAnyOrderElementsOf(listed(suite).keySet());
    assertThat(right).isGreaterThanOrEqualTo(least);
  }

  /** For whoever changes what is read: the list as it would have to be. */
  private static void report(
      String suite, int right, List<String> wrong, Map<String, String> refused) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("# " + right + " right, " + wrong.size() + " wrong, " + refused.size() + " refused");
    wrong.forEach(line -> lines.add("# wrong: " + line));
    refused.forEach((name, reason) -> lines.add(name + "\t" + reason));
    Path target = Path.of("target", "conformance-" + suite + ".tsv");
    Files.createDirectories(target.getParent());
    Files.write(target, lines);
  }

  private static Map<String, String> listed(String suite) throws IOException {
    Map<String, String> listed = new TreeMap<>();
    try (InputStream in =
        ConformanceTest.class.getResourceAsStream("conformance-" + suite + ".tsv")) {
      if (in == null) {
        return listed;
      }
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
        if (!line.startsWith("#")) {
          listed.put(line.split("\t")[0], line);
        }
      }
    }
    return listed;
  }
}
