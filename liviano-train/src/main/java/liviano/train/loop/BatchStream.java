package liviano.train.loop;

import java.io.IOException;
import java.util.Optional;

/**
 * The batches of one epoch, in order. For one thread.
 *
 * @param <B> a batch
 */
public interface BatchStream<B> extends AutoCloseable {

  /**
   * The next batch; empty at the end of the epoch.
   *
   * @throws IOException if a picture cannot be read
   */
  Optional<B> next() throws IOException;

  @Override
  void close();
}
