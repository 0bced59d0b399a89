package liviano.modules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import liviano.engine.CompileOptions;
import liviano.graph.Graph;
import liviano.kernels.Providers;
import liviano.model.Model;
import liviano.model.ModelCard;
import liviano.model.Preprocessing;
import liviano.model.RandomWeights;
import liviano.model.VisionTask;
import liviano.modules.ModularProgram.Output;
import liviano.vision.Category;
import liviano.vision.ClassifierOptions;
import liviano.vision.ImageClassifier;
import liviano.vision.Picture;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import liviano.zoo.layers.Norm;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The program of another module answers as this process does, to the bit, however it is started:
 * from a run-time image, from the module path, from the class path.
 */
class ModularProgramTest {
  private static final Path JDK = Path.of(System.getProperty("java.home"));
  private static final String VECTORS = "jdk.incubator.vector";

  private static final String LOSSY_WEBP =
      """
      UklGRkYAAABXRUJQVlA4IDoAAADQAQCdASoJAAcAAsBMJbACdAD0MZLdQAD+9LgCrexIEect7rDv
      uz2XczIH9YUBQz9Hfrt+TP9s5yoA
      """;

  private static final String LOSSLESS_WEBP =
      """
      UklGRjYAAABXRUJQVlA4TCoAAAAvCIABALkyRPQ/duWP6H9AQds2TOCUP8e3IRgOBWkbsLDdiQkA
      xMpx+ww=
      """;

  @TempDir private static Path folder;

  private static ModularProgram program;
  private static Path model;
  private static List<Path> pictures;
  private static Path lossless;

  /**
   * A way to start the program.
   *
   * @param home of the image or JDK
   * @param nativeAccess who may call native code, as README tells
   * @param target what is started, from where
   */
  private record Way(Path home, String nativeAccess, List<String> target) {
    static Way image(String name, String... modules) {
      assumeTrue(ModularProgram.canLink(), "this JDK has nothing that jlink could link");
      return new Way(program.image(name, modules), "liviano.core", module());
    }

    static Way modulePath(List<Path> path) {
      return new Way(
          JDK, "liviano.core", joined(List.of("-p", ModularProgram.path(path)), module()));
    }

    static Way classPath(List<Path> path) {
      return new Way(
          JDK, "ALL-UNNAMED", List.of("-cp", ModularProgram.path(path), ModularProgram.MAIN));
    }

    private static List<String> module() {
      return List.of("-m", ModularProgram.MODULE + "/" + ModularProgram.MAIN);
    }

    /** Kernels are forced, so that no others can serve unseen. */
    Output run(String kernels, List<Path> files) throws IOException, InterruptedException {
      List<String> arguments = new ArrayList<>();
      arguments.add("-Dliviano.kernels=" + kernels);
      arguments.add("--enable-native-access=" + nativeAccess);
      if (kernels.equals("vector")) {
        arguments.add("--add-modules=" + VECTORS);
      }
      arguments.addAll(target);
      arguments.add(model.toString());
      files.forEach(file -> arguments.add(file.toString()));
      return program.java(home, arguments);
    }
  }

  @BeforeAll
  static void writeProgramModelAndPictures() throws IOException {
    program = ModularProgram.compile(Files.createDirectory(folder.resolve("program")));
    model = folder.resolve("tiny.safetensors");
    tinyModel().save(model);
    pictures = new ArrayList<>();
    for (String format : List.of("jpg", "png", "bmp", "gif")) {
      Path file = folder.resolve("noise." + format);
      ImageIO.write(noise(), format, file.toFile());
      pictures.add(file);
    }
    pictures.add(write("lossy.webp", LOSSY_WEBP));
    lossless = write("lossless.webp", LOSSLESS_WEBP);
  }

  private static Model tinyModel() {
    Recipe recipe =
        Recipe.of("mobilenet_v2")
            .withWidth(0.1)
            .withResolution(32)
            .withClasses(4)
            .withNorm(Norm.FOLDED);
    Graph graph = Zoo.graph(recipe);
    ModelCard card =
        ModelCard.of(VisionTask.CLASSIFICATION, "Tiny", Preprocessing.tensorflow(32, 32))
            .withLabels(List.of("ant", "bee", "cat", "dog"));
    return new Model(graph, RandomWeights.of(graph, 7), card, Optional.of(recipe));
  }

