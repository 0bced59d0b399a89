package liviano.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import liviano.UnsupportedModelException;
import liviano.engine.CompileOptions;
import liviano.engine.Engine;
import liviano.engine.Session;
import liviano.formats.ModelFiles;
import liviano.graph.Node;
import liviano.model.Model;
import liviano.model.VisionTask;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.tensorflowlite.BuiltinOpResolver;
import org.bytedeco.tensorflowlite.FlatBufferModel;
import org.bytedeco.tensorflowlite.Interpreter;
import org.bytedeco.tensorflowlite.InterpreterBuilder;
import org.bytedeco.tensorflowlite.global.tensorflowlite;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Every real TensorFlow Lite file that is read here gives what TensorFlow Lite itself gives: {@code
 * mvn -pl liviano-bench -am test -Ppeers}.
 */
@Tag("shared")
@Tag("peers")
class TfLiteFilesTest {
  private static final Path MODELS =
      Path.of(System.getProperty("liviano.shared", "../shared"), "models");

  @Test
  void floatFilesGiveWhatTensorFlowLiteGives() throws IOException {
    assumeTrue(Files.isDirectory(MODELS), "skipped: the real files are not here: " + MODELS);
    int compared = 0;
    for (Path file : files()) {
      Model model;
      try {
        model = ModelFiles.read(file);
      } catch (UnsupportedModelException e) {
        continue; // with an operation that is not computed
      }
      if (isQuantized(model)) {
        continue; // held in every bit by TfLiteQuantizedTest
      }
      compare(file, model);
      compared++;
    }
    assertThat(compared).isGreaterThanOrEqualTo(6);
  }

  private static boolean isQuantized(Model model) {
    return Stream.concat(
            model.graph().inputs().stream(), model.graph().nodes().stream().map(Node::output))
        .anyMatch(value -> value.type().isQuantized());
  }

  private static void compare(Path file, Model model) {
    SplittableRandom random = new SplittableRandom(11);
    float[] given = new float[model.graph().inputs().getFirst().shape().elements()];
    for (int i = 0; i < given.length; i++) {
      given[i] = (float) random.nextDouble(-1, 1);
    }
    List<float[]> ours = ours(model, given);
    List<float[]> theirs = theirs(file, given, ours.stream().map(output -> output.length).toList());
    for (int output = 0; output < ours.size(); output++) {
      float largest = 0;
      float distance = 0;
      for (int i = 0; i < ours.get(output).length; i++) {
        largest = Math.max(largest, Math.abs(theirs.get(output)[i]));
        distance = Math.max(distance, Math.abs(theirs.get(output)[i] - ours.get(output)[i]));
      }
      assertThat(distance)
          .as("%s, output %d, largest %s", file, output, largest)
          .isLessThanOrEqualTo(1e-4f * largest);
    }
  }

  private static List<float[]> ours(Model model, float[] given) {
    Session session =
        Engine.compile(model.graph(), model.weights(), CompileOptions.defaults()).newSession();
    session.input(model.graph().inputs().getFirst().name()).copyFrom(given);
    session.run();
    List<String> names = new ArrayList<>(model.graph().outputs().keySet());
    if (model.card().task() != VisionTask.OTHER) {
      names.remove("logits"); // which no output of the file is
    }
    return names.stream().map(name -> session.output(name).toArray()).toList();
  }

  private static List<float[]> theirs(Path file, float[] given, List<Integer> counts) {
    try (FlatBufferModel model = FlatBufferModel.BuildFromFile(file.toString());
        BuiltinOpResolver kernels = new BuiltinOpResolver();
        Interpreter interpreter = new Interpreter((Pointer) null);
        InterpreterBuilder builder = new InterpreterBuilder(model, kernels)) {
      assertThat(builder.apply(interpreter)).isEqualTo(tensorflowlite.kTfLiteOk);
      assertThat(interpreter.AllocateTensors()).isEqualTo(tensorflowlite.kTfLiteOk);
      memory(interpreter.typed_input_tensor_float(0), given.length)
          .copyFrom(MemorySegment.ofArray(given));
      assertThat(interpreter.Invoke()).isEqualTo(tensorflowlite.kTfLiteOk);
      List<float[]> outputs = new ArrayList<>();
      for (int i = 0; i < counts.size(); i++) {
        outputs.add(
            memory(interpreter.typed_output_tensor_float(i), counts.get(i))
                .toArray(ValueLayout.JAVA_FLOAT));
      }
      return outputs;
    }
  }

  private static MemorySegment memory(Pointer pointer, int floats) {
    return MemorySegment.ofAddress(pointer.address()).reinterpret((long) Float.BYTES * floats);
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(MODELS)) {
      return all.filter(file -> file.toString().endsWith(".tflite")).sorted().toList();
    }
  }
}
