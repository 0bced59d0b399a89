package liviano.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import liviano.cli.Cli;
import liviano.cli.ExitStatus;
import liviano.json.Json;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a file holds, the command answers in one line, and does the other pictures. */
class BadInputTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir Path folder;
  private Path model;
  private Path good;

  @BeforeEach
  void save() throws IOException {
    model = TinyModel.save(folder.resolve("tiny.safetensors"));
    good = TinyModel.picture(folder.resolve("good.png"), 20, 20, 1);
  }

  @Test
  void missingPicture() {
    assertFails(folder.resolve("none.jpg"), "no such file");
  }

  @Test
  void folderWithoutPictures() throws IOException {
    assertFails(Files.createDirectory(folder.resolve("empty")), "no pictures");
  }

  @Test
  void emptyFile() throws IOException {
    assertFails(Files.createFile(folder.resolve("empty.jpg")), "");
  }

  @Test
  void textNamedJpg() throws IOException {
    assertFails(Files.writeString(folder.resolve("text.jpg"), "hello ".repeat(1000)), "");
  }

  @Test
  void truncatedJpeg() throws IOException {
    byte[] whole = Files.readAllBytes(TinyModel.picture(folder.resolve("x.jpg"), 200, 200, 3));
    for (int length : new int[] {1, 2, 3, 20, 200, 700, whole.length / 2}) {
      Path file = Files.write(folder.resolve("cut.jpg"), Arrays.copyOf(whole, length));
      assertFails(file, "");
    }
  }

  @Test
  void gifThatDeclaresMoreThanMemoryHolds() throws IOException {
    byte[] gif =
        ByteBuffer.allocate(40)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put("GIF89a".getBytes(StandardCharsets.US_ASCII))
            .putShort((short) 60000)
            .putShort((short) 60000)
            .put(new byte[] {0, 0, 0, 0x2c, 0, 0, 0, 0})
            .putShort((short) 60000)
            .putShort((short) 60000)
            .put(new byte[] {0, 2, 2, 0x44, 1, 0, 0x3b})
            .array();
    assertFails(Files.write(folder.resolve("huge.gif"), gif), "60000x60000");
  }

  @Test
  void smallestAndLongestPicturesAreAnswered() throws IOException {
    Path dot = TinyModel.picture(folder.resolve("dot.png"), 1, 1, 1);
    Path strip = TinyModel.picture(folder.resolve("strip.png"), 20000, 10, 1);
    for (String rule : new String[] {"raw", "keras", "tensorflow", "torchvision"}) {
      Cli.Outcome outcome = run("classify", "-m", model, "--json", "--preset", rule, dot, strip);
      assertThat(outcome.status()).as(outcome.err()).isZero();
      assertThat(Json.parse(outcome.out()).asArray().size()).isEqualTo(2);
    }
  }

  @Test
  void modelCutAnywhere() throws IOException {
    byte[] whole = Files.readAllBytes(model);
    Path cut = folder.resolve("cut.safetensors");
    for (int length = 0; length < whole.length; length += 1000) {
      Files.write(cut, Arrays.copyOf(whole, length));
      assertModelFails(cut, "");
    }
  }

  @Test
  void modelWhoseHeaderIsLongerThanAnyFile() throws IOException {
    byte[] bytes = Files.readAllBytes(model);
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(0, 1L << 62);
    assertModelFails(Files.write(folder.resolve("long.safetensors"), bytes), "header of 46116860");
  }

  @Test
  void modelWithOverlappingRanges() throws IOException {
    assertModelFails(tampered("\"data_offsets\":[864,", "\"data_offsets\":[860,"), "");
  }

  @Test
  void modelWithAWrongShape() throws IOException {
    assertModelFails(tampered("\"shape\":[8,3,3,3]", "\"shape\":[3,8,3,3]"), "stem.conv.weight");
  }

  @Test
  void modelWithAWeightThatIsNoNumber() throws IOException {
    byte[] bytes = Files.readAllBytes(model);
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putFloat(bytes.length - 4, Float.NaN);
    assertModelFails(Files.write(folder.resolve("nan.safetensors"), bytes), "not finite");
  }

  @Test
  void missingModelAndFolderForAModel() {
    assertModelFails(folder.resolve("none.safetensors"), "no such file");
    assertModelFails(folder, "directory");
  }

  @Test
  void linksThatLeadNowhereSaySo() throws IOException {
    Path loop = folder.resolve("loop.jpg");
    Files.createSymbolicLink(loop, folder.resolve("back.jpg"));
    Files.createSymbolicLink(folder.resolve("back.jpg"), loop);
    Path dangling = Files.createSymbolicLink(folder.resolve("gone.jpg"), folder.resolve("none"));
    String back = "the link " + loop + " leads back to itself: remove it";
    assertFails(loop, back);
    assertFails(loop.resolve("inside.jpg"), back);
    assertFails(dangling, "leads to " + folder.resolve("none") + ", which is not there");
    assertModelFails(loop, back);
    assertModelFails(loop.resolve("inside.safetensors"), back);
    assertModelFails(dangling, "which is not there");
    Cli.Outcome converted = run("convert", loop, "--to", folder.resolve("to.safetensors"));
    assertOneLine(converted.err(), loop, back);
  }

  @Test
  void modelThatIsSomethingElse() throws IOException {
    assertModelFails(good, "is a PNG picture and no model; what can be read: ");
    assertModelFails(Files.writeString(folder.resolve("a"), "<html>"), "is a web page: download");
    Cli.Outcome converted = run("convert", good, "--to", folder.resolve("to.safetensors"));
    assertOneLine(converted.err(), good, "is a PNG picture");
    assertThat(converted.err()).containsOnlyOnce(good.toString());
  }

  @Test
  void modelWhoseGraphNeedsMoreThanMemoryHolds() throws IOException {
    assertModelFails(tampered("units\\\":5,", "units\\\":2000000000,"), "");
    String side = "\\\"%s\\\":%d";
    assertModelFails(
        tampered(
            String.format(Locale.ROOT, side, "width", 32)
                + ","
                + String.format(Locale.ROOT, side, "height", 32),
            String.format(Locale.ROOT, side, "width", 16384)
                + ","
                + String.format(Locale.ROOT, side, "height", 16384)),
        "");
  }

  /** Small windows made so wide that an inference would take an hour. */
  @Test
  void modelThatAsksForMoreThanTheLimits() throws IOException {
    String window =
        "\"window\":{\"kernel\":[32768,32768],\"stride\":[1,1],\"dilation\":[1,1],\"padding\":\"same\"}";
    Path wide =
        tampered(
            "\\\"op\\\":\\\"relu6\\\"", ("\"op\":\"max_pool\"," + window).replace("\"", "\\\""));

    assertModelFails(wide, "the limit is 4,294,967,296; if you trust the file, raise it");
    String error = run("classify", "--model", wide, good).err();
    assertThat(error).startsWith("liviano: " + wide + ": layers up to stem");
  }

  /** The model with part of its header replaced. */
  private Path tampered(String before, String after) throws IOException {
    byte[] bytes = Files.readAllBytes(model);
    int length = Math.toIntExact(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong());
    String header = new String(bytes, 8, length, StandardCharsets.UTF_8);
    assertThat(header).contains(before);
    byte[] tampered = header.replace(before, after).getBytes(StandardCharsets.UTF_8);
    return Files.write(
        folder.resolve("tampered.safetensors"),
        ByteBuffer.allocate(bytes.length - length + tampered.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(tampered.length)
            .put(tampered)
            .put(bytes, 8 + length, bytes.length - 8 - length)
            .array());
  }

  private void assertFails(Path bad, String reason) {
    Cli.Outcome outcome = run("classify", "-m", model, "--json", good, bad, good);
    assertThat(outcome.status()).isEqualTo(ExitStatus.FAILED);
    assertThat(Json.parse(outcome.out()).asArray().size()).isEqualTo(2);
    assertOneLine(outcome.err(), bad, reason);
  }

  private void assertModelFails(Path bad, String reason) {
    Cli.Outcome outcome = run("classify", "--model", bad, "--json", good);
    assertThat(outcome.status()).isEqualTo(ExitStatus.FAILED);
    assertThat(outcome.out()).isEmpty();
    assertOneLine(outcome.err(), bad, reason);
  }

  private static void assertOneLine(String error, Path subject, String reason) {
    assertThat(error)
        .hasLineCount(1)
        .startsWith("liviano: ")
        .contains(subject.getFileName().toString(), reason)
        .doesNotContain("internal error", "Exception");
  }

  private static Cli.Outcome run(Object... arguments) {
    String[] words = Arrays.stream(arguments).map(Object::toString).toArray(String[]::new);
    return assertTimeoutPreemptively(PATIENCE, () -> Cli.piped().run(words));
  }
}
