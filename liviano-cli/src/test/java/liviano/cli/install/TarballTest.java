package liviano.cli.install;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import liviano.formats.store.Digest;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class TarballTest {
  private static final byte[] A = noise(5_000);
  private static final byte[] B = "b".getBytes(UTF_8);
  private static final Map<String, Digest> WANTED =
      Map.of("package/a.bin", Fakes.digest(A), "package/b.bin", Fakes.digest(B));

  private static final byte[] NONE = {};
  private static final byte GNU_NAME = TarConstants.LF_GNUTYPE_LONGNAME;
  private static final byte ATTRIBUTES = TarConstants.LF_PAX_EXTENDED_HEADER_LC;

  @TempDir private Path folder;
  private Path target;

  @BeforeEach
  void makeTarget() throws IOException {
    target = Files.createDirectories(folder.resolve("out").resolve("files"));
  }

  private static byte[] noise(int length) {
    byte[] bytes = new byte[length];
    new Random(1).nextBytes(bytes);
    return bytes;
  }

  private static TarMaker good() throws IOException {
    return new TarMaker().file("package/a.bin", A).file("package/b.bin", B);
  }

  private void unpack(byte[] tarball) throws IOException {
    Path file = Files.write(folder.resolve("some.tgz"), tarball);
    new Tarball(file).unpack(WANTED, target);
  }

  @Test
  void takesWhatIsWantedAndNothingElse() throws IOException {
    unpack(
        good()
            .file("package/script.js", A)
            .file("a.bin", B)
            .file("package/deep/a.bin", B)
            .file("package/" + "long/".repeat(60) + "name", B)
            .toBytes());
    assertThat(target.resolve("a.bin")).hasBinaryContent(A);
    assertThat(target.resolve("b.bin")).hasBinaryContent(B);
    assertThat(files()).containsExactlyInAnyOrder("a.bin", "b.bin");
  }

  static Stream<Arguments> evil() {
    return Stream.of(
        evil("parent", "leads out", t -> t.file("package/../../evil", B)),
        evil("parent of Windows", "leads out", t -> t.file("package\\..\\..\\evil", B)),
        evil("only parent", "leads out", t -> t.file("..", B)),
        evil("absolute", "leads out", t -> t.file("/tmp/liviano-evil", B)),
        evil("drive", "leads out", t -> t.file("C:/evil", B)),
        evil("share", "leads out", t -> t.file("\\\\host\\evil", B)),
        evil("symbolic link", "is a link", t -> t.symbolicLink("package/l", "/etc/passwd")),
        evil("hard link", "is a link", t -> t.hardLink("package/l", "package/a.bin")),
        evil("pipe", "no ordinary file", t -> t.pipe("package/p")),
        evil("block device", "no ordinary file", t -> t.kind("d", TarConstants.LF_BLK, NONE)),
        evil("character device", "no ordinary file", t -> t.kind("d", TarConstants.LF_CHR, NONE)),
        evil("contiguous", "no ordinary file", t -> t.kind("d", TarConstants.LF_CONTIG, NONE)),
        evil("unknown kind", "no ordinary file", t -> t.kind("d", (byte) 'Z', NONE)),
        evil("twice", "comes twice", t -> t.file("package/a.bin", A)),
        evil("twice by dots", "comes twice", t -> t.file("./package/./a.bin", A)),
        evil("twice by slashes", "comes twice", t -> t.file("package//a.bin", A)),
        evil("twice by case", "comes twice", t -> t.file("package/A.BIN", A)),
        evil("long name", "a name of more than", t -> t.kind("n", GNU_NAME, new byte[200_000])),
        evil("long attributes", "a name of more than", TarballTest::longAttributes),
        evil(
            "long way out",
            "leads out",
            t -> t.longName("d/".repeat(90) + "../".repeat(99) + "evil", B)),
        evil("hidden way out", "leads out", TarballTest::hiddenWayOut),
        evil("huge", "unpacks to more than", t -> t.zeros("package/huge", 3L << 20)),
        evil("many", "more than 1000 entries", TarballTest::many));
  }

  private static Arguments evil(String what, String reason, UnaryOperator<TarMaker> change) {
    return Arguments.of(what, reason, change);
  }

  private static TarMaker longAttributes(TarMaker tar) {
    byte[] text = ("200000 path=" + "a".repeat(199_987) + "\n").getBytes(UTF_8);
    return tar.kind("n", ATTRIBUTES, text).file("package/c", B);
  }

  /** The header's name is harmless, and the attributes before it replace it. */
  private static TarMaker hiddenWayOut(TarMaker tar) {
    byte[] text = "24 path=package/../../e\n".getBytes(UTF_8);
    return tar.kind("n", ATTRIBUTES, text).file("package/c", B);
  }

  private static TarMaker many(TarMaker tar) {
    for (int i = 0; i < 1_000; i++) {
      tar.file("package/" + i, B);
    }
    return tar;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("evil")
  void refusesEvil(String what, String reason, UnaryOperator<TarMaker> change) throws IOException {
    byte[] bytes = change.apply(good()).toBytes();
    assertThatThrownBy(() -> unpack(bytes))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("some.tgz: ")
        .hasMessageContaining(reason);
    assertThat(Path.of("/tmp/liviano-evil")).doesNotExist();
    try (Stream<Path> all = Files.walk(folder)) { // entries climb two folders, which are in it
      assertThat(all.map(file -> folder.relativize(file).toString()))
          .contains("some.tgz")
          .isSubsetOf("", "some.tgz", "out", "out/files", "out/files/a.bin", "out/files/b.bin");
    }
  }

  @Test
  void namesInOtherFormsAreTheSame() throws IOException {
    unpack(
        new TarMaker()
            .file("./package/a.bin", A)
            .file("package//./b.bin", B)
            .longName("package/" + "long/".repeat(60) + "name", B)
            .toBytes());
    assertThat(files()).containsExactlyInAnyOrder("a.bin", "b.bin");
  }

  @Test
  void oneFileIsTakenByTheEndOfItsPath() throws IOException {
    Path file =
        Files.write(
            folder.resolve("some.tgz"),
            new TarMaker()
                .file("./net_1.0/net.ckpt.data-00000-of-00001", A)
                .file("./net_1.0/net_frozen.pb", B)
                .longName("./" + "long/".repeat(60) + "name", A)
                .toBytes());
    new Tarball(file).unpack(Map.of("*_frozen.pb", Digest.UNSTATED), target);
    assertThat(files()).containsExactly("net_frozen.pb");
    assertThat(target.resolve("net_frozen.pb")).hasBinaryContent(B);
  }

  @Test
  void twoFilesWithTheEndAreRefused() throws IOException {
    byte[] bytes = new TarMaker().file("x/n_frozen.pb", B).file("y/n_frozen.pb", B).toBytes();
    Path file = Files.write(folder.resolve("some.tgz"), bytes);
    assertThatThrownBy(
            () -> new Tarball(file).unpack(Map.of("*_frozen.pb", Digest.UNSTATED), target))
        .hasMessage("some.tgz: two entries end in *_frozen.pb");
  }

  @Test
  void whatIsNoArchiveIsRefused() throws IOException {
    assertThatThrownBy(() -> unpack("<html>log in first</html>".getBytes(UTF_8)))
        .hasMessageStartingWith("some.tgz: it is damaged");
    assertThatThrownBy(() -> unpack(NONE)).hasMessage("some.tgz: it is cut off");
  }

  @Test
  void linkInPlaceOfAWantedFileIsRefused() throws IOException {
    byte[] bytes =
        new TarMaker()
            .symbolicLink("package/a.bin", "../../evil")
            .file("package/b.bin", B)
            .toBytes();
    assertThatThrownBy(() -> unpack(bytes)).hasMessageContaining("'package/a.bin' is a link");
    assertThat(files()).isEmpty();
  }

  @Test
  void wantedFileOfAnotherSizeIsRefusedBeforeItIsUnpacked() throws IOException {
    byte[] bytes = new TarMaker().zeros("package/a.bin", 1L << 20).toBytes();
    assertThatThrownBy(() -> unpack(bytes))
        .hasMessage("some.tgz: entry 'package/a.bin' has 1048576 bytes, expected 5000");
    assertThat(files()).isEmpty();
  }

  @Test
  void wantedFileWithOtherBytesIsRefused() throws IOException {
    byte[] other = A.clone();
    other[99]++;
    byte[] bytes = new TarMaker().file("package/a.bin", other).toBytes();
    assertThatThrownBy(() -> unpack(bytes)).hasMessageContaining("a.bin has the wrong SHA-512");
    assertThat(files()).isEmpty();
  }

  @Test
  void whatIsMissingIsNamed() throws IOException {
    byte[] bytes = new TarMaker().file("package/b.bin", B).toBytes();
    assertThatThrownBy(() -> unpack(bytes)).hasMessage("some.tgz: it lacks package/a.bin");
  }

  @Test
  void cutAnywhereItIsRefusedInOneLine() throws IOException {
    byte[] whole = good().toBytes();
    for (int length = 0; length < whole.length; length += 97) {
      Files.deleteIfExists(target.resolve("a.bin"));
      Files.deleteIfExists(target.resolve("b.bin"));
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> unpack(cut))
          .as("%d bytes of %d", length, whole.length)
          .isInstanceOf(IOException.class)
          .message()
          .startsWith("some.tgz: ")
          .hasLineCount(1);
    }
  }

  @Test
  void damagedAnywhereItIsRefusedOrRight() throws IOException {
    byte[] whole = good().toBytes();
    Random random = new Random(2);
    for (int i = 0; i < 200; i++) {
      Files.deleteIfExists(target.resolve("a.bin"));
      Files.deleteIfExists(target.resolve("b.bin"));
      byte[] damaged = whole.clone();
      damaged[random.nextInt(whole.length)] ^= (byte) (1 + random.nextInt(255));
      try {
        unpack(damaged);
        assertThat(target.resolve("a.bin")).hasBinaryContent(A);
      } catch (IOException e) {
        assertThat(e).hasMessageStartingWith("some.tgz: ");
      }
    }
  }

  private Stream<String> files() throws IOException {
    try (Stream<Path> files = Files.list(target)) {
      return files.map(file -> file.getFileName().toString()).toList().stream();
    }
  }
}
