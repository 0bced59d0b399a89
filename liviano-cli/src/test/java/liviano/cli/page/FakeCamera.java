package liviano.cli.page;

import java.awt.image.BufferedImage;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import javax.imageio.ImageIO;

/** A film of one picture, as Chromium takes it for a camera: YUV4MPEG2, 4:2:0, full range. */
final class FakeCamera {
  private static final int FRAMES = 10;

  private FakeCamera() {}

  /** A temporary file of a picture with even sides. */
  static Path of(Path picture) throws IOException {
    BufferedImage image = ImageIO.read(picture.toFile());
    int width = image.getWidth();
    int height = image.getHeight();
    byte[] luma = new byte[width * height];
    byte[] blue = new byte[luma.length / 4];
    byte[] red = new byte[luma.length / 4];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int rgb = image.getRGB(x, y);
        int r = rgb >> 16 & 0xFF;
        int g = rgb >> 8 & 0xFF;
        int b = rgb & 0xFF;
        luma[y * width + x] = sample(0.299 * r + 0.587 * g + 0.114 * b);
        if (x % 2 == 0 && y % 2 == 0) {
          int at = y / 2 * (width / 2) + x / 2;
          blue[at] = sample(128 - 0.168736 * r - 0.331264 * g + 0.5 * b);
          red[at] = sample(128 + 0.5 * r - 0.418688 * g - 0.081312 * b);
        }
      }
    }
    Path film = Files.createTempFile("camera", ".y4m");
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(film))) {
      String head = "YUV4MPEG2 W%d H%d F10:1 Ip A1:1 C420jpeg\n";
      out.write(ascii(String.format(Locale.ROOT, head, width, height)));
      for (int i = 0; i < FRAMES; i++) {
        out.write(ascii("FRAME\n"));
        out.write(luma);
        out.write(blue);
        out.write(red);
      }
    }
    return film.toAbsolutePath();
  }

  private static byte sample(double value) {
    return (byte) Math.clamp(Math.round(value), 0, 255);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
