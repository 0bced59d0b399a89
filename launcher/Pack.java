import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import org.apache.commons.compress.archivers.zip.Zip64Mode;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;

/**
 * What {@code ./liviano dist} does with jars and zips. Whatever it writes is the same, byte for byte,
 * for the same files.
 *
 * <pre>
 * java -cp 'liviano-cli/target/lib/*' launcher/Pack.java gather JAR TEXTS FOLDER
 * java -cp 'liviano-cli/target/lib/*' launcher/Pack.java zip FOLDER FILE TIME
 * </pre>
 */
final class Pack {
  /** How a jar's name goes on after the name of the library: with its version. */
  private static final Pattern VERSION = Pattern.compile("-\\d.*\\.jar$");

  /** The texts that a jar may bring. */
  private static final Pattern LICENCE =
      Pattern.compile("(META-INF/)?(LICENSE|NOTICE)(\\.(txt|md))?", Pattern.CASE_INSENSITIVE);

  private static final String OURS = "liviano-";

  private Pack() {}

  public static void main(String[] words) throws IOException {
    try {
      switch (words[0]) {
        case "gather" -> gather(Path.of(words[1]), Path.of(words[2]), Path.of(words[3]));
        case "zip" -> zip(Path.of(words[1]), Path.of(words[2]), Instant.parse(words[3]));
        default -> throw new IllegalArgumentException("unknown: " + words[0]);
      }
    } catch (FileSystemException e) {
      System.err.println(e); // the message is a file alone
      System.exit(2);
    } catch (IOException e) {
      System.err.println(e.getMessage());
      System.exit(2);
    }
  }

  // ---- the libraries, with what their authors ask to be handed on ----

  /**
   * Copies the jars that the manifest of {@code jar} names to {@code app/lib} of a folder, and their
   * licences to its {@code legal}: those in the jar itself, and for jars without any the text of
   * {@code texts} that names the jar in its first line. Then {@code app/build} tells what is in
   * {@code app} from all else.
   */
  private static void gather(Path jar, Path texts, Path folder) throws IOException {
    List<Path> others = new ArrayList<>();
    for (String name : classPath(jar).split(" ")) {
      Path library = jar.resolveSibling(name);
      Path copy = folder.resolve("app").resolve(name);
      Files.createDirectories(copy.getParent());
      Files.copy(library, copy, StandardCopyOption.REPLACE_EXISTING);
      if (!library.getFileName().toString().startsWith(OURS)) {
        others.add(library);
      }
    }
    TreeMap<String, Path> known = known(texts);
    Path legal = Files.createDirectories(folder.resolve("legal"));
    for (Path library : others) {
      String name = VERSION.matcher(library.getFileName().toString()).replaceFirst("");
      if (copyLicences(library, legal.resolve(name)) == 0) {
        Path text = known.get(name);
        if (text == null) {
          throw new IOException(
              library.getFileName() + " brings no licence, and no file in " + texts + " names it");
        }
        Path copy = legal.resolve(text.getFileName());
        Files.copy(text, copy, StandardCopyOption.REPLACE_EXISTING);
      }
    }
    MessageDigest all = sha256();
    for (Path file : sorted(folder.resolve("app"))) {
      all.update(Files.readAllBytes(file));
    }
    Files.writeString(folder.resolve("app/build"), HexFormat.of().formatHex(all.digest()) + "\n");
  }

  private static String classPath(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      return file.getManifest().getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
    }
  }

  /** The texts by the libraries that their first lines name: {@code For a, b and c}. */
  private static TreeMap<String, Path> known(Path texts) throws IOException {
    TreeMap<String, Path> known = new TreeMap<>();
    for (Path text : sorted(texts)) {
      String first = Files.readAllLines(text).getFirst();
      for (String name : first.replaceFirst("^For ", "").split(",? and |, ")) {
        known.put(name, text);
      }
    }
    return known;
  }

  private static int copyLicences(Path library, Path to) throws IOException {
    int copied = 0;
    try (JarFile file = new JarFile(library.toFile())) {
      List<? extends ZipEntry> entries =
          file.stream().filter(entry -> LICENCE.matcher(entry.getName()).matches()).toList();
      for (ZipEntry entry : entries) {
        Files.createDirectories(to);
        Path copy = to.resolve(Path.of(entry.getName()).getFileName());
        try (var in = file.getInputStream(entry)) {
          Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
        }
        copied++;
      }
    }
    return copied;
  }

  // ---- a zip ----

  /**
   * Writes a folder, its own name included, to a zip, and beside that the zip's SHA-256: the files in
   * the order of their names, all of one time, with no right but who may run them.
   */
  private static void zip(Path folder, Path file, Instant time) throws IOException {
    try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(file)) {
      zip.setLevel(Deflater.BEST_COMPRESSION);
      zip.setUseZip64(Zip64Mode.Never);
      for (Path path : sorted(folder)) {
        String name = folder.getParent().relativize(path).toString().replace('\\', '/');
        ZipArchiveEntry entry = new ZipArchiveEntry(name);
        entry.setLastModifiedTime(FileTime.from(time));
        entry.setSize(Files.size(path));
        entry.setUnixMode(Files.isExecutable(path) ? 0100755 : 0100644);
        zip.putArchiveEntry(entry);
        Files.copy(path, zip);
        zip.closeArchiveEntry();
      }
    }
    String name = file.getFileName().toString();
    String digest = HexFormat.of().formatHex(sha256().digest(Files.readAllBytes(file)));
    Files.writeString(file.resolveSibling(name + ".sha256"), digest + "  " + name + "\n");
    System.out.printf(Locale.ROOT, "%.1f%n", Files.size(file) / 1e6);
  }

  /** All files below a folder by their paths; links stand for what they lead to. */
  private static TreeSet<Path> sorted(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      return new TreeSet<>(paths.filter(Files::isRegularFile).toList());
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has it", e);
    }
  }
}
