package liviano.bench.cold;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/**
 * The plain programs in a jar of their own, as users have them. The manifest of this module's jar
 * names thirty others, which a JVM would open one after the other in search of a class.
 */
final class ProgramJar {
  private ProgramJar() {}

  static void write(Path file) throws IOException {
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file))) {
      add(jar, LivianoProgram.class);
      add(jar, OnnxRuntimeProgram.class);
      add(jar, Stage.class);
    }
  }

  private static void add(JarOutputStream jar, Class<?> program) throws IOException {
    String name = program.getName().replace('.', '/') + ".class";
    jar.putNextEntry(new JarEntry(name));
    try (InputStream in = program.getClassLoader().getResourceAsStream(name)) {
      in.transferTo(jar);
    }
    jar.closeEntry();
  }
}
