package liviano.formats.tensorflow;

import java.io.IOException;
import java.util.List;
import liviano.formats.SmallModel;
import liviano.formats.tensorflow.PbFile.Node;

/** Small graphs of TensorFlow. */
public final class SmallGraphs {
  private SmallGraphs() {}

  /** A binary {@code GraphDef}. */
  public static SmallModel frozen() {
    PbFile file = new PbFile().input("image", 1, 6, 5, 2);
    file.reals("weights", Answers.some(3 * 3 * 2 * 4), 3, 3, 2, 4);
    file.add(
        new Node("filtered", "Conv2D", "image", "weights")
            .wholes("strides", 1, 1, 1, 1)
            .text("padding", "SAME"));
    file.constant("bias", PbFile.FLOAT, tensor -> tensor.real(5, 1), 4);
    file.node("biased", "BiasAdd", "filtered", "bias").node("clipped", "Relu6", "biased");
    file.integers("axes", 1, 2);
    file.add(new Node("pooled", "Mean", "clipped", "axes").flag("keep_dims", false));
    return SmallModel.of("GraphDef", "model.pb", file.node("out", "Softmax", "pooled").bytes());
  }

  /** The graph model of TensorFlow.js, its constants in two shards and in fewer bits. */
  public static SmallModel tfjs() throws IOException {
    TfjsGraph graph = new TfjsGraph().input("image", 1, 6, 5, 2);
    graph.shards = List.of("shard1", "shard2");
    int[] steps = new int[3 * 3 * 2 * 4];
    for (int i = 0; i < steps.length; i++) {
      steps[i] = i;
    }
    graph.quantized("weights", TfjsGraph.Stored.UINT8, 0.1, -3, steps, 3, 3, 2, 4);
    graph.node(
        "filtered",
        "Conv2D",
        new TfjsGraph.Settings().wholes("strides", 1, 1, 1, 1).text("padding", "U0FNRQ=="),
        "image",
        "weights");
    graph.reals("bias", Answers.some(4), 4);
    graph.node("biased", "BiasAdd", "filtered", "bias").node("out", "Relu", "biased");
    return SmallModel.inFolder("TensorFlow.js graph", "model.json", graph::write);
  }
}
