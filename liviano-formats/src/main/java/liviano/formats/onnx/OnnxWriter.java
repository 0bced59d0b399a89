package liviano.formats.onnx;

import com.google.protobuf.ByteString;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import liviano.UnsupportedModelException;
import liviano.files.PartialFile;
import liviano.formats.GraphRewriting.Rewritten;
import liviano.graph.Graph;
import liviano.weights.Weights;

/**
 * Writes a graph and its weights as one ONNX file.
 *
 * <p>Inputs and outputs are called and laid out as the graph's, {@code [batch, height, width,
 * channels]} for a map: there is a transpose after the input and before each output that is a map.
 * Inside, maps are {@code [batch, channels, height, width]}, as ONNX wants them; if a reshape
 * changes the channels of a map, a transpose before it keeps the order of the numbers.
 *
 * <p>A quantized graph is written in the form that {@link OnnxIntegers} gives it: operations on
 * real numbers between DequantizeLinear and QuantizeLinear, weights and biases as integers.
 */
public final class OnnxWriter {
  private OnnxWriter() {}

  /**
   * Writes the file, whole or not at all, for a batch of one.
   *
   * @throws UnsupportedModelException if ONNX has no such operation, which the message names with
   *     its layer, a number format is neither float32 nor that of quantized bytes, or the weights
   *     are over ONNX's 2 GiB
   * @throws liviano.MalformedModelException if a constant is missing or has another shape
   * @throws IOException if the file cannot be written
   */
  public static void write(Graph graph, Weights weights, Path file) throws IOException {
    write(graph, weights, OnnxSettings.ONE, file);
  }

  /**
   * The same with other settings.
   *
   * @throws UnsupportedModelException if ONNX has no such operation, which the message names with
   *     its layer, a number format is neither float32 nor that of quantized bytes, or the weights
   *     are over ONNX's 2 GiB
   * @throws liviano.MalformedModelException if a constant is missing or has another shape
   * @throws IOException if the file cannot be written
   */
  public static void write(Graph graph, Weights weights, OnnxSettings settings, Path file)
      throws IOException {
    write(OnnxIntegers.of(graph, weights), settings, file);
  }

  /**
   * The same of a network in the form that {@link OnnxIntegers} gives it.
   *
   * @throws UnsupportedModelException as above
   * @throws liviano.MalformedModelException if a constant is missing or has another shape
   * @throws IOException if the file cannot be written
   */
  public static void write(Rewritten network, OnnxSettings settings, Path file) throws IOException {
    ByteString bytes = toBytes(network, settings);
    try (PartialFile part = PartialFile.create(file)) {
      OutputStream out = new BufferedOutputStream(part.stream());
      bytes.writeTo(out);
      out.flush();
      part.finish();
    }
  }

  /** What {@link #write} writes. */
  private static ByteString toBytes(Rewritten network, OnnxSettings settings) {
    return Translation.of(network.graph(), network.weights(), settings.batch())
        .toFile("liviano", settings.texts());
  }
}
