package liviano.train.tasks;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import liviano.tensor.Shape;
import liviano.train.data.Batch;
import liviano.train.data.Batches;
import liviano.train.loop.BatchStream;
import liviano.train.torch.Tensors;
import org.bytedeco.pytorch.Tensor;

/** Batches as the loop asks for them, and as tensors. */
record PreparedBatches<L>(Batches<L> batches) implements BatchStream<Batch<L>> {

  @Override
  public Optional<Batch<L>> next() throws IOException {
    return batches.next();
  }

  @Override
  public void close() {
    batches.close();
  }

  /**
   * The inputs of a batch.
   *
   * @param input {@code [height, width, channels]} of one
   * @return {@code [batch, channels, height, width]}, the channels innermost in memory
   */
  static Tensor inputs(Batch<?> batch, Shape input) {
    int length = batch.n() * input.elements();
    float[] numbers =
        batch.inputs().length == length ? batch.inputs() : Arrays.copyOf(batch.inputs(), length);
    return Tensors.of(numbers, batch.n(), input.height(), input.width(), input.channels())
        .permute(0, 3, 1, 2);
  }
}
