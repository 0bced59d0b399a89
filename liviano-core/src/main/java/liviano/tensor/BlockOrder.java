package liviano.tensor;

/** The order of channels after moving blocks of positions into channels. */
public enum BlockOrder {
  /**
   * Row of the block, column of the block, channel: channel {@code (dy * block + dx) * channels +
   * c} of the output is channel {@code c} at {@code (y * block + dy, x * block + dx)}. TensorFlow's
   * order.
   */
  BLOCK_MAJOR,
  /**
   * What Darknet's {@code reorg} layer does to a map in channel-height-width order: it reads the
   * memory as a map of {@code channels / block^2} channels and {@code block} times the height and
   * width, moves blocks of that into channels, and reads the result as the output. Weights trained
   * by Darknet expect it.
   */
  DARKNET
}
