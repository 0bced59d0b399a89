package liviano.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import liviano.formats.onnx.OnnxSettings;
import liviano.formats.onnx.OnnxWriter;
import liviano.graph.Graph;
import liviano.model.RandomWeights;
import liviano.tensor.Shape;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import liviano.zoo.layers.Norm;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files for several samples at once give for each of them what those for one give. */
class OnnxBatchTest {
  private static final int SAMPLES = 3;

  @TempDir Path folder;

  static Stream<Recipe> networks() {
    return Stream.of(
        Recipe.of("mobilenet_v2").withWidth(0.1).withResolution(33).withClasses(7),
        Zoo.architecture("shufflenet_v1").defaults().withWidth(0.5).withResolution(33),
        Zoo.architecture("lenet_5").defaults().withNorm(Norm.FOLDED),
        Recipe.of("ssdlite_mobilenet_v2").withWidth(0.2).withResolution(97).withClasses(3),
        Recipe.of("deeplab_v3_mobilenet_v2")
            .withWidth(0.1)
            .withResolution(33)
            .withClasses(4)
            .withOutputStride(16)
            .withHead("aspp"));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void eachSampleIsAnsweredAsAlone(Recipe recipe) throws Exception {
    Graph graph = Zoo.graph(recipe.withNorm(Norm.FOLDED));
    Shape image = graph.inputs().getFirst().shape();
    float[] samples = random(SAMPLES * image.elements());
    List<float[]> alone = new ArrayList<>();
    for (int i = 0; i < SAMPLES; i++) {
      float[] sample = new float[image.elements()];
      System.arraycopy(samples, i * sample.length, sample, 0, sample.length);
      alone.add(first(run(graph, 1, 1, sample)));
    }

    for (int batch : new int[] {SAMPLES, OnnxSettings.ANY}) {
      float[] together = first(run(graph, batch, SAMPLES, samples));
      int each = together.length / SAMPLES;
      for (int i = 0; i < SAMPLES; i++) {
        assertThat(alone.get(i)).hasSize(each);
        float largest = 1;
        for (float number : alone.get(i)) {
          largest = Math.max(largest, Math.abs(number));
        }
        float[] sample = Arrays.copyOfRange(together, i * each, (i + 1) * each);
        assertThat(sample).containsExactly(alone.get(i), within(1e-5f * largest));
      }
    }
  }

  private static float[] first(Map<String, float[]> outputs) {
    return outputs.values().iterator().next();
  }

  private Map<String, float[]> run(Graph graph, int batch, int samples, float[] numbers)
      throws OrtException, IOException {
    Path file = folder.resolve(batch + ".onnx");
    OnnxSettings settings = new OnnxSettings(batch, new LinkedHashMap<>());
    OnnxWriter.write(graph, RandomWeights.of(graph, 3), settings, file);
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    String name = graph.inputs().getFirst().name();
    long[] dims =
        Stream.concat(Stream.of(samples), graph.inputs().getFirst().shape().dims().stream())
            .mapToLong(Integer::longValue)
            .toArray();
    try (OrtSession session = environment.createSession(file.toString());
        OnnxTensor input = OnnxTensor.createTensor(environment, FloatBuffer.wrap(numbers), dims);
        OrtSession.Result result = session.run(Map.of(name, input))) {
      TensorInfo info = (TensorInfo) session.getInputInfo().get(name).getInfo();
      assertThat(info.getShape()[0]).isEqualTo(batch == OnnxSettings.ANY ? -1 : batch);
      Map<String, float[]> outputs = new LinkedHashMap<>();
      for (Map.Entry<String, OnnxValue> output : result) {
        FloatBuffer buffer = ((OnnxTensor) output.getValue()).getFloatBuffer();
        float[] copy = new float[buffer.remaining()];
        buffer.get(copy);
        outputs.put(output.getKey(), copy);
      }
      return outputs;
    }
  }

  private static float[] random(int count) {
    SplittableRandom random = new SplittableRandom(2);
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (float) random.nextDouble(-1, 1);
    }
    return numbers;
  }
}
