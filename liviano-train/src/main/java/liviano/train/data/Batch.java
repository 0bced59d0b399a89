package liviano.train.data;

import java.util.List;

/**
 * Samples that are computed together.
 *
 * @param n samples, at least 1
 * @param inputs {@code n} x height x width x channels floats, channels innermost; the array is used
 *     again for a later batch
 * @param labels of each sample, in the order of the inputs
 */
public record Batch<L>(int n, float[] inputs, List<L> labels) {
  public Batch {
    labels = List.copyOf(labels);
  }
}
