package liviano.train.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import liviano.vision.Picture;

/** Pictures for tests. */
public final class Pictures {
  private Pictures() {}

  /** No two of its pixels alike, nor two pictures of different seeds. */
  public static Picture noise(int width, int height, long seed) {
    Draws draws = new Draws(seed);
    byte[] rgb = new byte[3 * width * height];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) draws.below(256);
    }
    return Picture.ofRgb(width, height, rgb);
  }

  /** Red grows to the right, green downwards; blue is the same everywhere. */
  public static Picture slope(int width, int height) {
    byte[] rgb = new byte[3 * width * height];
    for (int y = 0, i = 0; y < height; y++) {
      for (int x = 0; x < width; x++, i += 3) {
        rgb[i] = (byte) (255 * x / Math.max(1, width - 1));
        rgb[i + 1] = (byte) (255 * y / Math.max(1, height - 1));
        rgb[i + 2] = 77;
      }
    }
    return Picture.ofRgb(width, height, rgb);
  }

  /** Writes a picture; folders are made. */
  public static Path write(Picture picture, Path file) throws IOException {
    Files.createDirectories(file.getParent());
    picture.write(file);
    return file;
  }

  /** Writes a text; folders are made. */
  public static Path text(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }
}
