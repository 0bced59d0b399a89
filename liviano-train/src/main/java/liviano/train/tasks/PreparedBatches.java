package liviano.train.tasks;

import java.io.IOException;
import java.util.Optional;
import liviano.train.data.Batch;
import liviano.train.data.Batches;
import liviano.train.loop.BatchStream;

/** Batches as the loop asks for them. */
record PreparedBatches<L>(Batches<L> batches) implements BatchStream<Batch<L>> {

  @Override
  public Optional<Batch<L>> next() throws IOException {
    return batches.next();
  }

  @Override
  public void close() {
    batches.close();
  }
}
