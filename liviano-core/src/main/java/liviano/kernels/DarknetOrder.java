package liviano.kernels;

/**
 * Where each number of a Darknet {@code reorg} comes from. Darknet keeps maps in
 * channel-height-width order and treats a map of C channels, H x W, as one of C / b^2 channels, bH
 * x bW; blocks of b x b positions of that become channels, and the result, C channels of H x W
 * again, is read as C b^2 channels of H / b x W / b.
 *
 * @param height H of the input, a multiple of the block
 * @param width W of the input, a multiple of the block
 * @param channels C of the input, a multiple of the block's area
 * @param block b
 */
public record DarknetOrder(int height, int width, int channels, int block) {

  /**
   * The index in a map in height-width-channel order that output channel {@code channel} at {@code
   * (row, column)} of {@code H / b x W / b} is read from.
   */
  public int source(int row, int column, int channel) {
    int at = (channel * (height / block) + row) * (width / block) + column;
    int plane = at / (height * width);
    int y = at / width % height;
    int x = at % width;
    int planes = channels / (block * block);
    int part = plane / planes;
    int wideX = x * block + part % block;
    int wideY = y * block + part / block;
    int from = ((plane % planes) * height * block + wideY) * width * block + wideX;
    int fromChannel = from / (height * width);
    return from % (height * width) * channels + fromChannel;
  }
}
