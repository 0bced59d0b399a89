package liviano.model;

/** What a model answers. */
public enum VisionTask {
  /** What is in the picture: outputs {@code logits}. */
  CLASSIFICATION,
  /** What is where in the picture: outputs {@code boxes} and {@code logits}. */
  DETECTION,
  /** What each pixel shows. */
  SEGMENTATION,
  /** Something else, or nothing yet. */
  OTHER
}
