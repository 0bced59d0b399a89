package liviano.zoo;

/** Whether batch norm stands in the graph. */
public enum Norm {
  /** After every convolution, as in training; parameters are counted with it. */
  BATCH,
  /** Folded into the convolutions, each of which then has a bias. */
  FOLDED
}
