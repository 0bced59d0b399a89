import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/**
 * Holds the artifacts in a folder of a Maven repository against what Maven Central asks of them
 * (central.sonatype.org/publish/requirements): the POM's elements, jars of sources and Javadoc,
 * checksums where files have them, signatures on request. Says what is wrong, a line each, and ends
 * with 1 if anything is.
 *
 * <pre>java launcher/Central.java [--release] [--signed] FOLDER VERSION ARTIFACT...</pre>
 *
 * FOLDER is that of the group, such as {@code repository/io/github/liviano}. Without {@code --release}
 * the artifacts may be snapshots themselves.
 */
final class Central {
  /** What each POM must have, at least once and not empty. */
  private static final List<String> DEMANDED =
      List.of(
          "modelVersion",
          "groupId",
          "artifactId",
          "version",
          "name",
          "description",
          "url",
          "licenses/license/name",
          "licenses/license/url",
          "developers/developer/name",
          "scm/connection",
          "scm/developerConnection",
          "scm/url");

  /** What must not be there: whoever uses the artifact would have to have it, or be told by it. */
  private static final List<String> FORBIDDEN =
      List.of(
          "parent",
          "properties",
          "repositories",
          "pluginRepositories",
          "distributionManagement",
          "profiles");

  private static final String SNAPSHOT = "-SNAPSHOT";

  private final Path folder;
  private final String version;
  private final boolean signed;
  private final List<String> faults = new ArrayList<>();

  private Central(Path folder, String version, boolean signed) {
    this.folder = folder;
    this.version = version;
    this.signed = signed;
  }

  public static void main(String[] words) throws Exception {
    List<String> options = Stream.of(words).takeWhile(word -> word.startsWith("--")).toList();
    List<String> rest = List.of(words).subList(options.size(), words.length);
    boolean signed = options.contains("--signed");
    Central central = new Central(Path.of(rest.get(0)), rest.get(1), signed);
    if (options.contains("--release") && rest.get(1).endsWith(SNAPSHOT)) {
      central.faults.add(rest.get(1) + " is a snapshot");
    }
    List<String> artifacts = rest.subList(2, rest.size());
    for (String artifact : artifacts) {
      central.check(artifact);
    }
    central.faults.forEach(System.err::println);
    if (!central.faults.isEmpty()) {
      System.exit(1);
    }
    System.out.printf(
        Locale.ROOT,
        "%d artifacts of version %s are as Maven Central asks%s%n",
        artifacts.size(),
        rest.get(1),
        signed ? ", and signed" : "");
  }

  private void check(String artifact) throws IOException, InterruptedException {
    Path place = folder.resolve(artifact).resolve(version);
    Path pom = place.resolve(artifact + "-" + version + ".pom");
    if (!Files.isRegularFile(pom)) {
      faults.add(pom + ": is not there");
      return;
    }
    Element project = read(pom);
    checkPom(pom, project);
    List<Path> files = new ArrayList<>(List.of(pom));
    if (!text(project, "packaging").equals("pom")) {
      Path jar = place.resolve(artifact + "-" + version + ".jar");
      Path sources = place.resolve(artifact + "-" + version + "-sources.jar");
      Path javadoc = place.resolve(artifact + "-" + version + "-javadoc.jar");
      requireEntry(jar, name -> name.endsWith(".class"), "a class");
      requireEntry(jar, "META-INF/LICENSE"::equals, "META-INF/LICENSE");
      requireEntry(sources, name -> name.endsWith(".java"), "a source");
      requireEntry(javadoc, "index.html"::equals, "index.html");
      files.addAll(List.of(jar, sources, javadoc));
    }
    for (Path file : files) {
      checkSums(file);
      if (signed) {
        checkSignature(file);
      }
    }
  }

  // ---- the POM ----

  private void checkPom(Path pom, Element project) {
    for (String path : DEMANDED) {
      if (text(project, path).isEmpty()) {
        faults.add(pom + ": has no " + path);
      }
    }
    for (String path : FORBIDDEN) {
      if (!all(project, path).isEmpty()) {
        faults.add(pom + ": has " + path);
      }
    }
    if (!text(project, "version").equals(version)) {
      faults.add(pom + ": is of version " + text(project, "version"));
    }
    for (String path :
        List.of("dependencies/dependency", "dependencyManagement/dependencies/dependency")) {
      all(project, path).forEach(dependency -> checkDependency(pom, dependency));
    }
  }

  private void checkDependency(Path pom, Element dependency) {
    String name = text(dependency, "artifactId");
    String of = text(dependency, "version").replace("${project.version}", version);
    boolean foreign = !of.equals(version);
    if (of.isEmpty() || of.matches(".*\\$\\{.*|[\\[(].*") || foreign && of.endsWith(SNAPSHOT)) {
      faults.add(pom + ": takes " + name + " of version '" + of + "'");
    }
    if (text(dependency, "scope").equals("system")) {
      faults.add(pom + ": takes " + name + " from a file");
    }
  }

  private static Element read(Path file) throws IOException {
    try {
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(file.toFile())
          .getDocumentElement();
    } catch (SAXException | ParserConfigurationException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }

  /** The elements that a path of names leads to. */
  private static List<Element> all(Element element, String path) {
    List<Element> found = List.of(element);
    for (String name : path.split("/")) {
      found = found.stream().flatMap(parent -> children(parent, name)).toList();
    }
    return found;
  }

  private static Stream<Element> children(Element parent, String name) {
    return IntStream.range(0, parent.getChildNodes().getLength())
        .mapToObj(parent.getChildNodes()::item)
        .filter(node -> node.getNodeType() == Node.ELEMENT_NODE && node.getNodeName().equals(name))
        .map(Element.class::cast);
  }

  private static String text(Element element, String path) {
    return all(element, path).stream()
        .findFirst()
        .map(found -> found.getTextContent().strip())
        .orElse("");
  }

  // ---- the files ----

  private void requireEntry(Path jar, Predicate<String> wanted, String name) throws IOException {
    if (!Files.isRegularFile(jar)) {
      faults.add(jar + ": is not there");
      return;
    }
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      if (zip.stream().noneMatch(entry -> wanted.test(entry.getName()))) {
        faults.add(jar + ": has not " + name);
      }
    }
  }

  /** Central makes them itself of what the plugin uploads; those that are there must be right. */
  private void checkSums(Path file) throws IOException {
    for (String kind : List.of("md5", "sha1", "sha256", "sha512")) {
      Path sum = file.resolveSibling(file.getFileName() + "." + kind);
      if (Files.exists(file) && Files.exists(sum)) {
        String name = kind.equals("md5") ? "MD5" : kind.replace("sha", "SHA-");
        if (!digest(file, name).equals(Files.readString(sum).strip())) {
          faults.add(sum + ": is of other bytes");
        }
      }
    }
  }

  private static String digest(Path file, String algorithm) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(in.readAllBytes()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private void checkSignature(Path file) throws IOException, InterruptedException {
    Path signature = file.resolveSibling(file.getFileName() + ".asc");
    if (!Files.exists(signature)) {
      faults.add(signature + ": is not there");
      return;
    }
    Process gpg =
        new ProcessBuilder("gpg", "--batch", "--verify", signature.toString(), file.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (gpg.waitFor() != 0) {
      faults.add(signature + ": gpg does not take it for one of that file");
    }
  }
}
