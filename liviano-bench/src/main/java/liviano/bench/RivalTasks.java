package liviano.bench;

import static liviano.bench.TaskList.square;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import liviano.kernels.Clamp;
import liviano.kernels.Elementwise;
import liviano.kernels.Geometry;
import liviano.kernels.Move;
import liviano.kernels.Rows;
import liviano.kernels.Task;
import liviano.tensor.BlockOrder;

/** Tasks of the networks that MobileNetV2 is compared with, in sizes that occur in them. */
final class RivalTasks {
  private final TaskList tasks = new TaskList();

  private RivalTasks() {}

  static List<TaskList.Step> all() {
    RivalTasks rivals = new RivalTasks();
    // What the others are measured by: a matrix product that tiles fit.
    rivals.tasks.pointwise(784, 256, 256, Clamp.RELU, false);
    rivals.alexNet();
    rivals.vgg();
    rivals.resNet();
    rivals.googLeNet();
    rivals.yolo();
    rivals.ssd();
    rivals.shuffleNet();
    rivals.nasNet();
    return rivals.tasks.steps();
  }

  private void alexNet() {
    convolution(square(227, 3, 55, 96, 11, 4, 1, 0));
    responseNorm(55, 96);
    tasks.maxPool(square(55, 96, 27, 96, 3, 2, 1, 0));
    grouped(square(27, 96, 27, 256, 5, 1, 1, 2), 2);
    convolution(square(13, 256, 13, 384, 3, 1, 1, 1));
    grouped(square(13, 384, 13, 384, 3, 1, 1, 1), 2);
    grouped(square(13, 384, 13, 256, 3, 1, 1, 1), 2);
    tasks.pointwise(1, 9216, 4096, Clamp.RELU, false);
  }

  private void vgg() {
    convolution(square(224, 3, 224, 64, 3, 1, 1, 1));
    convolution(square(224, 64, 224, 64, 3, 1, 1, 1));
    convolution(square(112, 128, 112, 128, 3, 1, 1, 1));
    convolution(square(56, 256, 56, 256, 3, 1, 1, 1));
    convolution(square(28, 512, 28, 512, 3, 1, 1, 1));
    convolution(square(14, 512, 14, 512, 3, 1, 1, 1));
    tasks.maxPool(square(224, 64, 112, 64, 2, 2, 1, 0));
    tasks.maxPool(square(28, 512, 14, 512, 2, 2, 1, 0));
    tasks.pointwise(1, 25088, 4096, Clamp.RELU, false);
  }

  private void resNet() {
    convolution(square(224, 3, 112, 64, 7, 2, 1, 3));
    tasks.maxPool(square(112, 64, 56, 64, 3, 2, 1, 1));
    convolution(square(56, 64, 56, 64, 3, 1, 1, 1));
    convolution(square(56, 256, 28, 512, 1, 2, 1, 0));
    convolution(square(14, 1024, 7, 2048, 1, 2, 1, 0));
    convolution(square(7, 512, 7, 512, 3, 1, 1, 1));
    // DeepLabv3 at 513 pixels, output stride 16.
    convolution(square(33, 512, 33, 512, 3, 1, 2, 2));
    convolution(square(33, 2048, 33, 256, 3, 1, 12, 12));
  }

  private void googLeNet() {
    responseNorm(56, 192);
    convolution(square(28, 16, 28, 32, 5, 1, 1, 2));
    convolution(square(14, 24, 14, 64, 5, 1, 1, 2));
    tasks.maxPool(square(28, 256, 28, 256, 3, 1, 1, 1));
    tasks.concat(784, 64, 128, 32, 32);
  }

  private void yolo() {
    convolution(square(416, 3, 416, 32, 3, 1, 1, 1));
    long count = 208L * 208 * 64;
    tasks.add("leaky relu " + count, new Elementwise.LeakyRelu(count, 0.1f), count, count);
    convolution(square(13, 512, 13, 1024, 3, 1, 1, 1));
    convolution(square(13, 1280, 13, 1024, 3, 1, 1, 1));
    spaceToDepth(26, 64, true);
    spaceToDepth(26, 512, true);
    spaceToDepth(26, 64, false);
    tasks.concat(169, 256, 1024);
  }

