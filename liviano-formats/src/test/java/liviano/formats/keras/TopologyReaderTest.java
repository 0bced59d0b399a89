package liviano.formats.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import liviano.LivianoException;
import liviano.formats.ModelFiles;
import liviano.json.Json;
import liviano.json.JsonLimits;
import liviano.json.JsonObject;
import liviano.model.Model;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Dialects of the configuration, and networks that are not computed. */
class TopologyReaderTest {
  private static final String INPUT =
      "{'class_name': 'InputLayer', 'config': {'batch_input_shape': [null, 2, 2, 3], 'name': 'in'},"
          + " 'name': 'in', 'inbound_nodes': []}";

  @TempDir Path folder;

  private static JsonObject json(String text) {
    JsonLimits limits = JsonLimits.defaults().withMaxDepth(JsonLimits.DEEPEST);
    return Json.parse(text.replace('\'', '"'), limits).asObject();
  }

  private Model read(String model) throws IOException {
    return ModelFiles.read(new LayersModel(json(model)).write(folder));
  }

  private float[] answer(String model) throws IOException {
    return Answers.of(read(model));
  }

  private void refuses(String model, String... reasons) {
    assertThatThrownBy(() -> read(model))
        .isInstanceOf(LivianoException.class)
        .hasMessageStartingWith(folder.resolve("model.json") + ": ")
        .hasMessageNotContaining("\n")
        .hasMessageContainingAll(reasons);
  }

  private static String functional(String layers, String output) {
    return "{'class_name': 'Model', 'config': {'name': 'net', 'layers': ["
        + INPUT
        + ", "
        + layers
        + "], 'input_layers': [['in', 0, 0]], 'output_layers': [["
        + output
        + "]]}}";
  }

  private static String layer(String kind, String config, String calls) {
    return "{'class_name': '%s', 'name': 'x', 'config': {%s}, 'inbound_nodes': [%s]}"
        .formatted(kind, config, calls);
  }

  private static float[] plus(float summand) {
    float[] values = Answers.some(12);
    for (int i = 0; i < values.length; i++) {
      values[i] += summand;
    }
    return values;
  }

  /** Version 2 counts the definition of a network as its first call, others do not. */
  @ParameterizedTest
  @CsvSource({"0, 1", "1, 2"})
  void callsOfANetworkAreCountedFromEither(int first, int second) throws IOException {
    String inner =
        "{'class_name': 'Sequential', 'name': 'inner', 'config': {'name': 'inner', 'layers':"
            + " [{'class_name': 'Rescaling', 'config': {'name': 'r', 'scale': 1, 'offset': 1}}]},"
            + " 'inbound_nodes': [[['in', 0, 0, {}]], [['inner', "
            + first
            + ", 0, {}]]]}";

    assertThat(answer(functional(inner, "'inner', " + second + ", 0"))).isEqualTo(plus(2));
  }

  /** As networks have it that normalise pixels themselves. */
  @Test
  void functionsOfTensorFlowAreLayers() throws IOException {
    String divide =
        "{'class_name': 'TFOpLambda', 'name': 'd', 'config': {'name': 'd', 'function':"
            + " 'math.truediv'}, 'inbound_nodes': [['in', 0, 0, {'y': 0.5, 'name': null}]]}";
    String subtract =
        "{'class_name': 'TFOpLambda', 'name': 's', 'config': {'name': 's', 'function':"
            + " 'math.subtract'}, 'inbound_nodes': [['d', 0, 0, {'y': 1.0, 'name': null}]]}";
    String minus =
        "{'class_name': 'TFOpLambda', 'name': 'm', 'config': {'name': 'm', 'function':"
            + " 'math.subtract'}, 'inbound_nodes': [['_CONSTANT_VALUE', -1, 3.0, {'y': ['s', 0, 0],"
            + " 'name': null}]]}";
    float[] expected = Answers.some(12);
    for (int i = 0; i < 12; i++) {
      expected[i] = 3 - (2 * expected[i] - 1);
    }

    assertThat(answer(functional(divide + ", " + subtract + ", " + minus, "'m', 0, 0")))
        .isEqualTo(expected);
  }

  @Test
  void layersMayStandInAnyOrder() throws IOException {
    String second = layer("Rescaling", "'scale': 1, 'offset': 1", "[['y', 0, 0, {}]]");
    String first = second.replace("'x'", "'z'").replace("'y'", "'in'").replace("'z'", "'y'");

    assertThat(answer(functional(second + ", " + first, "'x', 0, 0"))).isEqualTo(plus(2));
  }

