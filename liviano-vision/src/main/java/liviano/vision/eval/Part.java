package liviano.vision.eval;

/** What a labelled picture is for. */
public enum Part {
  /** Not decided: for training or for validation. */
  ANY,
  /** What a model learns from. */
  TRAINING,
  /** What settings are chosen by. */
  VALIDATION,
  /** What is kept apart until the end. */
  TEST
}
