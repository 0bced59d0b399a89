package liviano.formats.tflite;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import liviano.engine.CompileOptions;
import liviano.engine.Engine;
import liviano.engine.Session;
import liviano.formats.ModelFiles;
import liviano.model.Model;

/** A TensorFlow Lite file of a few operators, made for a test: each reads the one before. */
final class SmallFile {
  private final TfLiteFile file = new TfLiteFile();
  private final int input;
  private int last;

  SmallFile(int... dims) {
    this.input = file.tensor("image", dims);
    this.last = input;
  }

  TfLiteFile file() {
    return file;
  }

  int last() {
    return last;
  }

  /** An operator that reads what the last one gave, and constants. */
  SmallFile then(BuiltinOp op, Settings settings, int[] constants, int... dims) {
    List<Integer> reads = new ArrayList<>(List.of(last));
    IntStream.of(constants).forEach(reads::add);
    return reading(op, settings, reads, dims);
  }

  /** An operator that reads any tensors. */
  SmallFile reading(BuiltinOp op, Settings settings, List<Integer> reads, int... dims) {
    last = file.tensor(op.name().toLowerCase(Locale.ROOT) + "/out", dims);
    file.operator(op, reads, last, settings);
    return this;
  }

  /** Numbers that differ from one another. */
  int floats(int... dims) {
    return file.constant("constant", some(IntStream.of(dims).reduce(1, (a, b) -> a * b)), dims);
  }

  int integers(int... values) {
    return file.integers("integers", values, values.length);
  }

  static float[] some(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (i * 7 % 11 - 5) / 4f;
    }
    return values;
  }

  Path write(Path path) throws IOException {
    ByteBuffer bytes = file.finish(List.of(input), List.of(last));
    try (FileChannel channel =
        FileChannel.open(
            path,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }
    return path;
  }

  /** The model as it is read back. */
  Model read(Path path) throws IOException {
    return ModelFiles.read(write(path));
  }

  /** What a model gives for {@link #some} numbers. */
  static float[] answer(Model model) {
    return answer(model, some(model.graph().inputs().getFirst().shape().elements()));
  }

  static float[] answer(Model model, float... values) {
    Session session =
        Engine.compile(model.graph(), model.weights(), CompileOptions.defaults()).newSession();
    session.input(model.graph().inputs().getFirst().name()).copyFrom(values);
    session.run();
    return session.output(model.graph().outputs().lastEntry().getKey()).toArray();
  }

  static ByteBuffer halves(float... values) {
    ByteBuffer bytes = ByteBuffer.allocate(2 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      bytes.putShort(Float.floatToFloat16(value));
    }
    return bytes.flip();
  }
}
