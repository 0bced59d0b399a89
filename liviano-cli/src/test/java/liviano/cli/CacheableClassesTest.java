package liviano.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CacheableClassesTest {
  private static final int JAVA_8 = 52;

  @TempDir private Path folder;
  private Path original;
  private Path archive;

  @BeforeEach
  void copyTheLibrary() throws Exception {
    URI library = CommandLine.class.getProtectionDomain().getCodeSource().getLocation().toURI();
    original = Path.of(library);
    archive = Files.copy(original, folder.resolve("library.jar"));
  }

  @Test
  void everyClassIsOfAVersionThatACacheTakes() throws IOException {
    CacheableClasses.makeFit(archive);

    try (ZipFile fit = new ZipFile(archive.toFile());
        ZipFile old = new ZipFile(original.toFile())) {
      List<String> names = Collections.list(old.entries()).stream().map(ZipEntry::getName).toList();
      assertThat(Collections.list(fit.entries()).stream().map(ZipEntry::getName))
          .containsExactlyElementsOf(names);
      for (String name : names) {
        byte[] bytes = bytes(fit, name);
        if (name.endsWith(".class")) {
          assertThat(bytes[7] & 0xff).as(name).isGreaterThanOrEqualTo(JAVA_8);
        } else {
          assertThat(bytes).as(name).isEqualTo(bytes(old, name));
        }
      }
    }
  }

  /** The JVM looks through every method of a class before it is used. */
  @Test
  void theJvmVerifiesThemAll() throws Exception {
    CacheableClasses.makeFit(archive);

    URL[] path = {archive.toUri().toURL()};
    try (ZipFile fit = new ZipFile(archive.toFile());
        URLClassLoader loader = new URLClassLoader(path, ClassLoader.getPlatformClassLoader())) {
      List<String> classes =
          Collections.list(fit.entries()).stream()
              .map(ZipEntry::getName)
              .filter(name -> name.startsWith("picocli/") && name.endsWith(".class"))
              .map(name -> name.substring(0, name.length() - ".class".length()).replace('/', '.'))
              .toList();
      assertThat(classes).hasSizeGreaterThan(150);
      for (String name : classes) {
        assertThat(Class.forName(name, true, loader).getClassLoader()).as(name).isSameAs(loader);
      }
      Class<?> model = loader.loadClass("picocli.CommandLine$Model$CommandSpec");
      Method create = model.getMethod("create");
      assertThat(create.invoke(null)).hasToString("command 'null' (user object: null)");
    }
  }

  @Test
  void theSameArchiveGivesTheSameBytesAndAFitOneStays() throws IOException {
    Path other = Files.copy(original, folder.resolve("other.jar"));
    CacheableClasses.makeFit(archive);
    CacheableClasses.main(new String[] {other.toString()});
    byte[] once = Files.readAllBytes(archive);

    assertThat(Files.readAllBytes(other)).isEqualTo(once);
    Object key = Files.readAttributes(archive, "lastModifiedTime").get("lastModifiedTime");
    CacheableClasses.makeFit(archive);
    assertThat(Files.readAllBytes(archive)).isEqualTo(once);
    assertThat(Files.readAttributes(archive, "lastModifiedTime")).containsValue(key);
    assertThat(Arrays.equals(Files.readAllBytes(original), once)).isFalse();
  }

  private static byte[] bytes(ZipFile archive, String name) throws IOException {
    try (InputStream in = archive.getInputStream(archive.getEntry(name))) {
      return in.readAllBytes();
    }
  }
}