  private static BufferedImage noise() {
    BufferedImage noise = new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB);
    Random random = new Random(3);
    for (int i = 0; i < 40 * 30; i++) {
      noise.setRGB(i % 40, i / 40, random.nextInt(1 << 24));
    }
    return noise;
  }

  private static Path write(String name, String base64) throws IOException {
    return Files.write(folder.resolve(name), Base64.getMimeDecoder().decode(base64));
  }

  @ParameterizedTest
  @ValueSource(strings = {"nativecode", "scalar"})
  void anImageAnswersAlike(String kernels) throws IOException, InterruptedException {
    assertAlike(Way.image("image"), kernels, pictures);
  }

  @Test
  void anImageWithTheVectorModuleAnswersAlike() throws IOException, InterruptedException {
    assertAlike(Way.image("image-with-vectors", VECTORS), "vector", pictures);
  }

  @Test
  void anImageCanHoldTheServer() throws IOException, InterruptedException {
    Way image = Way.image("image-with-server", "liviano.server");

    Output modules = program.java(image.home, List.of("--list-modules"));

    assertThat(modules.out().lines().map(line -> line.split("@")[0]))
        .contains("liviano.core", "liviano.vision", "liviano.server", "jdk.httpserver");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nativecode", "vector"})
  void theModulePathAnswersAlike(String kernels) throws IOException, InterruptedException {
    List<Path> path = joined(program.modulePath(), ModularProgram.losslessWebp());
    assertAlike(Way.modulePath(path), kernels, joined(pictures, List.of(lossless)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"nativecode", "vector"})
  void theClassPathAnswersAlike(String kernels) throws IOException, InterruptedException {
    List<Path> path = joined(program.modulePath(), ModularProgram.losslessWebp());
    assertAlike(Way.classPath(path), kernels, joined(pictures, List.of(lossless)));
  }

  @Test
  void anImageFindsTheReaderOfLosslessWebpOnTheClassPath()
      throws IOException, InterruptedException {
    Way image = Way.image("image");
    List<String> path = List.of("-cp", ModularProgram.path(ModularProgram.losslessWebp()));

    assertAlike(
        new Way(image.home, image.nativeAccess, joined(path, image.target)),
        "scalar",
        List.of(lossless));
  }

  @Test
  void withoutThatReaderOneLineSaysWhatToAdd() throws IOException, InterruptedException {
    Path noise = pictures.getFirst();

    Output output = Way.modulePath(program.modulePath()).run("scalar", List.of(lossless, noise));

    String line =
        lossless
            + ": lossless WebP, for which there is no reader: add the artifact"
            + " com.twelvemonkeys.imageio:imageio-webp:"
            + ModularProgram.losslessWebpVersion()
            + " to the class path, or convert the picture to PNG"
            + System.lineSeparator();
    assertThat(output).isEqualTo(new Output(0, line + answers("scalar", List.of(noise)), ""));
  }

  private static void assertAlike(Way way, String kernels, List<Path> files)
      throws IOException, InterruptedException {
    assumeTrue(
        Providers.unavailable(kernels).isEmpty(),
        () -> "kernels '" + kernels + "' cannot serve here");
    String warning =
        kernels.equals("vector")
            ? "WARNING: Using incubator modules: " + VECTORS + System.lineSeparator()
            : "";

    assertThat(way.run(kernels, files)).isEqualTo(new Output(0, answers(kernels, files), warning));
  }

  /** What the program prints, computed in this process. */
  private static String answers(String kernels, List<Path> files) throws IOException {
    ClassifierOptions options =
        ClassifierOptions.builder()
            .compile(CompileOptions.builder().providers(Providers.named(kernels)).build())
            .build();
    ImageClassifier classifier = ImageClassifier.of(Model.load(model), options);
    StringBuilder lines = new StringBuilder();
    for (Path file : files) {
      for (Category found : classifier.classify(Picture.read(file))) {
        lines.append(found.label()).append(' ').append(Float.toHexString(found.score()));
        lines.append(System.lineSeparator());
      }
    }
    return lines.toString();
  }

  private static <T> List<T> joined(List<T> head, List<T> tail) {
    return Stream.concat(head.stream(), tail.stream()).toList();
  }
}
