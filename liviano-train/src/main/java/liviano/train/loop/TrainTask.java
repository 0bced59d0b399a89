package liviano.train.loop;

import java.io.IOException;
import java.util.List;
import liviano.train.network.Mode;
import liviano.train.network.TorchNetwork;
import org.bytedeco.pytorch.Tensor;

/**
 * What is trained: a network, its data, its loss, and how good it is. For one thread. Tensors that
 * it makes live in the scope that the caller has opened.
 *
 * @param <B> a batch
 */
public interface TrainTask<B> extends AutoCloseable {

  /** The network, whose parameters the caller changes. */
  TorchNetwork network();

  /** Batches of one epoch, at least 1 and as many on every worker. */
  int batchesPerEpoch();

  /**
   * The batches of an epoch. Their order and their augmentation depend on the seed and the epoch
   * alone, so that a run that goes on sees what it would have seen.
   *
   * @param epoch counted from 0
   * @param fromBatch the first that is wanted, counted from 0
   */
  BatchStream<B> epoch(long epoch, int fromBatch) throws IOException;

  /** Samples in a batch. */
  int size(B batch);

  /** The loss: one number, the mean over the batch, from which gradients can be computed. */
  Tensor loss(B batch, Mode mode);

  /** How good the network is now, as it is used: with the statistics of its batch norm. */
  Evaluation evaluate() throws IOException;

  /**
   * What the names of the parameters of the head begin with: those that are new, and are trained
   * first.
   */
  List<String> headPrefixes();

  @Override
  void close();
}
