package liviano.modules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;
import liviano.graph.Graph;
import liviano.server.LivianoServer;
import liviano.vision.Picture;

/**
 * A program as somebody else writes it: a module of its own that requires {@code liviano.vision}.
 * It prints the answers of the model that its first argument names, to the pictures that the others
 * name.
 *
 * @param folder holds what is compiled, linked and printed
 */
record ModularProgram(Path folder) {
  static final String MODULE = "example.pictures";
  static final String MAIN = "example.pictures.Main";

  private static final String DESCRIPTOR =
      """
      module example.pictures {
        requires liviano.vision;
      }
      """;

  private static final String SOURCE =
      """
      package example.pictures;

      import java.io.IOException;
      import java.nio.file.Path;
      import liviano.model.Model;
      import liviano.vision.Category;
      import liviano.vision.ImageClassifier;
      import liviano.vision.Picture;
      import liviano.vision.MalformedPictureException;

      public final class Main {
        private Main() {}

        public static void main(String[] arguments) throws IOException {
          ImageClassifier classifier = ImageClassifier.of(Model.load(Path.of(arguments[0])));
          for (int i = 1; i < arguments.length; i++) {
            try {
              for (Category found : classifier.classify(Picture.read(Path.of(arguments[i])))) {
                System.out.println(found.label() + " " + Float.toHexString(found.score()));
              }
            } catch (MalformedPictureException e) {
              System.out.println(e.getMessage());
            }
          }
        }
      }
      """;

  /** How a process ended, and what it printed. */
  record Output(int status, String out, String error) {}

  /** Compiles the program; a warning of any kind is an error. */
  static ModularProgram compile(Path folder) throws IOException {
    Path sources = folder.resolve("sources");
    Path main = sources.resolve("example/pictures/Main.java");
    Files.createDirectories(main.getParent());
    Path descriptor = Files.writeString(sources.resolve("module-info.java"), DESCRIPTOR);
    Files.writeString(main, SOURCE);
    ModularProgram program = new ModularProgram(folder);
    tool(
        "javac",
        "-Werror",
        "-Xlint:all",
        "--module-path",
        path(libraries()),
        "-d",
        program.classes().toString(),
        descriptor.toString(),
        main.toString());
    return program;
  }

  /** Whether this JDK comes with what {@code jlink} links. */
  static boolean canLink() {
    return Files.isDirectory(Path.of(System.getProperty("java.home"), "jmods"))
        || tool("jlink", "--help").contains("Linking from run-time image enabled");
  }

  /** A run-time image of the program, what it requires, and more modules; linked once. */
  Path image(String name, String... modules) {
    Path image = folder.resolve(name);
    if (Files.exists(image)) {
      return image;
    }
    List<String> all = new ArrayList<>(List.of(MODULE));
    all.addAll(List.of(modules));
    tool(
        "jlink",
        "--module-path",
        path(modulePath()),
        "--add-modules",
        String.join(",", all),
        "--no-header-files",
        "--no-man-pages",
        "--output",
        image.toString());
    return image;
  }

  /** The program, and the libraries that it requires. */
  List<Path> modulePath() {
    List<Path> path = new ArrayList<>(List.of(classes()));
    path.addAll(libraries());
    return path;
  }

  private Path classes() {
    return folder.resolve("classes");
  }

  /** Runs {@code java} of a JDK or an image. */
  Output java(Path home, List<String> arguments) throws IOException, InterruptedException {
    Path out = folder.resolve("out");
    Path error = folder.resolve("error");
    List<String> command = new ArrayList<>(List.of(home.resolve("bin/java").toString()));
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(error.toFile());
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    Process child = builder.start();
    try {
      assertThat(child.waitFor(60, TimeUnit.SECONDS)).as("ended: %s", command).isTrue();
    } finally {
      child.destroyForcibly();
    }
    return new Output(child.exitValue(), Files.readString(out), Files.readString(error));
  }

  /** As flags take it. */
  static String path(List<Path> paths) {
    return String.join(File.pathSeparator, paths.stream().map(Path::toString).toList());
  }

  /** The libraries that are named modules, as they were built. */
  private static List<Path> libraries() {
    return List.of(origin(Graph.class), origin(Picture.class), origin(LivianoServer.class));
  }

  /** The reader of lossless WebP, which is found as a service, and the libraries that it needs. */
  static List<Path> losslessWebp() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> entry.contains("twelvemonkeys"))
        .map(Path::of)
        .toList();
  }

  static String losslessWebpVersion() {
    String reader = "imageio-webp-";
    return losslessWebp().stream()
        .map(jar -> jar.getFileName().toString())
        .filter(name -> name.startsWith(reader))
        .map(name -> name.substring(reader.length(), name.length() - ".jar".length()))
        .findFirst()
        .orElseThrow();
  }

  private static Path origin(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What the tool says, having ended well. */
  private static String tool(String name, String... arguments) {
    ByteArrayOutputStream messages = new ByteArrayOutputStream();
    PrintStream printed = new PrintStream(messages, true, StandardCharsets.UTF_8);
    int status = ToolProvider.findFirst(name).orElseThrow().run(printed, printed, arguments);
    assertThat(status).as("%s: %s", name, messages).isZero();
    return messages.toString(StandardCharsets.UTF_8);
  }
}
