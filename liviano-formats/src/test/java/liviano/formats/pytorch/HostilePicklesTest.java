package liviano.formats.pytorch;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.ZipOutputStream;
import liviano.Limits;
import liviano.LivianoException;
import liviano.MalformedModelException;
import liviano.UnsupportedModelException;
import liviano.formats.ModelFiles;
import liviano.tensor.Extents;
import liviano.weights.Tensor;
import net.razorvine.pickle.IObjectConstructor;
import net.razorvine.pickle.Unpickler;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A pickle may ask for anything; nothing of it happens but tensors, numbers and texts. */
@Tag("locale")
class HostilePicklesTest {
  @TempDir private Path folder;

  private static void read(byte[] pickle) {
    StateDictUnpickler.read(MemorySegment.ofArray(pickle), 0, Limits.defaults());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "os.system",
        "builtins.eval",
        "torchvision.models.mobilenetv2.MobileNetV2",
        "__builtin__.bytearray",
        "builtins.ValueError",
        "exceptions.SystemExit",
        "datetime.datetime",
        "java.lang.Runtime"
      })
  void otherClassesAreNamedAndNotMade(String name) {
    int dot = name.lastIndexOf('.');
    String module = name.substring(0, dot);
    byte[] called =
        new PickleWriter()
            .global(module, name.substring(dot + 1))
            .mark()
            .text("touch /tmp/pwned")
            .tuple()
            .reduce()
            .done();
    byte[] byStack = new PickleWriter().text(module).text(name.substring(dot + 1)).op(0x93).done();

    for (byte[] pickle : List.of(called, byStack)) {
      assertThatThrownBy(() -> read(pickle))
          .isInstanceOf(UnsupportedModelException.class)
          .hasMessageContaining("names '" + name + "'")
          .hasMessageContaining("torch.save(model.state_dict(), FILE)");
    }
  }

  /** A pickle by itself, without a checkpoint around it: of every protocol. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "cos\nsystem\n(S'id'\ntR.",
        "\u0080\u0002cos\nsystem\nq\u0000.",
        "\u0080\u0004}(\u008c\u0001a\u008c\u0002os\u008c\u0006system\u0093u."
      })
  void aBarePickleNamesTheClassThatIsNotAllowed(String pickle) throws IOException {
    Path file = Files.write(folder.resolve("bare.pkl"), pickle.getBytes(ISO_8859_1));

    assertThatThrownBy(() -> ModelFiles.read(file))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageStartingWith(file + ": its pickle names 'os.system', and only tensors");
  }

  @Test
  void aBarePickleOfNothingForbiddenIsNoCheckpointEither() throws IOException {
    byte[] pickle = new PickleWriter().op('}').mark().text("a").number(1).op('u').done();
    Path file = Files.write(folder.resolve("bare.pkl"), pickle);

    assertThatThrownBy(() -> ModelFiles.read(file))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageStartingWith(file + ": is a Python pickle and no PyTorch checkpoint");
  }

  /** What a program registers with the library is not for the files of strangers either. */
  @Test
  void classesThatTheLibraryKnowsAreNotMade() {
    IObjectConstructor never =
        _ -> {
          throw new IllegalStateException("made");
        };
    Unpickler.registerConstructor("house", "Door", never);
    assertThatThrownBy(
            () -> read(new PickleWriter().global("house", "Door").op(')').reduce().done()))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("house.Door");
  }

  static Stream<Arguments> refused() {
    PickleWriter instance = new PickleWriter().mark().op('i').raw("os\nsystem\n".getBytes());
    PickleWriter object = new PickleWriter().mark().global("collections", "OrderedDict").op('o');
    return Stream.of(
        Arguments.of("INST", instance.done()),
        Arguments.of("OBJ", object.done()),
        Arguments.of("EXT1", new PickleWriter().op(0x82).op(1).done()),
        Arguments.of("BUILD", new PickleWriter().number(1).op('}').op('b').done()),
        Arguments.of("PERSID", new PickleWriter().op('P').raw("x\n".getBytes()).done()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refused")
  void instructionsBeyondStateDictsAreRefused(String name, byte[] pickle) {
    assertThatThrownBy(() -> read(pickle)).as(name).isInstanceOf(UnsupportedModelException.class);
  }

  static Stream<Arguments> broken() {
    return Stream.of(
        Arguments.of("ends early", new byte[] {(byte) 0x80, 2, ']'}),
        Arguments.of("nothing to pop", new PickleWriter().op('s').done()),
        Arguments.of("no mark", new PickleWriter().op('t').done()),
        Arguments.of("unknown key of the memo", new PickleWriter().op('h').op(7).done()),
        Arguments.of("a number called", new PickleWriter().number(1).op(')').reduce().done()),
        Arguments.of("a dictionary appended to", new PickleWriter().op('}').op('N').op('a').done()),
        Arguments.of("2 GiB of text", new PickleWriter().op('X').int32(Integer.MAX_VALUE).done()),
        Arguments.of("less than none", new PickleWriter().op('X').int32(-1).done()),
        Arguments.of("no such instruction", new PickleWriter().op(0xff).done()),
        Arguments.of("odd items", new PickleWriter().op('}').mark().text("a").op('u').done()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("broken")
  void brokenPicklesSayWhere(String name, byte[] pickle) {
    assertThatThrownBy(() -> read(pickle))
        .as(name)
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining("at byte ")
        .hasMessageContaining("its pickle");
  }

  /** A list that holds itself as a key of a dictionary has no hash. */
  @Test
  void keysAreTextsAndNumbers() {
    byte[] pickle =
        new PickleWriter()
            .op('}')
            .op(']')
            .op('q')
            .op(0)
            .op('h')
            .op(0)
            .op('a')
            .op('N')
            .op('s')
            .done();
    assertThatThrownBy(() -> read(pickle))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("keys");
  }

  @Test
  void lengthAndNestingAreBounded() {
    PickleWriter deep = new PickleWriter();
    for (int i = 0; i < 400_000; i++) {
      deep.op(']');
    }
    for (int i = 1; i < 400_000; i++) {
      deep.op('a');
    }
    read(deep.done());
    PickleWriter lists = new PickleWriter();
    for (int i = 0; i < 1_100_000; i++) {
      lists.op(']');
    }
    assertThatThrownBy(() -> read(lists.done()))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("1,000,001 instructions of a pickle, the limit is 1,000,000;");
  }

  static Stream<Arguments> views() {
    return Stream.of(
        Arguments.of("beyond the storage", 1, new long[] {4}, new long[] {1}),
        Arguments.of("before it", -1, new long[] {2}, new long[] {1}),
        Arguments.of("backwards", 3, new long[] {2}, new long[] {-1}),
        Arguments.of("one number a million times", 0, new long[] {1 << 20}, new long[] {0}),
        Arguments.of(
            "beyond 63 bits", 0, new long[] {1 << 30, 1 << 30, 1 << 30}, new long[] {0, 0, 0}),
        Arguments.of("too few strides", 0, new long[] {2, 2}, new long[] {1}));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("views")
  void viewsStayInTheirStorage(String name, long offset, long[] dims, long[] strides) {
    byte[] pickle = new PickleWriter().tensor("Float", "0", 4, false, offset, dims, strides).done();
    assertThatThrownBy(() -> read(pickle)).as(name).isInstanceOf(MalformedModelException.class);
  }

  @Test
  void programsSayHowToExportThem() throws IOException {
    Path file = folder.resolve("script.pt");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      PthFile.entry(zip, "net/data.pkl", new PickleWriter().op('N').done());
      PthFile.entry(zip, "net/code/__torch__.py", new byte[10]);
    }
    assertThatThrownBy(() -> ModelFiles.read(file))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageStartingWith(file + ": is a TorchScript program")
        .hasMessageContaining("torch.save(model.state_dict(), FILE)")
        .hasMessageContaining("ONNX");
  }

  @Test
  void bigEndianNumbersAreRefused() throws IOException {
    Path file = folder.resolve("big.pt");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      PthFile.entry(zip, "net/data.pkl", new PickleWriter().op('}').done());
      PthFile.entry(zip, "net/byteorder", "big".getBytes());
    }
    assertThatThrownBy(() -> ModelFiles.read(file))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("big-endian");
  }

  @Test
  void otherNetworksAreListed() throws IOException {
    Path file = folder.resolve("other.pth");
    PthFile.writeZip(
        file,
        List.of(
            Tensor.of("backbone.weight", Extents.of(2, 3), 1, 2, 3, 4, 5, 6),
            Tensor.of("backbone.bias", Extents.of(2), 1, 2)));
    assertThatThrownBy(() -> ModelFiles.read(file))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("it has 2 tensors (backbone.weight [2, 3], backbone.bias [2])")
        .hasMessageContaining("a state dict holds no network");
  }

  /** Whatever byte is another, or the last: one kind of error, or a model. */
  @Test
  void damagedFilesEndInOneKindOfError() throws IOException {
    List<Tensor> tensors = List.of(Tensor.of("a", Extents.of(2, 2), 1, 2, 3, 4));
    Path legacy = folder.resolve("legacy.pth");
    Path zip = folder.resolve("zip.pth");
    PthFile.writeLegacy(legacy, tensors);
    PthFile.writeZip(zip, tensors);
    Random random = new Random(5);
    int refused = 0;
    for (Path file : List.of(legacy, zip)) {
      byte[] whole = Files.readAllBytes(file);
      for (int i = 0; i < 1500; i++) {
        byte[] damaged =
            i % 3 == 0
                ? java.util.Arrays.copyOf(whole, random.nextInt(whole.length))
                : whole.clone();
        if (i % 3 > 0) {
          damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
        }
        refused += refused(damaged);
      }
    }
    assertThat(refused).isGreaterThan(1000);
  }

  private static int refused(byte[] file) {
    MemorySegment bytes = MemorySegment.ofArray(file);
    try {
      if (LegacyFile.isLegacy(bytes)) {
        LegacyFile.read(bytes, Limits.defaults());
      } else if (liviano.formats.zip.ZipArchive.isZip(bytes)) {
        ZipFile.read(
            liviano.formats.zip.ZipArchive.of(bytes, Limits.defaults()), Limits.defaults());
      }
      return 0;
    } catch (LivianoException e) {
      return 1;
    }
  }
}
