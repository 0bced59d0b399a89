package liviano.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import liviano.kernels.ChildJvm;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Small model files that ask for much time or memory, each to its end in a JVM with a heap of 256
 * MiB: it is refused in one line, or answered.
 */
@Isolated
class HostileModelsTest {
  private static final Path SHARED =
      Path.of(System.getProperty("liviano.shared", "shared"), "cases/hostile");

  private static final String CARD =
      """
      {"task":"other","title":"","labels":[],"preprocessing":{"width":8,"height":8,\
      "fit":{"rule":"squash"},"resize":"tensorflow_bilinear","mean":[0,0,0],\
      "deviation":[1,1,1],"channels":"rgb"},"origin":"","licence":"","accuracy":{}}""";

  @TempDir private Path folder;

  @Test
  @Tag("shared")
  void knownFilesAreRefusedOrAnswered() throws IOException {
    assumeTrue(Files.isDirectory(SHARED), () -> "skipped: " + SHARED + " is not there");

    List<String> lines =
        run(
            List.of(
                shared("H4-pool-window-bomb.safetensors"),
                shared("H6-quantization-scales.safetensors.gz"),
                shared("M1-channel-shuffle.safetensors"),
                shared("M2-resize-table.safetensors"),
                shared("M3-darknet-table.safetensors"),
                shared("M4-prefetch-code.safetensors"),
                shared("M5-json-2M-values.safetensors.gz"),
                shared("S1-dilation-overflow.safetensors"),
                shared("S2-dtype-i8.safetensors"),
                shared("S3-packed-weights-name-collision.safetensors"),
                shared("F1-rank-0.safetensors"),
                shared("F2-weights-over-2-30.safetensors"),
                shared("F3-foreign-arch.safetensors.gz")));

    assertThat(lines).hasSize(13);
    assertThat(lines.get(0)).contains("refused: ", "layers up to a: 68,451,303,424 steps");
    assertThat(lines.get(1)).contains("refused: ", "values");
    assertThat(lines.get(2)).contains("refused: ", "6,144 MiB of tables");
    assertThat(lines.get(3)).contains("refused: ", "24,576 MiB of tables");
    assertThat(lines.get(4)).contains("refused: ", "4,096 MiB of tables");
    assertThat(lines.get(5)).contains("answered by 1 steps");
    assertThat(lines.get(6)).contains("refused: ", "its header holds more than ", "-Xmx");
    assertThat(lines.get(7)).contains("refused: ", "reaches over 2147483649 rows");
    assertThat(lines.get(8)).contains("refused: ", "layer a: it is computed in f32, not in i8");
    assertThat(lines.get(9)).contains("answered by ");
    assertThat(lines.get(10)).contains("refused: ", "a shape needs at least one extent");
    assertThat(lines.get(11)).contains("refused: ", "layer a: its weight: ", "over 2^30 numbers");
    assertThat(lines.get(12)).contains("refused: ", "no Liviano model");
  }

  /** More nodes than are allowed; then, with an input and an output, as many as are. */
  @Test
  void aLongChainIsRefusedAndTheLongestAllowedIsComputed() throws IOException {
    List<String> lines = run(List.of(chain(100_000, "[4]"), chain(16_382, "[4]")));

    assertThat(lines).hasSize(2);
    assertThat(lines.get(0))
        .contains("refused: ", "its graph: 100,002 nodes, inputs and outputs", "16,384");
    assertThat(lines.get(1)).contains("answered by 16382 steps");
  }

  /**
   * As many scales as the limits on JSON let through: neither one nor one per channel; and as many
   * as channels, carried from layer to layer before the engine refuses them.
   */
  @Test
  void scalesAreRefusedQuicklyHoweverManyValuesHaveThem() throws IOException {
    int channels = 100_000;
    String scales = Stream.generate(() -> "1").limit(channels).collect(Collectors.joining(","));
    String shape = "[" + channels + "],\"scales\":[" + scales + "],\"zeroPoint\":0";
    List<String> lines =
        run(
            List.of(
                chain(1, "[4],\"scales\":[" + scales + "],\"zeroPoint\":0"), chain(5_000, shape)));

    assertThat(lines).hasSize(2);
    assertThat(lines.get(0)).contains("refused: ", "100000 scales for 4 channels");
    assertThat(lines.get(1)).contains("refused: ", "value 'x' is of f32, quantized");
  }

  private List<String> run(List<Path> files) {
    List<String> lines =
        ChildJvm.run(
                HostileModels.class,
                files.stream().map(Path::toString).toList(),
                "--enable-native-access=ALL-UNNAMED",
                "-Xmx256m")
            .lines()
            .filter(line -> !line.startsWith("WARNING"))
            .toList();
    assertThat(lines).as("a line each").hasSameSizeAs(files);
    return lines;
  }

  /** A file as it is, or unpacked. */
  private Path shared(String name) throws IOException {
    Path file = SHARED.resolve(name);
    if (!name.endsWith(".gz")) {
      return file;
    }
    Path unpacked = folder.resolve(name.substring(0, name.length() - ".gz".length()));
    try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      Files.copy(in, unpacked);
    }
    return unpacked;
  }

  /**
   * A model of sigmoids one after the other.
   *
   * @param shape of the input in JSON, and what comes after it
   */
  private Path chain(int nodes, String shape) throws IOException {
    String names =
        IntStream.range(0, nodes)
            .mapToObj(
                i ->
                    format(
                        "{\"name\":\"%d\",\"inputs\":[\"%s\"],\"op\":\"sigmoid\"}",
                        i, i == 0 ? "x" : String.valueOf(i - 1)))
            .collect(Collectors.joining(","));
    String graph =
        format(
            "{\"inputs\":[{\"name\":\"x\",\"dtype\":\"f32\",\"shape\":%s}],"
                + "\"nodes\":[%s],\"outputs\":{\"y\":\"%d\"}}",
            shape, names, nodes - 1);
    String header =
        format(
            "{\"__metadata__\":{\"liviano.version\":\"1\",\"liviano.graph\":%s,\"liviano.card\":%s}}",
            text(graph), text(CARD));
    byte[] bytes = header.getBytes(UTF_8);
    return Files.write(
        folder.resolve(nodes + "-" + shape.length() + ".safetensors"),
        ByteBuffer.allocate(Long.BYTES + bytes.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(bytes.length)
            .put(bytes)
            .array());
  }

  private static String format(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }

  private static String text(String json) {
    return "\"" + json.replace("\"", "\\\"") + "\"";
  }
}
