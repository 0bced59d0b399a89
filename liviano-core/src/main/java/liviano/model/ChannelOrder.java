package liviano.model;

/** The order of the three colour channels in a network's input tensor. */
public enum ChannelOrder {
  /** Red first: TensorFlow, PyTorch. */
  RGB,
  /** Blue first: Caffe and OpenCV's heritage. */
  BGR
}
