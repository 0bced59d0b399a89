package liviano.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import liviano.cli.Cli;
import liviano.cli.ExitStatus;
import liviano.cli.commands.TinyModel;
import liviano.json.Json;
import liviano.json.JsonObject;
import liviano.kernels.Providers;
import liviano.zoo.Architecture;
import liviano.zoo.Zoo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchCommandTest {
  private static final String TINY =
      "bench --network mobilenet_v2 --width 0.1 --resolution 32 --seconds 0.05";

  @TempDir Path folder;

  @Test
  void jsonHoldsTheTimes() {
    Cli.Outcome outcome = Cli.piped().run((TINY + " --threads 2 --json").split(" "));
    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(outcome.err()).isEmpty();
    JsonObject bench = Json.parse(outcome.out()).asObject();
    assertThat(bench.members().keySet())
        .containsExactly(
            "network",
            "width",
            "resolution",
            "threads",
            "precision",
            "kernels",
            "medianMs",
            "p95Ms",
            "minMs",
            "gmacPerSecond",
            "firstMs",
            "machineCode");
    assertThat(bench.string("network")).isEqualTo("mobilenet_v2");
    assertThat(bench.integer("threads")).isEqualTo(2);
    assertThat(bench.string("kernels")).startsWith(Providers.ask().getFirst().name());
    assertThat(bench.number("minMs")).isPositive().isLessThanOrEqualTo(bench.number("medianMs"));
    assertThat(bench.number("medianMs")).isLessThanOrEqualTo(bench.number("p95Ms"));
    assertThat(bench.number("gmacPerSecond")).isPositive();
    assertThat(bench.number("firstMs")).isPositive();
    JsonObject code = bench.object("machineCode");
    assertThat(code.integer("kernels") > 0).isEqualTo(Providers.nativeCodeUnavailable().isEmpty());
    assertThat(code.number("ms") > 0).isEqualTo(code.integer("kernels") > 0);
  }

  /** Without a model of its own, a network of integers is made by drawn pictures. */
  @ParameterizedTest
  @CsvSource({"fp32, fp32", "int8, int8", "'bf16,fp32', bf16"})
  void saysWhatItComputedWith(String asked, String computed) {
    Cli.Outcome outcome = Cli.piped().run((TINY + " --json --precision " + asked).split(" "));

    assertThat(outcome.err()).isEmpty();
    boolean lacks = asked.contains("bf16") && Providers.ask().getFirst().lacksBf16().isPresent();
    assertThat(Json.parse(outcome.out()).asObject().string("precision"))
        .isEqualTo(lacks ? "fp32" : computed);
  }

  @Test
  void integersOfAModelOfFloatsAreRefusedInALineThatNamesQuantize() throws IOException {
    Path model = TinyModel.save(folder.resolve("tiny.safetensors"));

    Cli.Outcome outcome = Cli.piped().run("bench", "-m", model.toString(), "--precision", "int8");

    assertThat(outcome.status()).isEqualTo(ExitStatus.FAILED);
    assertThat(outcome.err()).contains("liviano quantize").hasLineCount(1);
  }

  @Test
  void profileNamesEachStepWithItsShare() {
    JsonObject bench =
        Json.parse(Cli.piped().run((TINY + " --profile --json").split(" ")).out()).asObject();
    assertThat(bench.array("steps").objects())
        .anySatisfy(
            step -> {
              assertThat(step.string("name")).isEqualTo("classifier");
              assertThat(step.string("task")).isEqualTo("Pointwise");
              assertThat(step.string("kernels")).isEqualTo(Providers.ask().getFirst().name());
              assertThat(step.array("output").integers()).containsExactly(1000);
            });
    double shares =
        bench.array("steps").objects().stream()
            .flatMapToDouble(step -> DoubleStream.of(step.number("share")))
            .sum();
    assertThat(shares).isBetween(0.999, 1.001);
  }

  @Test
  void peopleSeeATable() throws IOException {
    Path model = TinyModel.save(folder.resolve("tiny.safetensors"));
    Cli.Outcome outcome =
        Cli.piped().run("bench", "-m", model.toString(), "--seconds", "0.05", "--profile");
    assertThat(outcome.out())
        .contains("Median", "GMAC/s", "compiling included", "for tensors")
        .containsPattern("Kernels +" + Providers.ask().getFirst().name())
        .contains("stem.conv", "Softmax");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          bench --threads 0                    | --threads: threads must be from 1 to 256, is 0
          bench --seconds -1                   | --seconds must be from 0.01 to 3600, is -1.0
          bench --network xyz                  | unknown network 'xyz'; known are %s
          bench --output-stride 7              | output stride must be 8, 16 or 32, is 7
          bench --vs ,                         | --vs: name an engine: onnxruntime, opencv, libtorch or tflite
          bench --throughput                   | --throughput goes with --vs
          bench --vs opencv --ceilings         | give --vs or --ceilings, not both
          bench --vs opencv --profile          | --profile does not go with --vs
          bench --vs opencv                    | --vs and --ceilings need the module liviano-bench, which is not on the class path: start them with ./liviano in a source tree, which builds it
          bench --ceilings                     | --vs and --ceilings need the module liviano-bench, which is not on the class path: start them with ./liviano in a source tree, which builds it
          bench --model m --network mobilenet_v2 | give --model, or --network and its settings, not both
          """)
  void misuseIsOneLine(String line, String message) {
    Cli.Outcome outcome = Cli.piped().run(line.split(" "));
    assertThat(outcome.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(outcome.err())
        .isEqualTo(
            "liviano: "
                + String.format(
                    Locale.ROOT,
                    message,
                    Zoo.all().stream().map(Architecture::id).collect(Collectors.joining(", ")))
                + System.lineSeparator());
  }
}
