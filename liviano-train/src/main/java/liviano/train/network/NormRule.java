package liviano.train.network;

/** What becomes of batch norm while a network is trained. */
public enum NormRule {
  /** {@link #BATCH} where there are steps enough for its statistics to follow, else frozen. */
  AUTO,
  /** Statistics of each batch, which move those of the model; a folded norm is restored first. */
  BATCH,
  /** The statistics of the model stay; a folded norm is restored first. */
  FROZEN,
  /** None: a folded norm stays folded into its convolution. */
  NONE
}
