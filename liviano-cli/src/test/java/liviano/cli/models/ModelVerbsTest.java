package liviano.cli.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import liviano.cli.Cli;
import liviano.cli.ExitStatus;
import liviano.cli.commands.TinyModel;
import liviano.formats.store.Catalogue;
import liviano.formats.store.Digest;
import liviano.formats.store.ModelMaker;
import liviano.formats.store.ModelStore;
import liviano.json.Json;
import liviano.json.JsonArray;
import liviano.json.JsonObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verbs of {@code models} that need no network. */
@Tag("locale")
class ModelVerbsTest {
  private static final String PUBLISHED = "mobilenet_v2_0.35_96";
  private static final String ADDRESS = "https://models.example/tiny.tgz";

  @TempDir Path parent;
  private Path store;
  private Cli cli;

  @BeforeEach
  void makeStore() {
    store = parent.resolve("store");
    cli = Cli.piped().with("LIVIANO_HOME", store.toString());
  }

  private Path install(String name) throws IOException {
    SequencedMap<String, Digest> downloads = new LinkedHashMap<>();
    downloads.put(ADDRESS, Digest.UNSTATED);
    return new ModelStore(store)
        .install(name, true, () -> {}, _ -> new ModelMaker.Made(TinyModel.model(), downloads));
  }

