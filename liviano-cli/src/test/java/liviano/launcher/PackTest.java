package liviano.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The program that packs what a user downloads. */
@DisabledOnOs(OS.WINDOWS)
class PackTest {
  private static final String TIME = "2026-01-02T03:04:06Z";

  @TempDir private static Path classes;
  @TempDir private Path folder;

  private record Outcome(int status, String out) {}

  @BeforeAll
  static void compile() {
    Compiled.launcher("Pack.java", classes);
  }

  private static Outcome pack(String zone, Object... words) throws Exception {
    List<String> line =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Duser.timezone=" + zone,
                "-cp",
                classes + ":" + System.getProperty("java.class.path"),
                "Pack"));
    for (Object word : words) {
      line.add(word.toString());
    }
    Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
    String out = new String(process.getInputStream().readAllBytes());
    return new Outcome(process.waitFor(), out);
  }

  /** The same files, made at another time and in another order. */
  private Path files(String place, List<String> names) throws IOException {
    Path top = folder.resolve(place).resolve("liviano-1");
    for (String name : names) {
      Path file = top.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, name.repeat(1000));
      boolean runs = name.equals("liviano");
      Files.setPosixFilePermissions(
          file, PosixFilePermissions.fromString(runs ? "rwx------" : "rw-rw-r--"));
      Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(place.hashCode())));
    }
    return top;
  }

  @Test
  void theSameFilesGiveTheSameZip() throws Exception {
    Path one = files("one", List.of("app/lib/a.jar", "liviano", "LICENSE"));
    Path two = files("two", List.of("LICENSE", "liviano", "app/lib/a.jar"));
    Path first = folder.resolve("first.zip");
    Path second = folder.resolve("second.zip");
    assertThat(pack("UTC", "zip", one, first, TIME).status()).isZero();
    assertThat(pack("UTC", "zip", two, second, TIME)).isEqualTo(new Outcome(0, "0.0\n"));
    assertThat(second).hasSameBinaryContentAs(first);

    try (ZipFile zip = ZipFile.builder().setPath(first).get()) {
      List<ZipArchiveEntry> entries = new ArrayList<>();
      zip.getEntriesInPhysicalOrder().asIterator().forEachRemaining(entries::add);
      assertThat(entries)
          .extracting(ZipArchiveEntry::getName)
          .containsExactly("liviano-1/LICENSE", "liviano-1/app/lib/a.jar", "liviano-1/liviano");
      assertThat(entries)
          .extracting(entry -> entry.getUnixMode() & 0777)
          .containsExactly(0644, 0644, 0755);
      assertThat(entries)
          .allSatisfy(
              entry ->
                  assertThat(entry.getLastModifiedTime().toInstant())
                      .isEqualTo(Instant.parse(TIME)));
      assertThat(zip.getInputStream(entries.getLast()).readAllBytes())
          .asString()
          .isEqualTo("liviano".repeat(1000));
    }
    String sum =
        HexFormat.of()
            .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(first)));
    assertThat(folder.resolve("first.zip.sha256")).hasContent(sum + "  first.zip");
  }

  @Test
  void licencesComeFromTheJarsOrFromTheTextThatNamesThem() throws Exception {
    jar("lib/with-1.0.jar", "", "META-INF/LICENSE.txt", "META-INF/NOTICE", "a/NOTICE.class");
    jar("lib/without-2.1-beta.jar", "");
    jar("lib/liviano-core-1.jar", "");
    Path command =
        jar("command.jar", "lib/with-1.0.jar lib/without-2.1-beta.jar lib/liviano-core-1.jar");
    Path texts = Files.createDirectory(folder.resolve("texts"));
    Files.writeString(texts.resolve("b.txt"), "For other and without\n\nMIT\n");
    Path to = Files.createDirectories(folder.resolve("to"));

    assertThat(pack("UTC", "gather", command, texts, to)).isEqualTo(new Outcome(0, ""));
    assertThat(to.resolve("app/lib")).isDirectoryContaining("glob:**liviano-core-1.jar");
    assertThat(to.resolve("legal/b.txt")).content().contains("MIT");
    assertThat(to.resolve("legal/with/LICENSE.txt")).exists();
    assertThat(to.resolve("legal/with")).isDirectoryNotContaining("glob:**.class");
    String build = Files.readString(to.resolve("app/build"));
    assertThat(build).matches("[0-9a-f]{64}\n");

    Files.writeString(texts.resolve("b.txt"), "For other\n");
    assertThat(pack("UTC", "gather", command, texts, folder.resolve("again")))
        .isEqualTo(
            new Outcome(
                2,
                "without-2.1-beta.jar brings no licence, and no file in " + texts + " names it\n"));
  }

  private Path jar(String name, String classPath, String... entries) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classPath);
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file), manifest)) {
      for (String entry : entries) {
        jar.putNextEntry(new ZipEntry(entry));
        jar.write(entry.getBytes());
      }
    }
    return file;
  }
}
