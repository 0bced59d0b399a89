package liviano.formats.tflite;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.flatbuffers.FlatBufferBuilder;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import liviano.Limits;
import liviano.MalformedModelException;
import liviano.model.Normalization;
import liviano.model.Rgb;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a file says of itself: a table, and an archive at the file's end. */
class TfLiteMetadataTest {
  @TempDir Path folder;

  @Test
  void titleNormalizationAndLabelsAreRead() throws IOException {
    appendArchive("labels.txt", "cat\ndog\n");

    TfLiteMetadata metadata = read(metadata("labels.txt", 127.5f, 127.5f));

    assertThat(metadata.title()).contains("Pets");
    assertThat(metadata.normalization()).contains(Normalization.minusOneToOne());
    assertThat(metadata.classes().orElseThrow().labels()).containsExactly("cat", "dog");
    assertThat(metadata.classes().orElseThrow().source()).isEqualTo("labels.txt in it");
  }

  @Test
  void coloursMayBeNormalisedEachByItself() throws IOException {
    appendArchive("labels.txt", "cat");

    TfLiteMetadata metadata = read(metadata("labels.txt", 1, 2, 3, 4, 5, 6));

    assertThat(metadata.normalization())
        .contains(new Normalization(new Rgb(1, 2, 3), new Rgb(4, 5, 6)));
  }

  @Test
  void aFileWithoutMetadataSaysNothing() throws IOException {
    TfLiteMetadata metadata =
        TfLiteMetadata.of(
            new TfLiteModel(3, "", List.of(), Map.of(), List.of()), file(), Limits.defaults());

    assertThat(metadata.title()).isEmpty();
    assertThat(metadata.normalization()).isEmpty();
    assertThat(metadata.classes()).isEmpty();
  }

  @Test
  void brokenMetadataAreRefused() throws IOException {
    appendArchive("labels.txt", "cat");

    assertRefused(metadata("other.txt", 1, 1), "there is no file 'other.txt' with its labels");
    assertRefused(metadata("../labels.txt", 1, 1), "'../labels.txt', which is no file name");
    assertRefused(metadata("labels.txt", 1, 0), "without zeros");
    assertRefused(metadata("labels.txt", 1, 1, 1, 1), "2 numbers to normalise 3 colours by");
    assertRefused(new byte[] {1, 2, 3}, "truncated?");
  }

  @Test
  void aModelWithoutTheArchiveIsRefused() throws IOException {
    Files.write(file(), new byte[100]);

    assertRefused(metadata("labels.txt", 1, 1), "the archive at its end is broken");
  }

  private void assertRefused(byte[] metadata, String reason) {
    assertThatThrownBy(() -> read(metadata))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageStartingWith(file() + ": its metadata: ")
        .hasMessageContaining(reason);
  }

  private TfLiteMetadata read(byte[] metadata) throws IOException {
    return TfLiteMetadata.of(
        new TfLiteModel(
            3,
            "",
            List.of(),
            Map.of("TFLITE_METADATA", MemorySegment.ofArray(metadata)),
            List.of()),
        file(),
        Limits.defaults());
  }

  /**
   * @param numbers first half means, second half deviations
   */
  private static byte[] metadata(String labels, float... numbers) {
    FlatBufferBuilder builder = new FlatBufferBuilder(256);
    int half = numbers.length / 2;
    int means = reals(builder, numbers, 0, half);
    int deviations = reals(builder, numbers, half, numbers.length);
    builder.startTable(2); // NormalizationOptions
    builder.addOffset(0, means, 0);
    builder.addOffset(1, deviations, 0);
    int options = builder.endTable();
    builder.startTable(2); // ProcessUnit
    builder.addByte(0, (byte) 1, 0);
    builder.addOffset(1, options, 0);
    int units = builder.createVectorOfTables(new int[] {builder.endTable()});
    builder.startTable(7); // TensorMetadata of the input
    builder.addOffset(4, units, 0);
    int inputs = builder.createVectorOfTables(new int[] {builder.endTable()});
    int name = builder.createString(labels);
    builder.startTable(3); // AssociatedFile
    builder.addOffset(0, name, 0);
    builder.addByte(2, (byte) 2, 0);
    int files = builder.createVectorOfTables(new int[] {builder.endTable()});
    builder.startTable(7); // TensorMetadata of the output
    builder.addOffset(6, files, 0);
    int outputs = builder.createVectorOfTables(new int[] {builder.endTable()});
    builder.startTable(4); // SubGraphMetadata
    builder.addOffset(2, inputs, 0);
    builder.addOffset(3, outputs, 0);
    int subgraphs = builder.createVectorOfTables(new int[] {builder.endTable()});
    int title = builder.createString("Pets");
    builder.startTable(4); // ModelMetadata
    builder.addOffset(0, title, 0);
    builder.addOffset(3, subgraphs, 0);
    builder.finish(builder.endTable(), "M001");
    return builder.sizedByteArray();
  }

  private static int reals(FlatBufferBuilder builder, float[] numbers, int from, int to) {
    builder.startVector(4, to - from, 4);
    for (int i = to - 1; i >= from; i--) {
      builder.addFloat(numbers[i]);
    }
    return builder.endVector();
  }

  private void appendArchive(String name, String text) throws IOException {
    Files.write(file(), new byte[1000]);
    try (OutputStream out = Files.newOutputStream(file(), StandardOpenOption.APPEND);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry(name));
      zip.write(text.getBytes(UTF_8));
      zip.closeEntry();
    }
  }

  private Path file() {
    return folder.resolve("model.tflite");
  }
}
