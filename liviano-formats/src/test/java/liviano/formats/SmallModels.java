package liviano.formats;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import liviano.formats.keras.SmallKerasFiles;
import liviano.formats.names.SmallNamedTensors;
import liviano.formats.npy.NpzWriter;
import liviano.formats.onnx.SmallOnnx;
import liviano.formats.pytorch.PthFile;
import liviano.formats.tensorflow.SmallGraphs;
import liviano.formats.tflite.SmallTfLite;
import liviano.formats.tflite.TfLiteWriter;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.Op;
import liviano.graph.Padding;
import liviano.graph.Value;
import liviano.graph.Window;
import liviano.model.Model;
import liviano.model.ModelCard;
import liviano.model.Preprocessing;
import liviano.model.RandomWeights;
import liviano.model.VisionTask;
import liviano.tensor.Shape;
import liviano.weights.SafeTensors;
import liviano.weights.Tensor;
import liviano.weights.Weights;

/** One small model of every kind of file that is read, by writers of our own. */
public final class SmallModels {
  private SmallModels() {}

  /** All of them, each of which is read without a word. */
  public static List<SmallModel> all() throws IOException {
    Model ours = ours();
    Weights weights = ours.weights();
    List<Tensor> named = SmallNamedTensors.timm();
    return List.of(
        SmallModel.written("safetensors", "model.safetensors", ours::save),
        SmallModel.written(
            "named safetensors",
            "named.safetensors",
            file -> SafeTensors.write(file, Weights.of(named), Map.of())),
        SmallModel.written("npz", "model.npz", f -> NpzWriter.write(weights, ours.texts(), f)),
        SmallModel.written("pth", "named.pth", file -> PthFile.writeZip(file, named)),
        SmallModel.written("legacy pth", "named.pt", file -> PthFile.writeLegacy(file, named)),
        SmallModel.written(
            "TensorFlow Lite",
            "model.tflite",
            file -> TfLiteWriter.write(ours.graph(), weights, ours.texts(), file)),
        SmallTfLite.quantized(),
        SmallOnnx.plain(ours.graph(), weights),
        SmallOnnx.external(),
        SmallOnnx.quantized(),
        SmallGraphs.frozen(),
        SmallGraphs.tfjs(),
        SmallKerasFiles.h5(),
        SmallKerasFiles.chunks(),
        SmallKerasFiles.archive(),
        SmallKerasFiles.layersModel());
  }

  /** A convolution, a depthwise one with a shortcut, an average and a dense layer. */
  public static Model ours() {
    GraphBuilder graph = Graph.builder();
    Value image = graph.input("image", Shape.of(6, 5, 3));
    Window same = Window.square(3, 2, Padding.SAME);
    Value stem = graph.add("stem", new Op.Conv2d(4, same, 1, true), image);
    Value clipped = graph.add("clipped", new Op.Relu6(), stem);
    Window around = Window.square(3, 1, Padding.SAME);
    Value filtered = graph.add("filtered", new Op.DepthwiseConv2d(around, 1, false), clipped);
    Value sum = graph.add("sum", new Op.Add(), clipped, filtered);
    Value pooled = graph.add("pooled", new Op.GlobalAveragePool(), sum);
    Value logits = graph.add("dense", new Op.Dense(3, true), pooled);
    Graph built = graph.output("logits", logits).build();
    ModelCard card =
        ModelCard.of(VisionTask.CLASSIFICATION, "small", Preprocessing.tensorflow(6, 5));
    return new Model(built, RandomWeights.of(built, 1), card, Optional.empty());
  }
}
