package liviano.kernels;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;

/** Programs of the tests in a JVM of their own, with flags of its own. */
public final class ChildJvm {
  private static final long SECONDS = 240;

  private ChildJvm() {}

  /** Everything the program prints; it must end well and in time. */
  public static String run(Class<?> program, String... flags) {
    return run(program, List.of(), flags);
  }

  /** The same with arguments for the program. */
  public static String run(Class<?> program, List<String> arguments, String... flags) {
    List<String> all = new ArrayList<>(List.of("--add-modules=jdk.incubator.vector"));
    all.addAll(List.of(flags));
    return start(program, all, classPath(), arguments);
  }

  /** Without the vector module, unless the flags bring it. */
  static String runBare(Class<?> program, List<String> arguments, String... flags) {
    return start(program, List.of(flags), classPath(), arguments);
  }

  /** With this project's classes as the module {@code liviano.core}. */
  static String runAsModule(Class<?> program, List<String> arguments, String... flags) {
    List<String> all = new ArrayList<>(List.of(flags));
    all.addAll(List.of("-p", target("classes"), "--add-modules", "liviano.core"));
    return start(program, all, target("test-classes"), arguments);
  }

  private static String start(
      Class<?> program, List<String> flags, String classPath, List<String> arguments) {
    try {
      Path folder = Files.createTempDirectory("child");
      try {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // A crash that a test provokes leaves its report with the output, and no image of memory.
        command.add("-XX:ErrorFile=" + folder.resolve("hs_err_pid%p.log"));
        command.add("-XX:-CreateCoredumpOnCrash");
        command.addAll(flags);
        command.addAll(List.of("-cp", classPath, program.getName()));
        command.addAll(arguments);
        Path output = folder.resolve("output.txt");
        Process process =
            new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean ended = process.waitFor(SECONDS, TimeUnit.SECONDS);
        process.destroyForcibly();
        String printed = Files.readString(output);
        Assertions.assertThat(ended).as("ended within %d s:%n%s", SECONDS, printed).isTrue();
        Assertions.assertThat(process.exitValue()).as(printed).isZero();
        return printed;
      } finally {
        try (Stream<Path> left = Files.list(folder)) {
          for (Path file : left.toList()) {
            Files.delete(file);
          }
        }
        Files.delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The vector provider, whether or not it thinks that it suits this JVM. */
  static KernelProvider vector() {
    try {
      return (KernelProvider)
          Class.forName("liviano.kernels.vector.VectorProvider")
              .getDeclaredConstructor()
              .newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String target(String folder) {
    return Path.of(System.getProperty("basedir", "."), "target", folder)
        .toAbsolutePath()
        .toString();
  }

  private static String classPath() {
    try {
      Path assertj =
          Path.of(Assertions.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return String.join(
          File.pathSeparator, target("classes"), target("test-classes"), assertj.toString());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
