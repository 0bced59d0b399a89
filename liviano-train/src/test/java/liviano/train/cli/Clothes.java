package liviano.train.cli;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;

/** A folder of pictures that a tiny network learns to tell apart in seconds: by their colours. */
final class Clothes {
  static final List<String> CLASSES = List.of("blue", "green", "red");
  private static final int SIDE = 32;

  private Clothes() {}

  /** So many of each class for training, a third as many for validation and for test. */
  static Path draw(Path folder, int count) throws IOException {
    Random random = new Random(1);
    for (String part : List.of("train", "validation", "test")) {
      for (int k = 0; k < CLASSES.size(); k++) {
        Path place = Files.createDirectories(folder.resolve(part).resolve(CLASSES.get(k)));
        int pictures = part.equals("train") ? count : Math.max(1, count / 3);
        for (int i = 0; i < pictures; i++) {
          ImageIO.write(picture(2 - k, random), "png", place.resolve(i + ".png").toFile());
        }
      }
    }
    return folder;
  }

  /**
   * @param channel 0 red, 1 green, 2 blue
   */
  private static BufferedImage picture(int channel, Random random) {
    BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(new Color(random.nextInt(90), random.nextInt(90), random.nextInt(90)));
    graphics.fillRect(0, 0, SIDE, SIDE);
    int bright = 180 + random.nextInt(70);
    graphics.setColor(
        new Color(channel == 0 ? bright : 0, channel == 1 ? bright : 0, channel == 2 ? bright : 0));
    graphics.fillOval(random.nextInt(8), random.nextInt(8), 22, 22);
    graphics.dispose();
    return image;
  }
}
