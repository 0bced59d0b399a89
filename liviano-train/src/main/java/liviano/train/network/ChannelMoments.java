package liviano.train.network;

import java.util.stream.LongStream;
import liviano.tensor.Shape;
import liviano.train.torch.Tensors;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Mean and variance of each channel of values that come one after another. */
final class ChannelMoments {
  private final long[] others;
  private final double[] sums;
  private final double[] squares;
  private long count;

  /**
   * @param shape of the values, whose innermost extent is the channels
   */
  ChannelMoments(Shape shape) {
    int channelAxis = Layout.channelAxis(shape);
    this.others =
        LongStream.rangeClosed(0, shape.rank()).filter(axis -> axis != channelAxis).toArray();
    this.sums = new double[shape.channels()];
    this.squares = new double[shape.channels()];
  }

  /** Adds a value's numbers, all samples of it. */
  void add(Tensor value) {
    Tensor exact = value.to(ScalarType.Double);
    add(sums, exact);
    add(squares, exact.square());
    count += value.numel() / sums.length;
  }

  private void add(double[] sums, Tensor exact) {
    double[] numbers = Tensors.doubles(exact.sum(others, false, new ScalarTypeOptional()));
    for (int c = 0; c < sums.length; c++) {
      sums[c] += numbers[c];
    }
  }

  float[] means() {
    float[] means = new float[sums.length];
    for (int c = 0; c < means.length; c++) {
      means[c] = (float) (sums[c] / count);
    }
    return means;
  }

  /** Of the numbers themselves, as batch norm divides by it. */
  float[] variances() {
    float[] variances = new float[sums.length];
    for (int c = 0; c < variances.length; c++) {
      double mean = sums[c] / count;
      variances[c] = (float) Math.max(0, squares[c] / count - mean * mean);
    }
    return variances;
  }
}
