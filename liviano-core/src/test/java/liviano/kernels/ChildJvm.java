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
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--add-modules=jdk.incubator.vector");
    command.addAll(List.of(flags));
    command.addAll(List.of("-cp", classPath(), program.getName()));
    command.addAll(arguments);
    try {
      Path output = Files.createTempFile("child", ".txt");
      try {
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
        Files.delete(output);
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

  private static String classPath() {
    Path target = Path.of(System.getProperty("basedir", "."), "target").toAbsolutePath();
    try {
      Path assertj =
          Path.of(Assertions.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return String.join(
          File.pathSeparator,
          target.resolve("classes").toString(),
          target.resolve("test-classes").toString(),
          assertj.toString());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
