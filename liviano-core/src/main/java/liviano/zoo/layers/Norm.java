package liviano.zoo.layers;

/** Whether the graph has batch norm. */
public enum Norm {
  /** After every convolution, as in training; parameters are counted with it. */
  BATCH,
  /** Folded into the convolutions, each of which then has a bias. */
  FOLDED
}
