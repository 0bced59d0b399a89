package liviano.formats.tflite;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import liviano.UnsupportedModelException;
import liviano.files.PartialFile;
import liviano.formats.GraphRewriting.Rewritten;
import liviano.graph.Graph;
import liviano.weights.Weights;

/**
 * Writes a graph and its weights as one TensorFlow Lite file, for a batch of one. Layouts are the
 * same, channels innermost. What can be clamped within the operation before is. A quantized graph
 * is written in the form that {@link TfLiteIntegers} gives it.
 */
public final class TfLiteWriter {
  private TfLiteWriter() {}

  /**
   * Writes the file. Inputs and outputs come in the graph's order.
   *
   * @throws UnsupportedModelException if TensorFlow Lite has no such operation, or this writer does
   *     not write it, which the message names with its layer; a number format is neither float32
   *     nor that of quantized bytes; or the weights are over the format's 2 GiB
   * @throws liviano.MalformedModelException if a constant is missing or has another shape
   * @throws IOException if the file cannot be written
   */
  public static void write(Graph graph, Weights weights, Path file) throws IOException {
    write(graph, weights, Map.of(), file);
  }

  /**
   * The same with metadata.
   *
   * @param texts what the file says beside its network, by their names
   * @throws UnsupportedModelException if TensorFlow Lite has no such operation, or this writer does
   *     not write it, which the message names with its layer; a number format is neither float32
   *     nor that of quantized bytes; or the weights are over the format's 2 GiB
   * @throws liviano.MalformedModelException if a constant is missing or has another shape
   * @throws IOException if the file cannot be written
   */
  public static void write(Graph graph, Weights weights, Map<String, String> texts, Path file)
      throws IOException {
    write(TfLiteIntegers.of(graph, weights), texts, file);
  }

  /**
   * The same of a network in the form that {@link TfLiteIntegers} gives it.
   *
   * @param texts what the file says beside its network, by their names
   * @throws UnsupportedModelException as above
   * @throws liviano.MalformedModelException if a constant is missing or has another shape
   * @throws IOException if the file cannot be written
   */
  public static void write(Rewritten network, Map<String, String> texts, Path file)
      throws IOException {
    ByteBuffer bytes = new TfLiteGraph(network.graph(), network.weights()).toFile(texts);
    try (PartialFile part = PartialFile.create(file)) {
      part.write(bytes);
      part.finish();
    }
  }
}
