package liviano.model;

/** The channels of a network's input tensor, in their order. */
public enum ChannelOrder {
  /** Red first: TensorFlow, PyTorch. */
  RGB,
  /** Blue first: Caffe and OpenCV's heritage. */
  BGR,
  /** One channel: 0.299 red + 0.587 green + 0.114 blue, the luma of ITU-R BT.601. */
  GRAY;

  /** How many there are. */
  public int count() {
    return this == GRAY ? 1 : 3;
  }
}
