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
        evil("lines and colours", "leads out", t -> t.file("../a\nb\u001B[31mc\u2028d", B)),
        evil("only parent", "leads out", t -> t.file("..", B)),
        evil("absolute", "leads out", t -> t.file("/tmp/liviano-evil", B)),
        evil("drive", "leads out", t -> t.file("C:/evil", B)),
        evil("share", "leads out", t -> t.file("\\\\host\\evil", B)),
        evil("symbolic link", "is a link", t -> t.symbolicLink("package/l", "/etc/passwd")),
        evil("hard link", "is a link", t -> t.hardLink("package/l", "package/a.bin")),
        evil("pipe", "no ordinary file", t -> t.pipe("package/p")),
        evil("twice", "comes twice", t -> t.file("package/a.bin", A)),
        evil("huge", "unpacks to more than", t -> t.zeros("package/huge", 300L << 20)),
        evil("many", "more than 1000 entries", TarballTest::many));
  }

  private static Arguments evil(String what, String reason, UnaryOperator<TarMaker> change) {
    return Arguments.of(what, reason, change);
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
        .hasMessageContaining(reason)
        .message()
        .doesNotContainPattern("[\\p{Cntrl}\\p{Zl}]");
    assertThat(Path.of("/tmp/liviano-evil")).doesNotExist();
    try (Stream<Path> all = Files.walk(folder)) { // entries climb two folders, which are in it
      assertThat(all.map(file -> folder.relativize(file).toString()))
          .contains("some.tgz")
          .isSubsetOf("", "some.tgz", "out", "out/files", "out/files/a.bin", "out/files/b.bin");
    }
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
