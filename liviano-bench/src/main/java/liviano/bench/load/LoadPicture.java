package liviano.bench.load;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.SplittableRandom;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/**
 * A JPEG of a usual photograph's size, drawn, so that anybody sends the same bytes: shapes with
 * grain, since decoding takes as long as there is detail.
 */
public final class LoadPicture {
  static final int WIDTH = 500;
  static final int HEIGHT = 375;

  private static final long SEED = 1;
  private static final int SHAPES = 60;
  private static final int GRAIN = 24;
  private static final float QUALITY = 0.9f;

  private LoadPicture() {}

  /** The file's bytes. */
  public static byte[] jpeg() throws IOException {
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    SplittableRandom random = new SplittableRandom(SEED);
    shapes(image, random);
    grain(image, random);
    return encoded(image);
  }

  private static void shapes(BufferedImage image, SplittableRandom random) {
    Graphics2D pen = image.createGraphics();
    pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    pen.setPaint(new GradientPaint(0, 0, new Color(0x7fb2e5), 0, HEIGHT, new Color(0x4a6b3a)));
    pen.fillRect(0, 0, WIDTH, HEIGHT);
    for (int i = 0; i < SHAPES; i++) {
      pen.setColor(new Color(random.nextInt(1 << 24)));
      int x = random.nextInt(WIDTH);
      int y = random.nextInt(HEIGHT);
      pen.fillOval(x - 30, y - 20, random.nextInt(10, 90), random.nextInt(10, 90));
    }
    pen.dispose();
  }

  /** The same step up or down in all three colours of a pixel. */
  private static void grain(BufferedImage image, SplittableRandom random) {
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        int step = random.nextInt(-GRAIN, GRAIN + 1);
        int rgb = image.getRGB(x, y);
        image.setRGB(
            x,
            y,
            clamped((rgb >> 16 & 0xff) + step) << 16
                | clamped((rgb >> 8 & 0xff) + step) << 8
                | clamped((rgb & 0xff) + step));
      }
    }
  }

  private static int clamped(int value) {
    return Math.clamp(value, 0, 255);
  }

  private static byte[] encoded(BufferedImage image) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream output = ImageIO.createImageOutputStream(bytes)) {
      ImageWriteParam quality = writer.getDefaultWriteParam();
      quality.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      quality.setCompressionQuality(QUALITY);
      writer.setOutput(output);
      writer.write(null, new IIOImage(image, null, null), quality);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }
}