  private void ssd() {
    convolution(square(19, 512, 19, 1024, 3, 1, 6, 6));
    convolution(square(10, 256, 10, 512, 3, 2, 1, 1));
    convolution(square(38, 512, 38, 324, 3, 1, 1, 1));
    convolution(square(38, 512, 38, 16, 3, 1, 1, 1));
    convolution(square(3, 256, 3, 24, 3, 1, 1, 1));
    long count = 38L * 38 * 512;
    tasks.add("l2 normalize 1444 x 512", new Rows.L2Normalize(1444, 512, 1e-10f), count, count);
  }

  private void shuffleNet() {
    tasks.maxPool(square(112, 24, 56, 24, 3, 2, 1, 1));
    for (int[] stage : new int[][] {{28, 360}, {14, 720}, {7, 1440}}) {
      int side = stage[0];
      int out = stage[1];
      int mid = out / 4;
      grouped(square(side, out, side, mid, 1, 1, 1, 0), 3);
      shuffle(side * side, mid);
      tasks.depthwise(square(side, mid, side, mid, 3, 1, 1, 1), Clamp.NONE);
      grouped(square(side, mid, side, out, 1, 1, 1, 0), 3);
    }
    tasks.averagePool(square(28, 360, 14, 360, 3, 2, 1, 1));
    tasks.concat(196, 360, 360);
  }

  private void nasNet() {
    tasks.depthwise(square(111, 32, 56, 32, 7, 2, 1, 3), Clamp.NONE);
    tasks.depthwise(square(56, 11, 56, 11, 7, 1, 1, 3), Clamp.NONE);
    tasks.depthwise(square(56, 22, 28, 22, 5, 2, 1, 1), Clamp.NONE);
    tasks.depthwise(square(28, 44, 28, 44, 5, 1, 1, 2), Clamp.NONE);
    tasks.depthwise(square(28, 88, 14, 88, 7, 2, 1, 2), Clamp.NONE);
    tasks.depthwise(square(28, 88, 14, 88, 5, 2, 1, 1), Clamp.NONE);
    tasks.depthwise(square(14, 88, 14, 88, 5, 1, 1, 2), Clamp.NONE);
    tasks.depthwise(square(14, 88, 14, 88, 7, 1, 1, 3), Clamp.NONE);
    tasks.depthwise(square(7, 176, 7, 176, 5, 1, 1, 2), Clamp.NONE);
    tasks.averagePool(square(56, 11, 56, 11, 3, 1, 1, 1));
    tasks.averagePool(square(28, 44, 28, 44, 3, 1, 1, 1));
    tasks.averagePool(square(14, 88, 14, 88, 3, 1, 1, 1));
    tasks.maxPool(square(28, 88, 14, 88, 3, 2, 1, 0));
    tasks.concat(784, 44, 44, 44, 44, 44, 44);
    Task crop = new Move.Crop(1, 28, 28, 264, 1, 1, 28, 28);
    tasks.add("crop 28 x 264", crop, 784L * 264, 784L * 264);
  }

  private void convolution(Geometry geometry) {
    grouped(geometry, 1);
  }

  private void grouped(Geometry geometry, int groups) {
    tasks.convolution(geometry, groups, Clamp.RELU);
  }

  private void responseNorm(int side, int channels) {
    int rows = side * side;
    long count = (long) rows * channels;
    Task task = new Rows.ResponseNorm(rows, channels, 5, 1e-4f, 0.75f, 2);
    tasks.add(
        String.format(Locale.ROOT, "response norm %d x %d", rows, channels), task, count, count);
  }

  private void shuffle(int rows, int channels) {
    List<Integer> order = new ArrayList<>();
    IntStream.range(0, channels / 3)
        .forEach(i -> order.addAll(List.of(i, channels / 3 + i, 2 * channels / 3 + i)));
    long count = (long) rows * channels;
    Task task = new Move.SelectChannels(rows, channels, order);
    tasks.add(String.format(Locale.ROOT, "shuffle %d x %d", rows, channels), task, count, count);
  }

  private void spaceToDepth(int side, int channels, boolean darknet) {
    long count = (long) side * side * channels;
    BlockOrder order = darknet ? BlockOrder.DARKNET : BlockOrder.BLOCK_MAJOR;
    Task task = new Move.SpaceToDepth(1, side, side, channels, 2, order);
    String name = darknet ? "reorg" : "space to depth";
    tasks.add(String.format(Locale.ROOT, "%s %d x %d", name, side, channels), task, count, count);
  }
}
