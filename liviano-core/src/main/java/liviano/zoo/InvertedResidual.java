package liviano.zoo;

import java.util.Optional;
import liviano.graph.Op;
import liviano.graph.Value;
import liviano.zoo.layers.Activation;
import liviano.zoo.layers.Layers;

/**
 * The inverted residual with linear bottleneck (the paper's table 1): a map of k channels is
 * expanded to tk by a 1x1 convolution, filtered by a 3x3 depthwise one, and projected to k' without
 * a non-linearity. The shortcut joins bottlenecks, where stride is 1 and k = k'.
 *
 * @param name prefix of its layers' names
 * @param expansion t; the expanding layer is left out where it is 1
 * @param channels k'
 * @param form the paper's, or one that figure 6 compares it with
 */
record InvertedResidual(
    String name, int expansion, int channels, int stride, int dilation, Form form) {

  /** What a shortcut joins, where a block keeps shape: stride is 1 and k = k'. */
  enum Shortcut {
    /** The block's input and output: {@code name.add}. */
    BOTTLENECKS,
    /**
     * What the depthwise convolutions of this block and of the next one read, as in a classical
     * residual: this block's expanded tensor is added to the next block's, between its batch norm
     * and its non-linearity ({@code name.add} of the next block). Both have tk channels, since the
     * bottleneck between them has k. A block without expansion has no expanded tensor to add.
     */
    EXPANSIONS,
    /** Nothing. */
    NONE
  }

  /**
   * The choices of figure 6.
   *
   * @param bottleneck what follows the projection: figure 6a
   * @param shortcut figure 6b
   */
  record Form(Activation bottleneck, Shortcut shortcut) {
    static final Form PAPER = new Form(Activation.LINEAR, Shortcut.BOTTLENECKS);
  }

  /**
   * What a block gives.
   *
   * @param carried its expanded tensor, where a shortcut takes it to the next block
   */
  record Result(Value bottleneck, Optional<Value> carried) {}

  /**
   * Adds the block.
   *
   * @param carried the block before's expanded tensor, where a shortcut brings it here
   */
  Result apply(Layers layers, Value in, Optional<Value> carried) {
    boolean keepsShape = stride == 1 && in.shape().channels() == channels;
    Value wide = expansion > 1 ? expanded(layers, in, carried) : in;
    Value x = layers.depthwise(name + ".depthwise", wide, 3, stride, dilation, Activation.RELU6);
    x = layers.convolution(name + ".project", x, channels, 1, 1, form.bottleneck());
    if (keepsShape && form.shortcut() == Shortcut.BOTTLENECKS) {
      x = layers.graph().add(name + ".add", new Op.Add(), in, x);
    }
    boolean carries = keepsShape && expansion > 1 && form.shortcut() == Shortcut.EXPANSIONS;
    return new Result(x, carries ? Optional.of(wide) : Optional.empty());
  }

  private Value expanded(Layers layers, Value in, Optional<Value> carried) {
    String expand = name + ".expand";
    int tk = Channels.divisible((double) expansion * in.shape().channels());
    if (carried.isEmpty()) {
      return layers.convolution(expand, in, tk, 1, 1, Activation.RELU6);
    }
    Value x = layers.convolution(expand, in, tk, 1, 1, Activation.LINEAR);
    Value sum = layers.graph().add(name + ".add", new Op.Add(), carried.get(), x);
    return layers.activated(sum, Activation.RELU6);
  }
}
