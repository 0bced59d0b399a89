package liviano.cli.teach;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;

/** Folders of small pictures to teach with. */
final class GarmentFolder {
  private GarmentFolder() {}

  /** So many pictures of a class: noise with a colour. */
  static Path add(Path root, String label, int count, int colour) throws IOException {
    Path folder = Files.createDirectories(root.resolve(label));
    for (int i = 0; i < count; i++) {
      picture(folder.resolve("p" + i + ".png"), colour, 31L * label.hashCode() + i);
    }
    return folder;
  }

  static Path picture(Path file, int colour, long seed) throws IOException {
    Random random = new Random(seed);
    BufferedImage image = new BufferedImage(40, 36, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        image.setRGB(x, y, (colour >> 1 & 0x7f7f7f) + (random.nextInt(1 << 24) >> 1 & 0x7f7f7f));
      }
    }
    ImageIO.write(image, "png", file.toFile());
    return file;
  }
}
