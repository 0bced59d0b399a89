package liviano.paper.experiments;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import liviano.engine.CompileOptions;
import liviano.graph.Bottleneck;
import liviano.graph.Value;
import liviano.model.Model;
import liviano.vision.Picture;
import liviano.vision.PictureRunner;
import liviano.vision.Region;

/**
 * The manifold of interest of a trained network (the paper's section 3.2): into how many directions
 * the values of each bottleneck, and of each expansion after its non-linearity, spread over the
 * positions of pictures. {@link #watch} may be called by many threads, all else by one.
 */
public final class NetworkManifold {
  private final List<Bottleneck> blocks;
  private final List<Value> layers = new ArrayList<>();
  private final Map<String, Spread> spreads = new HashMap<>();
  private final PictureRunner runner;

  /**
   * For a network with linear bottlenecks.
   *
   * @throws IllegalArgumentException if the model has none
   */
  public NetworkManifold(Model model, CompileOptions options) {
    this.blocks = BottleneckLoss.bottlenecks(model);
    for (Bottleneck block : blocks) {
      block.expanded().ifPresent(layers::add);
      layers.add(block.output());
    }
    for (Value layer : layers) {
      spreads.put(layer.name(), new Spread(layer.shape().channels()));
    }
    this.runner =
        new PictureRunner(
            model,
            model.graph().endingAt(layers.stream().map(Value::name).toArray(String[]::new)),
            model.card().preprocessing(),
            options);
  }

  /**
   * How many directions hold 90, 95 and 99 % of the variance of one layer.
   *
   * @param channels its width
   */
  public record Directions(int channels, long positions, int of90, int of95, int of99) {
    private static Directions of(Spread spread) {
      double[] variances = spread.variances();
      return new Directions(
          spread.channels(),
          spread.positions(),
          Spread.directions(variances, 0.90),
          Spread.directions(variances, 0.95),
          Spread.directions(variances, 0.99));
    }
  }

  /**
   * A block.
   *
   * @param bottleneck what it gives, the shortcut added
   * @param expansion what its expansion gives, after the non-linearity; empty if it does not expand
   */
  public record Block(String name, Directions bottleneck, Optional<Directions> expansion) {}

  /** The values of all layers for one picture, for {@link #add}. */
  public List<float[]> watch(Picture picture) {
    return runner.run(
        picture,
        Region.whole(picture),
        session -> layers.stream().map(layer -> session.output(layer.name()).toArray()).toList());
  }

  /** Adds what was watched on one picture. */
  public void add(List<float[]> values) {
    for (int i = 0; i < layers.size(); i++) {
      spreads.get(layers.get(i).name()).add(values.get(i));
    }
  }

  /**
   * The blocks in the network's order.
   *
   * @throws IllegalStateException if no picture was added
   */
  public List<Block> blocks() {
    return blocks.stream()
        .map(
            block ->
                new Block(
                    block.name(),
                    Directions.of(spreads.get(block.output().name())),
                    block.expanded().map(value -> Directions.of(spreads.get(value.name())))))
        .toList();
  }
}
