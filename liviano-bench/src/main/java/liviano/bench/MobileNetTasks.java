package liviano.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import liviano.kernels.Clamp;
import liviano.kernels.Rows;

/**
 * The tasks of MobileNetV2 1.0 at 224 pixels with random weights, in the order in which they run.
 */
final class MobileNetTasks {
  /** The paper's table of bottlenecks. */
  private static final int[][] T_C_N_S = {
    {1, 16, 1, 1},
    {6, 24, 2, 2},
    {6, 32, 3, 2},
    {6, 64, 4, 2},
    {6, 96, 3, 1},
    {6, 160, 3, 2},
    {6, 320, 1, 1},
  };

  private final TaskList tasks = new TaskList();
  private final List<TaskList.Step> blocks = new ArrayList<>();

  private MobileNetTasks() {}

  /** Layer by layer. */
  static List<TaskList.Step> at224() {
    return network().tasks.steps();
  }

  /** The blocks, each as one task; the first convolution is in the first block. */
  static List<TaskList.Step> blocksAt224() {
    return List.copyOf(network().blocks);
  }

  private static MobileNetTasks network() {
    MobileNetTasks network = new MobileNetTasks();
    TaskList tasks = network.tasks;
    tasks.convolution(TaskList.square(224, 3, 112, 32, 3, 2, 1, 0), 1, Clamp.RELU6);
    int side = 112;
    int channels = 32;
    for (int[] row : T_C_N_S) {
      for (int i = 0; i < row[2]; i++) {
        int stride = i == 0 ? row[3] : 1;
        network.bottleneck(side, channels, row[0], row[1], stride, i > 0);
        side /= stride;
        channels = row[1];
      }
    }
    tasks.pointwise(side * side, channels, 1280, Clamp.RELU6, false);
    tasks.averagePool(TaskList.square(side, 1280, 1, 1280, side, 1, 1, 0));
    tasks.pointwise(1, 1280, 1001, Clamp.NONE, false);
    tasks.add("softmax", new Rows.Softmax(1, 1001), 1001, 1001L);
    return network;
  }

  private void bottleneck(int side, int in, int t, int out, int stride, boolean residual) {
    int hidden = t * in;
    if (t > 1) {
      tasks.pointwise(side * side, in, hidden, Clamp.RELU6, false);
    }
    int outSide = side / stride;
    int pad = stride == 1 ? 1 : 0;
    tasks.depthwise(TaskList.square(side, hidden, outSide, hidden, 3, stride, 1, pad), Clamp.RELU6);
    tasks.pointwise(outSide * outSide, hidden, out, Clamp.NONE, residual);
    String name =
        String.format(
            Locale.ROOT,
            "block %d -> %d%s at %d%s",
            in,
            out,
            stride > 1 ? "/" + stride : "",
            side,
            residual ? " + residual" : "");
    blocks.add(tasks.fused(name, 3));
  }
}
