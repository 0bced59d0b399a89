package liviano.spark;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import liviano.vision.Segmentation;

/** A mask as a grey PNG file of 8 bits: the brightness of a pixel is the index of its class. */
final class MaskPng {
  private MaskPng() {}

  static byte[] of(Segmentation segmentation) {
    BufferedImage image =
        new BufferedImage(
            segmentation.width(), segmentation.height(), BufferedImage.TYPE_BYTE_GRAY);
    byte[] mask = segmentation.mask();
    byte[] pixels = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
    System.arraycopy(mask, 0, pixels, 0, mask.length);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(file)) {
      ImageIO.write(image, "png", out);
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot fail", e);
    }
    return file.toByteArray();
  }
}