  private static JsonObject find(JsonArray models, String name) {
    return IntStream.range(0, models.size())
        .mapToObj(models::object)
        .filter(model -> model.string("name").equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void listHasAllThatArePublishedInEightyColumns() throws IOException {
    install(PUBLISHED);
    install("own");
    Cli.Outcome outcome = cli.run("models", "list");
    assertThat(outcome.status()).as(outcome.err()).isZero();
    List<String> lines = outcome.out().lines().toList();
    assertThat(lines).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
    for (String name : Catalogue.builtIn().all().stream().map(model -> model.name()).toList()) {
      assertThat(lines.stream().filter(line -> line.contains(" " + name + " "))).hasSize(1);
    }
    assertThat(lines)
        .anyMatch(
            line ->
                line.matches(
                    "\\* " + PUBLISHED + " +classify +0.35/96 +0.\\d  top1 45.5  Apache-2.0"))
        .anyMatch(line -> line.matches("  mobilenet_v2_0.35_128 +classify +0.35/128 +6.4  .*"))
        .anyMatch(line -> line.startsWith("8 mobilenet_v2_torchvision_v2 "))
        .anyMatch(line -> line.matches("~ mobilenet_v1_0.25_128 +classify +0.25/128 +1.8  .*"))
        .anyMatch(line -> line.matches("\\* own +classify +0.1/32 +0.\\d +unknown"))
        .anyMatch(
            line -> line.startsWith("~ no checksum is published; it is recorded at the first"));
  }

  @Test
  void listForProgramsSaysEverything() throws IOException {
    Path file = install(PUBLISHED);
    JsonArray models = Json.parse(cli.run("models", "list", "--json").out()).asArray();
    assertThat(models.size()).isGreaterThanOrEqualTo(45);

    JsonObject model = find(models, PUBLISHED);
    assertThat(model.bool("installed")).isTrue();
    assertThat(model.string("path")).isEqualTo(file.toString());
    assertThat(model.longInteger("bytes")).isEqualTo(Files.size(file));
    assertThat(model.string("licence")).isEqualTo("Apache-2.0");
    assertThat(model.object("accuracy").number("top1")).isEqualTo(0.455);
    assertThat(model.number("width")).isEqualTo(0.35);
    assertThat(model.integer("resolution")).isEqualTo(96);
    JsonArray sources = model.array("sources");
    JsonObject first = sources.object(0);
    JsonObject download = first.object("downloads").object(first.string("file"));
    assertThat(download.string("sha256")).hasSize(64);
    assertThat(download.string("digest")).isEqualTo("stated");
    JsonObject second = sources.object(1);
    assertThat(second.object("downloads").object(second.string("file")).string("digest"))
        .isEqualTo("not stated, to be recorded at the first pull");
    assertThat(find(models, "mobilenet_v2_0.35_128").bool("installed")).isFalse();
  }

  @Test
  void recordedDigestIsListed() throws IOException {
    String address =
        Catalogue.builtIn()
            .find("mobilenet_v1_0.25_128")
            .orElseThrow()
            .sources()
            .getFirst()
            .downloads()
            .firstEntry()
            .getKey();
    Path any = Files.writeString(parent.resolve("any"), "bytes");
    SequencedMap<String, Digest> downloads = new LinkedHashMap<>();
    downloads.put(address, Digest.of(any));
    ModelStore folder = new ModelStore(store);
    folder.install(
        "mobilenet_v1_0.25_128",
        false,
        () -> {},
        _ -> new ModelMaker.Made(TinyModel.model(), downloads));

    JsonArray models = Json.parse(cli.run("models", "list", "--json").out()).asArray();
    JsonObject download =
        find(models, "mobilenet_v1_0.25_128")
            .array("sources")
            .object(0)
            .object("downloads")
            .object(address);
    assertThat(download.string("digest")).isEqualTo("recorded at the first pull");
    assertThat(download.string("sha256")).isEqualTo(Digest.of(any).checksum().hex());
    assertThat(download.longInteger("bytes")).isEqualTo(5);
  }

  @Test
  void showSaysWhatAnInstalledModelIs() throws IOException {
    Path file = install("own");
    Digest digest = Digest.of(file);
    String text = cli.run("models", "show", "own").out();
    assertThat(text.lines())
        .anyMatch(line -> line.matches("title +Tiny"))
        .anyMatch(line -> line.matches("network +mobilenet_v2 0.1/32"))
        .anyMatch(line -> line.matches("parameters +[\\d,]+"))
        .anyMatch(line -> line.matches("multiply-adds +[\\d.]+ M"))
        .anyMatch(line -> line.equals("file           " + file))
        .anyMatch(line -> line.endsWith(" " + digest.checksum().hex()))
        .anyMatch(line -> line.matches("unchanged +yes"))
        .anyMatch(line -> line.matches("made of +" + ADDRESS + ",.*"));
    JsonObject json = Json.parse(cli.run("models", "show", "own", "--json").out()).asObject();
    assertThat(json.string("sha256")).isEqualTo(Digest.of(file).checksum().hex());
    assertThat(json.longInteger("parameters")).isPositive();
    assertThat(json.longInteger("multiply_adds")).isPositive();
    assertThat(json.bool("unchanged")).isTrue();
    assertThat(json.object("downloads").has(ADDRESS)).isTrue();
  }

  @Test
  void showTakesAFileAndAPublishedName() throws IOException {
    Path file = TinyModel.save(parent.resolve("any.safetensors"));
    assertThat(cli.run("models", "show", file.toString()).out()).contains("Tiny");

    Cli.Outcome published = cli.run("models", "show", PUBLISHED);
    assertThat(published.status()).as(published.err()).isZero();
    assertThat(published.out())
        .contains("'liviano models pull " + PUBLISHED + "' fetches it")
        .contains("282996bca7d799d0172ce5d34ac59dea497c4c75f069a8b466bb944c6f843353")
        .contains("checksum recorded at first pull");
    Cli.Outcome unknown = cli.run("models", "show", "mobilenet_v2_0.35_97");
    assertThat(unknown.status()).isEqualTo(ExitStatus.FAILED);
    assertThat(unknown.err()).contains("did you mean " + PUBLISHED).hasLineCount(1);
  }

  @Test
  void removeDeletesAllOrNone() throws IOException {
    Path file = install("own");
    Cli.Outcome missing = cli.run("models", "remove", "own", "nothing");
    assertThat(missing.status()).isEqualTo(ExitStatus.FAILED);
    assertThat(missing.err()).contains("nothing: no model of that name").hasLineCount(1);
    assertThat(file).exists();

    Cli.Outcome removed = cli.run("models", "remove", "own");
    assertThat(removed.status()).isZero();
    assertThat(removed.err()).isEqualTo(String.format(Locale.ROOT, "liviano: own is removed%n"));
    assertThat(file).doesNotExist();
  }

  @Test
  void aliasesNameInstalledModels() throws IOException {
    Path file = install("mobilenet_v2_1.0_224");
    assertThat(cli.run("models", "show", "mobilenet_v2").out().replaceAll("\n +", ""))
        .contains(file.toString());
    assertThat(cli.run("models", "remove", "mobilenet_v2").status()).isZero();
    assertThat(file).doesNotExist();
  }

  @Test
  void verifyReadsAgainWhatWasInstalled() throws IOException {
    install("own");
    TinyModel.save(store.resolve("converted.safetensors"));
    Cli.Outcome outcome = cli.run("models", "verify");
    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(outcome.out().lines())
        .satisfiesExactly(
            line -> assertThat(line).startsWith("converted: it can be read; what it was"),
            line -> assertThat(line).startsWith("own: as installed, SHA-256 "));
    assertThat(cli.run("models", "verify", "own").out()).hasLineCount(1);
  }

  @Test
  void verifyFindsAByteThatChanged() throws IOException {
    Path file = install(PUBLISHED);
    install("own");
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 5] ^= 1;
    Files.write(file, bytes);

    Cli.Outcome outcome = cli.run("models", "verify");
    assertThat(outcome.status()).isEqualTo(ExitStatus.FAILED);
    assertThat(outcome.out().lines()).singleElement().asString().startsWith("own: as installed");
    assertThat(outcome.err())
        .startsWith("liviano: " + file + ": it is another file than was installed: SHA-256 ")
        .contains("'liviano models pull " + PUBLISHED + " --force' fetches it again")
        .hasLineCount(1);
    assertThat(cli.run("models", "verify", "own").status()).isZero();
  }

  /** Of a file of 20 GiB nobody waits for the digest. */
  @Test
  void verifyLooksAtTheSizeFirst() throws IOException {
    Path file = install("own");
    long before = Files.size(file);
    try (var large = new RandomAccessFile(file.toFile(), "rw")) {
      large.setLength(20L << 30);
    }
    assertThat(cli.run("models", "verify").err())
        .contains(
            String.format(
                Locale.ROOT, "%,d bytes instead of %,d; 'liviano models", 20L << 30, before))
        .hasLineCount(1);
  }

  @Test
  void damagedRecordsAreToldAndTheRestIsListed() throws IOException {
    install("own");
    Path records = store.resolve(".digests.json");
    Files.writeString(records, "{broken");
    for (String[] line :
        new String[][] {
          {"models", "list"}, {"models"}, {"models", "show", "own"}, {"models", "show", PUBLISHED}
        }) {
      Cli.Outcome outcome = cli.run(line);
      assertThat(outcome.status()).as(outcome.err()).isZero();
      assertThat(outcome.out()).contains(line.length == 3 ? line[2] : "own");
      assertThat(outcome.err())
          .hasLineCount(1)
          .contains(records.toString())
          .contains("delete the file");
    }
  }

  /** Somebody put a model of their own under the name of a published one. */
  @Test
  void listShowsAFilesOwnCard() throws IOException {
    Files.createDirectories(store);
    TinyModel.save(store.resolve(PUBLISHED + ".safetensors"));
    String line =
        cli.run("models", "list")
            .out()
            .lines()
            .filter(l -> l.contains(PUBLISHED))
            .findFirst()
            .get();
    assertThat(line).startsWith("* ").contains("0.1/32").doesNotContain("0.35/96", "top-1");
    JsonObject json = Json.parse(cli.run("models", "--json").out()).asArray().objects().getFirst();
    assertThat(json.bool("published")).isFalse();
    assertThat(json.has("sources")).isFalse();
  }

  @Test
  void linesFitATerminalOfEightyColumns() throws IOException {
    install("own");
    install(PUBLISHED);
    for (String[] line :
        new String[][] {
          {"models"},
          {"models", "list"},
          {"models", "show", PUBLISHED},
          {"models", "show", "deeplab"},
          {"models", "show", "own"}
        }) {
      assertThat(cli.run(line).out().lines())
          .as(String.join(" ", line))
          .allMatch(l -> l.length() <= 80);
    }
  }

  @Test
  void verifyFindsAFileThatIsCutOff() throws IOException {
    Path file = TinyModel.save(Files.createDirectories(store).resolve("cut.safetensors"));
    try (var channel = Files.newByteChannel(file, StandardOpenOption.WRITE)) {
      channel.truncate(Files.size(file) - 4);
    }
    Cli.Outcome outcome = cli.run("models", "verify");
    assertThat(outcome.status()).isEqualTo(ExitStatus.FAILED);
    assertThat(outcome.err()).startsWith("liviano: " + file + ": ").hasLineCount(1);
    assertThat(cli.run("models", "verify", "nothing").err())
        .contains("nothing: no model of that name")
        .hasLineCount(1);
  }

  @Test
  void offlineNoSmallOneIsPulled() {
    Cli.Outcome outcome = cli.run("models", "pull", "--all-small", "--offline");
    assertThat(outcome.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(outcome.err()).contains("--offline forbids to fetch it").hasLineCount(1);
  }
}
