package liviano.train.network;

import java.util.stream.LongStream;
import liviano.tensor.Shape;
import liviano.train.torch.Tensors;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Mean and variance of each channel of values that come one after another. Those of each value are
 * joined to those before in double precision, by the formula of Chan, Golub and LeVeque, which
 * takes no difference of large squares.
 */
final class ChannelMoments {
  private final long[] others;
  private final double[] means;
  private final double[] squares; // sums of squared differences from the mean
  private long count;

  /**
   * @param shape of the values, whose innermost extent is the channels
   */
  ChannelMoments(Shape shape) {
    int channelAxis = Layout.channelAxis(shape);
    this.others =
        LongStream.rangeClosed(0, shape.rank()).filter(axis -> axis != channelAxis).toArray();
    this.means = new double[shape.channels()];
    this.squares = new double[shape.channels()];
  }

  /** Adds a value's numbers, all samples of it. */
  void add(Tensor value) {
    long more = value.numel() / means.length;
    T_TensorTensor_T moments = torch.var_mean(value, others, false, false);
    double[] variances = Tensors.doubles(moments.get0());
    double[] newMeans = Tensors.doubles(moments.get1());
    long all = count + more;
    for (int c = 0; c < means.length; c++) {
      double apart = newMeans[c] - means[c];
      squares[c] += variances[c] * more + apart * apart * count * more / all;
      means[c] += apart * more / all;
    }
    count = all;
  }

  float[] means() {
    float[] floats = new float[means.length];
    for (int c = 0; c < floats.length; c++) {
      floats[c] = (float) means[c];
    }
    return floats;
  }

  /** Of the numbers themselves, as batch norm divides by it. */
  float[] variances() {
    float[] variances = new float[squares.length];
    for (int c = 0; c < variances.length; c++) {
      variances[c] = (float) (squares[c] / count);
    }
    return variances;
  }
}