  /** Where a sequence has no input layer, its first layer says its extents, at any depth. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'class_name': 'Sequential', 'config': [{'class_name': 'Rescaling', 'config': {'name':"
            + " 'r', 'scale': 1, 'offset': 1, 'batch_input_shape': [null, 2, 2, 3]}}]}",
        "{'class_name': 'Sequential', 'config': {'name': 'n', 'layers': [{'class_name':"
            + " 'Sequential', 'config': {'name': 'i', 'layers': [{'class_name': 'Rescaling',"
            + " 'config': {'name': 'r', 'scale': 1, 'offset': 1, 'batch_shape': [null, 2, 2,"
            + " 3]}}]}}]}}",
        "{'class_name': 'Sequential', 'config': {'name': 'n', 'build_input_shape': [null, 2, 2, 3],"
            + " 'layers': [{'class_name': 'Rescaling', 'config': {'name': 'r', 'scale': 1, 'offset':"
            + " 1}}]}}",
      })
  void anInputThatIsNoLayerHasItsExtents(String model) throws IOException {
    assertThat(answer(model)).isEqualTo(plus(1));
  }

  /** A name, a function with its name, a layer. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "'relu'",
        "{'class_name': 'function', 'config': 'relu', 'registered_name': 'function'}",
        "{'class_name': 'ReLU', 'config': {'name': 'r', 'max_value': null}}",
      })
  void anActivationIsWrittenInThreeWays(String activation) throws IOException {
    float[] expected = Answers.some(12);
    for (int i = 0; i < 12; i++) {
      expected[i] = Math.max(expected[i], 0);
    }

    assertThat(
            answer(
                functional(
                    layer("Activation", "'activation': " + activation, "[['in', 0, 0, {}]]"),
                    "'x', 0, 0")))
        .isEqualTo(expected);
  }

  /** Before version 3 it is steeper. */
  @Test
  void hardSigmoidIsThatOfTheVersion() throws IOException {
    String network =
        functional(
            layer("Activation", "'activation': 'hard_sigmoid'", "[['in', 0, 0]]"), "'x', 0, 0");
    float x = Answers.some(12)[1];

    assertThat(answer(network)[1]).isCloseTo(0.2f * x + 0.5f, within());
    JsonObject later =
        JsonObject.builder()
            .put("keras_version", "3.3.3")
            .put("model_config", json(network))
            .build();
    assertThat(Answers.of(ModelFiles.read(new LayersModel(later).write(folder)))[1])
        .isCloseTo((x + 3) / 6, within());
  }

  private static Offset<Float> within() {
    return Offset.offset(1e-6f);
  }

  @Test
  void pythonCodeIsRefusedByTheLayersName() {
    String lambda = layer("Lambda", "'function': ['4wEAAAA', null, null]", "[['in', 0, 0, {}]]");
    String other = lambda.replace("'x'", "'y'").replace("Lambda", "Flatten");
    refuses(
        functional(lambda + ", " + other, "'x', 0, 0"),
        "'x' of the kind Lambda",
        "Python code",
        "1 of its 2 layers are");
  }

  @Test
  void whatIsNotComputedIsRefused() {
    refuses(
        functional(layer("LSTM", "'units': 3", "[['in', 0, 0, {}]]"), "'x', 0, 0"),
        "'x' of the kind LSTM",
        "0 of its 1 layers are");
    refuses(
        functional(
            layer("MaxPooling2D", "'data_format': 'channels_first'", "[['in', 0, 0, {}]]"),
            "'x', 0, 0"),
        "'x'",
        "channels first");
    refuses("{'class_name': 'MyNet', 'config': {'units': 3}}", "\"MyNet\"", "functional model");
    refuses(
        functional(layer("Flatten", "", "[['in', 0, 0]]"), "'x', 0, 0")
            .replace("2, 2, 3", "null, 2, 3"),
        "'in' has no fixed size");
    refuses(
        "{'class_name': 'Sequential', 'config': {'layers': [{'class_name': 'Flatten', 'config':"
            + " {'name': 'f'}}]}}",
        "'f_input' has no shape");
  }

  @Test
  void callsThatLeadNowhereAreRefused() {
    String flatten = layer("Flatten", "", "[['y', 0, 0]]");
    refuses(functional(flatten, "'x', 0, 0"), "'x'");
    refuses(functional(flatten, "'q', 0, 0"), "'q'");
    refuses(functional(flatten.replace("'y'", "'x'"), "'x', 0, 0"), "'x'");
    refuses(functional(flatten + ", " + flatten, "'x', 0, 0"), "two layers are called");
    refuses("{'class_name': 'Sequential', 'config': {'name': 'n', 'layers': []}}", "no layers");
  }

  /** Forty networks, each of which calls the next one twice. */
  @Test
  void networksThatDoubleAtEachLevelAreRefusedBeforeTheyAreUnfolded() {
    String inner = layer("Rescaling", "'scale': 1", "[['in', 0, 0, {}]], [['x', 0, 0, {}]]");
    String network = functional(inner, "'x', 1, 0");
    for (int level = 0; level < 40; level++) {
      String called =
          network.substring(0, network.length() - 1)
              + ", 'name': 'x', 'inbound_nodes': [[['in', 0, 0, {}]], [['x', 0, 0, {}]]]}";
      network = functional(called, "'x', 1, 0");
    }
    refuses(network, "nodes, inputs and outputs");
  }
}
