package liviano.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import liviano.formats.ModelFiles;
import liviano.model.Fit;
import liviano.model.Model;
import liviano.vision.Category;
import liviano.vision.ClassifierOptions;
import liviano.vision.ImageClassifier;
import liviano.vision.Picture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The published classifier on real pictures, by every kind of kernel. Its accuracy over many more
 * is held by the command's tests, with the kernels that serve by default.
 */
@Tag("shared")
class ImageNetTest {
  private static final Path SHARED = Path.of(System.getProperty("liviano.shared", "../shared"));
  private static final Path WEIGHTS =
      SHARED.resolve("models/imagenet/mobilenet_v2_1.0_224_float.safetensors");
  private static final Path DATA = SHARED.resolve("data/imagenet-val-300");
  private static final int TOP = 5;

  private static final int PICTURES = 60;

  /** By the plain loops: 0.3 s each. */
  private static final int FEW = 8;

  private static List<Exam> exams = List.of();

  /**
   * A picture and what the reference implementation takes it for, the likeliest first; the
   * background is class 0.
   */
  private record Exam(Picture picture, List<Integer> reference) {}

  @BeforeAll
  static void read() throws IOException {
    assumeTrue(Files.exists(WEIGHTS), "skipped: the real weights are not here: " + WEIGHTS);
    assumeTrue(Files.isDirectory(DATA), "skipped: the pictures are not here: " + DATA);
    List<String> lines = Files.readAllLines(DATA.resolve("expected_top5.csv"));
    exams = lines.subList(1, 1 + PICTURES).parallelStream().map(ImageNetTest::exam).toList();
  }

  /** The pictures take a lot of memory. */
  @AfterAll
  static void forget() {
    exams = List.of();
  }

  private static Exam exam(String line) {
    String[] fields = line.split(",");
    List<Integer> reference = Arrays.stream(fields, 2, 2 + TOP).map(Integer::valueOf).toList();
    try {
      return new Exam(Picture.read(DATA.resolve("images").resolve(fields[0])), reference);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("liviano.accuracy.KernelKind#all")
  void answersAreTheReferences(KernelKind kind) throws IOException {
    Model model = ModelFiles.read(WEIGHTS);
    ImageClassifier classifier =
        ImageClassifier.of(
            model,
            ClassifierOptions.builder()
                .maxResults(TOP)
                .preprocessing(model.card().preprocessing().withFit(new Fit.Squash()))
                .compile(kind.options())
                .build());
    List<Exam> some = kind.sample(exams, PICTURES, FEW);

    List<List<Category>> answers =
        some.parallelStream().map(exam -> classifier.classify(exam.picture())).toList();

    long same =
        IntStream.range(0, some.size())
            .filter(i -> answers.get(i).getFirst().index() == some.get(i).reference().getFirst())
            .count();
    assertThat(same).as("same first class").isGreaterThanOrEqualTo(some.size() * 99L / 100);
  }
}
