package liviano.train.loss;

/** What the logits of an SSD become, which decides how they are learned. */
public enum SsdScores {
  /**
   * Each class by itself, the background among them, as in TensorFlow's Object Detection API, whose
   * {@code ssdlite_mobilenet_v2_coco} is trained so.
   */
  SIGMOID,
  /** All classes and the background together sum up to 1, as in Caffe's SSD300 and SSD512. */
  SOFTMAX
}
