package liviano.bench.beside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtEnvironment;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import liviano.bench.BenchShapes;
import liviano.cli.CommandException;
import liviano.cli.ExitStatus;
import liviano.cli.Main;
import liviano.cli.output.Console;
import liviano.cli.output.Terminal;
import liviano.graph.TensorType;
import liviano.graph.Value;
import liviano.json.Json;
import liviano.json.JsonObject;
import liviano.kernels.Providers;
import liviano.tensor.Shape;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchTest {
  private static final String TINY =
      "bench --network mobilenet_v2 --width 0.1 --resolution 32 --seconds 0.05";

  @TempDir Path folder;

  private record Outcome(int status, String out, String err) {}

  @BeforeEach
  void nameWhatWasFetched() throws Exception {
    Path jar =
        Path.of(OrtEnvironment.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Files.writeString(folder.resolve("onnxruntime.classpath"), jar.toString());
    System.setProperty(Children.PEERS_FOLDER, folder.toString());
  }

  @AfterEach
  void forget() {
    System.clearProperty(Children.PEERS_FOLDER);
  }

  @Test
  void timesBothEngines() throws Exception {
    Outcome outcome = run(TINY + " --vs onnxruntime --json");

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.status()).isEqualTo(ExitStatus.DONE);
    JsonObject result = Json.parse(outcome.out()).asObject();
    assertThat(result.string("network")).isEqualTo("mobilenet_v2");
    assertThat(result.integer("threads")).isEqualTo(1);
    assertThat(result.string("precision")).isEqualTo("fp32");
    assertThat(result.string("peerPrecision")).isEqualTo("fp32");
    assertThat(result.array("engines").objects())
        .extracting(engine -> engine.string("name"))
        .containsExactly("liviano", "onnxruntime");
    assertThat(result.array("engines").objects())
        .allSatisfy(
            engine -> {
              assertThat(engine.string("version")).isNotBlank();
              assertThat(engine.number("medianMs")).isPositive();
              assertThat(engine.number("p95Ms")).isGreaterThanOrEqualTo(engine.number("medianMs"));
            });
    assertThat(result.number("ratioToBestPeer")).isPositive();
    assertThat(result.array("ratioSpread").size()).isEqualTo(2);
    BenchShapes.HELD.hold("bench-vs", result);
  }

  /** Beside bfloat16 the peers compute in floats; beside integers, the same quantized network. */
  @ParameterizedTest
  @CsvSource({"'bf16,fp32', fp32", "int8, int8"})
  void saysWhatThePeersComputeWith(String asked, String theirs) {
    Outcome outcome = run(TINY + " --vs onnxruntime --json --precision " + asked);

    assertThat(outcome.err()).isEmpty();
    JsonObject result = Json.parse(outcome.out()).asObject();
    boolean lacks = asked.contains("bf16") && Providers.ask().getFirst().lacksBf16().isPresent();
    assertThat(result.string("precision")).isEqualTo(lacks ? "fp32" : asked.split(",")[0]);
    assertThat(result.string("peerPrecision")).isEqualTo(theirs);
    assertThat(result.number("ratioToBestPeer")).isPositive();
  }

  /** Each against the ceiling of the numbers that it multiplies. */
  @ParameterizedTest
  @CsvSource({"fp32, f32", "'bf16,fp32', bf16", "int8, u8"})
  void holdsEachStepAgainstWhatACoreCan(String precision, String numbers) throws Exception {
    Outcome outcome = run(TINY + " --profile --ceilings --json --precision " + precision);

    assertThat(outcome.err()).isEmpty();
    boolean lacks = numbers.equals("bf16") && Providers.ask().getFirst().lacksBf16().isPresent();
    assertThat(Json.parse(outcome.out()).asObject().array("steps").objects())
        .anySatisfy(step -> assertThat(step.string("numbers")).isEqualTo(lacks ? "f32" : numbers));
    assertThat(Json.parse(outcome.out()).asObject().array("steps").objects())
        .filteredOn(step -> step.number("multiplyAdds") > 0)
        .isNotEmpty()
        .allSatisfy(step -> assertThat(step.number("ofCeiling")).isBetween(1e-6, 1.5));
    BenchShapes.HELD.hold("bench-profile-ceilings", Json.parse(outcome.out()));
  }

  @Test
  void countsPicturesASecond() {
    Outcome outcome = run(TINY + " --threads 2 --throughput --vs onnxruntime");

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.status()).isEqualTo(ExitStatus.DONE);
    assertThat(outcome.out())
        .contains("2 threads, throughput", "Pictures/s", "liviano", "of onnxruntime");
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    Outcome outcome = run(TINY + " --vs tensorrt");

    assertThat(outcome.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(outcome.err())
        .isEqualTo(
            "liviano: --vs: unknown peer 'tensorrt'; known are onnxruntime, opencv, libtorch, tflite"
                + System.lineSeparator());
  }

  @Test
  void saysWhatWasNotFetched() {
    Outcome outcome = run(TINY + " --vs opencv");

    assertThat(outcome.status()).isEqualTo(ExitStatus.FAILED);
    assertThat(outcome.err())
        .startsWith("liviano: opencv: its libraries were not fetched")
        .hasLineCount(1);
  }

  @Test
  void saysThatALibraryDoesNotLoad() throws Exception {
    Files.writeString(folder.resolve("tflite.classpath"), "");

    Outcome outcome = run(TINY + " --vs tflite");

    assertThat(outcome.status()).isEqualTo(ExitStatus.FAILED);
    assertThat(outcome.err())
        .startsWith("liviano: tflite: its library does not load here: ")
        .hasLineCount(1);
  }

  @Test
  void timesNothingThatDiffers() {
    SequencedMap<String, Value> outputs = new LinkedHashMap<>();
    outputs.put("first", new Value(0, "a", TensorType.f32(Shape.of(2))));
    outputs.put("second", new Value(1, "b", TensorType.f32(Shape.of(1))));
    float[] ours = {1, 10, 4};

    Agreement.require("peer", outputs, ours, new float[] {1.009f, 10, 4}, 1e-3);
    assertThatThrownBy(
            () -> Agreement.require("peer", outputs, ours, new float[] {1, 10, 4.1f}, 1e-3))
        .isInstanceOf(CommandException.class)
        .hasMessage(
            "peer and Liviano differ by 0.025 of the largest number of output 'second' (over"
                + " 0.001): nothing was timed");
    assertThatThrownBy(
            () -> Agreement.require("peer", outputs, ours, new float[] {1, Float.NaN, 4}, 1e-3))
        .hasMessageContaining("NaN of the largest number of output 'first'");
    assertThatThrownBy(() -> Agreement.require("peer", outputs, ours, new float[2], 1e-3))
        .hasMessageContaining("gives 2 numbers, Liviano 3");
  }

  @Test
  void quantilesAreValuesThatWereMeasured() {
    assertThat(Timing.median(4, 1, 3, 2)).isEqualTo(2);
    assertThat(Timing.quantile(0.95, 1, 2, 3)).isEqualTo(3);
    assertThat(Timing.quantile(0.1, 5, 6)).isEqualTo(5);
  }

  private static Outcome run(String line) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Console console =
        new Console(InputStream.nullInputStream(), out, err, Terminal.none(StandardCharsets.UTF_8));
    int status = Main.run(console, Map.of(), line.split(" "));
    return new Outcome(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
