package liviano.bench.peers;

import java.nio.file.Path;
import java.util.Optional;
import liviano.graph.Value;
import liviano.model.Model;
import liviano.tensor.Shape;

/**
 * What a peer is to load.
 *
 * @param threads that share one inference
 * @param lanes inferences at a time
 * @param folder of this engine alone, for the network in its own format
 * @param precision what Liviano computes with, as {@code --precision} takes it; empty for the
 *     network's own
 */
record Setup(Model model, int threads, int lanes, Path folder, Optional<String> precision) {
  Setup(Model model, int threads, int lanes, Path folder) {
    this(model, threads, lanes, folder, Optional.empty());
  }

  /** The network's one input. */
  Value input() {
    return model.graph().inputs().getFirst();
  }

  /** Its extents with the batch of one, channels innermost. */
  long[] inputDims() {
    return dims(input().shape());
  }

  /** Extents with the batch of one, channels innermost. */
  static long[] dims(Shape shape) {
    long[] dims = new long[shape.rank() + 1];
    dims[0] = 1;
    for (int i = 0; i < shape.rank(); i++) {
      dims[i + 1] = shape.dims().get(i);
    }
    return dims;
  }

  /** Extents as they are. */
  static long[] longs(Shape shape) {
    return shape.dims().stream().mapToLong(Integer::longValue).toArray();
  }
}
