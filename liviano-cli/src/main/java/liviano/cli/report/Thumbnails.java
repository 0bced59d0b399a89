package liviano.cli.report;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import javax.imageio.ImageIO;
import liviano.LivianoException;
import liviano.vision.Picture;
import liviano.vision.eval.Example;

/** Small copies of pictures, as addresses that hold them. For one thread. */
public final class Thumbnails {
  private static final int SIDE = 96;

  /** About 3 KB each. */
  private static final int MOST = 1500;

  private final Map<String, String> made = new HashMap<>();

  /** None yet. */
  public Thumbnails() {}

  /** Empty where the picture is gone, or there are too many already. */
  public String address(Example picture) {
    if (made.size() >= MOST && !made.containsKey(picture.name())) {
      return "";
    }
    return made.computeIfAbsent(picture.name(), _ -> make(picture));
  }

  private static String make(Example picture) {
    try {
      return address(Picture.read(picture.source().bytes()), SIDE);
    } catch (IOException | LivianoException e) {
      return ""; // it was there when it was looked at
    }
  }

  /**
   * A smaller copy of a picture.
   *
   * @param side of its longer side in pixels, at most
   */
  public static String address(Picture picture, int side) throws IOException {
    BufferedImage image = picture.toBufferedImage();
    double scale = Math.min(1, (double) side / Math.max(image.getWidth(), image.getHeight()));
    int width = Math.max(1, (int) Math.round(image.getWidth() * scale));
    int height = Math.max(1, (int) Math.round(image.getHeight() * scale));
    BufferedImage small = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
    Graphics2D pen = small.createGraphics();
    pen.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    pen.drawImage(image, 0, 0, width, height, null);
    pen.dispose();
    ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
    ImageIO.write(small, "jpg", jpeg);
    return "data:image/jpeg;base64," + Base64.getEncoder().encodeToString(jpeg.toByteArray());
  }
}
