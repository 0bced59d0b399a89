package liviano.train.network;

/** How a network computes what training and use do differently. */
public enum Mode {
  /** Batch norm by the statistics of the batch, which move those of the model; dropout acts. */
  TRAINING,
  /** Batch norm by the statistics of the model, which stay as they are; dropout acts. */
  FROZEN_NORM,
  /** As the model is used: the statistics of the model, no dropout. */
  EVALUATION
}
