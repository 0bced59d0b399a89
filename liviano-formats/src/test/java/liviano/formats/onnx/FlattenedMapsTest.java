package liviano.formats.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import liviano.Limits;
import liviano.engine.CompileOptions;
import liviano.engine.Engine;
import liviano.engine.Session;
import liviano.formats.importer.ImportedGraph;
import liviano.graph.Op;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Maps of several places that are flattened before a dense layer: its weights are turned, and no
 * transposition is left. What a file counts as {@code [channels, height, width]} is computed here
 * by its own order.
 */
class FlattenedMapsTest {
  private static final int IN = 2 * 3 * 4;
  private static final int UNITS = 5;

  /** Its number in ONNX. */
  private static final int INT8 = 3;

  private final OnnxGraph onnx = new OnnxGraph();
  private final float[] image = numbers(IN, 3);
  private final float[] matrix = numbers(UNITS * IN, 5);
  private final float[] bias = numbers(UNITS, 7);

  @BeforeEach
  void image() {
    onnx.input("image", List.of(1, 2, 3, 4));
  }

  /** Eleven numbers in an order of their own. */
  private static float[] numbers(int count, int step) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (i * step % 11 - 5) / 4f;
    }
    return numbers;
  }

  /** Weights times a vector, and the bias. */
  private float[] dense(float[] vector) {
    float[] sums = bias.clone();
    for (int unit = 0; unit < UNITS; unit++) {
      for (int i = 0; i < IN; i++) {
        sums[unit] += matrix[unit * IN + i] * vector[i];
      }
    }
    return sums;
  }

  private String weights(boolean turned) {
    float[] stored = matrix.clone();
    for (int i = 0; turned && i < matrix.length; i++) {
      stored[i] = matrix[i % UNITS * IN + i / UNITS];
    }
    return turned
        ? onnx.constant("matrix", stored, IN, UNITS)
        : onnx.constant("matrix", stored, UNITS, IN);
  }

  private void gemm(String from, String to, String weights) {
    onnx.node(
        to,
        "Gemm",
        List.of(from, weights, onnx.constant("bias", bias, UNITS)),
        to,
        Attribute.of("transB", 1));
  }

  private ImportedGraph imported(String... outputs) {
    for (String output : outputs) {
      onnx.output(output, List.of(1, UNITS));
    }
    byte[] file = onnx.toFile("network", Map.of()).toByteArray();
    return OnnxReader.imported(
        OnnxModel.of(MemorySegment.ofArray(file), Limits.defaults()),
        new ExternalData(Optional.empty()),
        Map.of(),
        Limits.defaults());
  }

  private static long transpositions(ImportedGraph network) {
    return network.graph().nodes().stream()
        .filter(node -> node.onReals().op() instanceof Op.Transpose)
        .count();
  }

  private float[] answer(ImportedGraph network, String output) {
    Session session =
        Engine.compile(network.graph(), network.weights(), CompileOptions.defaults()).newSession();
    network
        .layouts()
        .get("image")
        .toMemory(MemorySegment.ofArray(image), session.input("image").segment(), Float.BYTES);
    session.run();
    return session.output(output).toArray();
  }

  private void assertAbsorbed(float[] expected) {
    ImportedGraph network = imported("out");

    assertThat(transpositions(network)).isZero();
    assertThat(answer(network, "out")).containsExactly(expected, within(1e-4f));
  }

  @ParameterizedTest
  @CsvSource({"Flatten, false", "Flatten, true", "Reshape, false", "Reshape, true"})
  void weightsAreTurnedHoweverTheyLie(String kind, boolean turned) {
    onnx.node(
        "flat",
        kind,
        kind.equals("Reshape") ? List.of("image", onnx.integers("shape", 0, -1)) : List.of("image"),
        "flat");
    onnx.node(
        "out",
        "Gemm",
        List.of("flat", weights(turned), onnx.constant("bias", bias, UNITS)),
        "out",
        Attribute.of("transB", turned ? 0 : 1));

    assertAbsorbed(dense(image));
  }

  @Test
  void productsOfMatricesAreDenseLayersToo() {
    onnx.node("flat", "Flatten", List.of("image"), "flat");
    onnx.node("product", "MatMul", List.of("flat", weights(true)), "product");
    onnx.node("out", "Add", List.of("product", onnx.constant("bias", bias, UNITS)), "out");

    assertAbsorbed(dense(image));
  }

  @ParameterizedTest
  @CsvSource({"Relu", "Dropout", "Sigmoid", "Identity"})
  void whatIsDoneNumberByNumberMayComeBetween(String kind) {
    onnx.node("flat", "Flatten", List.of("image"), "flat");
    onnx.node("between", kind, List.of("flat"), "between");
    gemm("between", "out", weights(false));

    float[] between = image.clone();
    for (int i = 0; i < IN; i++) {
      between[i] =
          switch (kind) {
            case "Relu" -> Math.max(0, image[i]);
            case "Sigmoid" -> (float) (1 / (1 + Math.exp(-image[i])));
            default -> image[i];
          };
    }
    assertAbsorbed(dense(between));
  }

  /** A number for each of the flattened numbers is put into our order as the weights are. */
  @Test
  void batchNormMayComeBetween() {
    float[] scale = numbers(IN, 2);
    float[] offset = numbers(IN, 4);
    float[] mean = numbers(IN, 6);
    float[] variance = new float[IN];
    float[] between = new float[IN];
    for (int i = 0; i < IN; i++) {
      variance[i] = 1 + i % 5;
      between[i] = (float) ((image[i] - mean[i]) / Math.sqrt(variance[i] + 1e-5) * scale[i]);
      between[i] = Math.max(0, between[i] + offset[i]);
    }
    onnx.node("flat", "Flatten", List.of("image"), "flat");
    onnx.node(
        "norm",
        "BatchNormalization",
        List.of(
            "flat",
            onnx.constant("scale", scale, IN),
            onnx.constant("offset", offset, IN),
            onnx.constant("mean", mean, IN),
            onnx.constant("variance", variance, IN)),
        "norm");
    onnx.node("relu", "Relu", List.of("norm"), "relu");
    gemm("relu", "out", weights(false));

    assertAbsorbed(dense(between));
  }

  @Test
  void severalDenseLayersMayReadOneMap() {
    onnx.node("flat", "Flatten", List.of("image"), "flat");
    onnx.node("relu", "Relu", List.of("flat"), "relu");
    gemm("flat", "one", weights(false));
    gemm("relu", "two", weights(false));

    ImportedGraph network = imported("one", "two");

    float[] positive = image.clone();
    for (int i = 0; i < IN; i++) {
      positive[i] = Math.max(0, image[i]);
    }
    assertThat(transpositions(network)).isZero();
    assertThat(answer(network, "one")).containsExactly(dense(image), within(1e-4f));
    assertThat(answer(network, "two")).containsExactly(dense(positive), within(1e-4f));
  }

  /** Integers of 8 bits: of the map, of the flattened map, and of the weights. */
  @Test
  void integersAreFlattenedLikeRealNumbers() {
    onnx.node("flat", "Flatten", List.of(quantized("image", 0.25f)), "flat");
    gemm(quantized("flat", 0.25f), "sums", quantized(weights(false), 0.25f));
    onnx.node("out", "Identity", List.of(quantized("sums", 0.5f)), "out");
    ImportedGraph network = imported("out");

    float[] rounded = dense(image);
    for (int unit = 0; unit < UNITS; unit++) {
      rounded[unit] = Math.round(rounded[unit] * 2) / 2f;
    }
    assertThat(transpositions(network)).isZero();
    assertThat(answer(network, "out")).containsExactly(rounded, within(0.5f));
  }

  /** As integers and back; the format of the zero point is that of the integers. */
  private String quantized(String value, float scale) {
    String step = onnx.constant(value + ".scale", new float[] {scale});
    String zero = onnx.constant(value + ".zero", INT8, ByteBuffer.allocate(1));
    String integers = onnx.tensor(value + ".integers");
    onnx.node(integers, "QuantizeLinear", List.of(value, step, zero), integers);
    String reals = onnx.tensor(value + ".reals");
    onnx.node(reals, "DequantizeLinear", List.of(integers, step, zero), reals);
    return reals;
  }

  /** Where somebody else reads the flattened numbers, their order matters. */
  @Test
  void whatOthersReadStaysInTheFilesOrder() {
    onnx.node("flat", "Flatten", List.of("image"), "flat");
    gemm("flat", "out", weights(false));
    ImportedGraph network = imported("out", "flat");

    assertThat(transpositions(network)).isOne();
    assertThat(answer(network, "flat")).containsExactly(image);
    assertThat(answer(network, "out")).containsExactly(dense(image), within(1e-4f));
  }

  /** A small file must not make a large network: copies take no more than the file has. */
  @Test
  void weightsThatAreUsedOftenAreNotCopiedOften() {
    String weights = weights(false);
    for (int i = 0; i < 9; i++) {
      String relu = "relu" + i;
      onnx.node(relu, "Elu", List.of("image"), relu, Attribute.of("alpha", (float) i));
      onnx.node("flat" + i, "Flatten", List.of(relu), "flat" + i);
      onnx.node(
          "out" + i, "Gemm", List.of("flat" + i, weights), "out" + i, Attribute.of("transB", 1));
    }
    ImportedGraph network =
        imported("out0", "out1", "out2", "out3", "out4", "out5", "out6", "out7", "out8");

    assertThat(transpositions(network)).isBetween(7L, 8L);
    float[] positive = image.clone();
    for (int i = 0; i < IN; i++) {
      positive[i] = Math.max(0, image[i]);
    }
    float[] expected = dense(positive);
    for (int unit = 0; unit < UNITS; unit++) {
      expected[unit] -= bias[unit];
    }
    assertThat(answer(network, "out0")).containsExactly(expected, within(1e-4f));
  }
}
