package liviano.zoo;

import java.util.Optional;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.Op;
import liviano.graph.Padding;
import liviano.graph.Value;
import liviano.graph.Window;
import liviano.tensor.Shape;
import liviano.zoo.layers.Activation;
import liviano.zoo.layers.Layers;
import liviano.zoo.layers.NasNetCell;

/**
 * NASNet-A (<em>Learning Transferable Architectures for Scalable Image Recognition</em>, Zoph,
 * Vasudevan, Shlens, Le; CVPR 2018, arXiv:1707.07012): 4 @ 1056 for mobile devices, and 6 @ 4032.
 *
 * <p>Layers are called {@code stem.conv}, {@code stem.cells.0} and {@code stem.cells.1}, {@code
 * cells.0} and so on, {@code reductions.0} and {@code reductions.1}, {@code head.pool} and {@code
 * classifier}; inside a {@linkplain NasNetCell cell} {@code .h}, {@code .p}, {@code .y1} to {@code
 * .y5} and {@code .concat}. Details are those of TF-slim and Keras. The auxiliary head of training
 * is left out.
 */
public final class NasNetA {

  /**
   * N @ P, as the paper names its networks.
   *
   * @param repeats N: the number of consecutive normal cells
   * @param penultimate P: channels of the last map
   * @param stem channels of the first convolution
   * @param passesReduction whether a cell after a reduction reads the reduction's input as well as
   *     its output; if not, the output of the cell before that
   */
  private record Form(int repeats, int penultimate, int stem, boolean passesReduction) {

    /** Channels of a layer in the first cells: the last have four times as many, six in a row. */
    int filters() {
      return penultimate / 24;
    }
  }

  static final Architecture MOBILE =
      architecture("nasnet_a_mobile", "NASNet-A mobile", 224, new Form(4, 1056, 32, true));

  static final Architecture LARGE =
      architecture("nasnet_a_large", "NASNet-A large", 331, new Form(6, 4032, 96, false));

  private NasNetA() {}

  private static Architecture architecture(String id, String title, int resolution, Form form) {
    return new Architecture(
            id,
            title,
            "Zoph et al., CVPR 2018, arXiv:1707.07012",
            Recipe.of(id).withResolution(resolution),
            recipe -> graph(recipe, form))
        .taking(Setting.RESOLUTION);
  }

  /**
   * The classifier: input {@code image} of {@code resolution x resolution x 3}, outputs {@code
   * logits} and {@code probabilities}.
   */
  private static Graph graph(Recipe recipe, Form form) {
    GraphBuilder graph = Graph.builder();
    int side = recipe.resolution();
    Value image = graph.input("image", Shape.of(side, side, 3));
    Layers layers = new Layers(graph, recipe.convention(), recipe.norm());
    Value last = layers.activated(cells(layers, form, image), Activation.RELU);
    Value embedding = graph.add("head.pool", new Op.GlobalAveragePool(), last);
    return layers.classifier(
        layers.dense("classifier", embedding, recipe.classes(), Activation.LINEAR));
  }

  private static Value cells(Layers layers, Form form, Value image) {
    int filters = form.filters();
    Window window = Window.square(3, 2, Padding.NONE);
    Value stem = layers.convolution("stem.conv", image, form.stem(), window, Activation.LINEAR);
    Value previous =
        new NasNetCell(layers, "stem.cells.0", filters / 4).reduction(stem, Optional.empty());
    Value current =
        new NasNetCell(layers, "stem.cells.1", filters / 2).reduction(previous, Optional.of(stem));
    int cell = 0;
    for (int row = 0; row < 3; row++) {
      if (row > 0) {
        Value reduced =
            new NasNetCell(layers, "reductions." + (row - 1), filters << row)
                .reduction(current, Optional.of(previous));
        previous = form.passesReduction() ? current : previous;
        current = reduced;
      }
      for (int i = 0; i < form.repeats(); i++) {
        NasNetCell normal = new NasNetCell(layers, "cells." + cell++, filters << row);
        Value next = normal.normal(current, previous);
        previous = current;
        current = next;
      }
    }
    return current;
  }
}
