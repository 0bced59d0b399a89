package liviano.train.data;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import liviano.model.ChannelOrder;
import liviano.model.Fit;
import liviano.model.Normalization;
import liviano.model.Preprocessing;
import liviano.model.ResizeRule;
import liviano.model.Rgb;
import liviano.train.data.boxes.BoxData;
import liviano.train.data.boxes.TrueBox;
import liviano.vision.Picture;
import liviano.vision.eval.ClassMask;
import liviano.vision.eval.Example;
import liviano.vision.eval.Part;
import liviano.vision.eval.VocPalette;

/**
 * Draws what networks are given, to be looked at: a picture as in use and 15 augmented versions,
 * for each of the three tasks.
 */
final class ContactSheet {
  private static final int ACROSS = 4;

  private ContactSheet() {}

  /** Arguments: a folder with the data sets, and the folder that the sheets are written into. */
  public static void main(String... arguments) throws IOException {
    Path data = Path.of(arguments[0]);
    Path out = Files.createDirectories(Path.of(arguments[1]));
    classification(Path.of(arguments[2]), PictureAugmentation.INCEPTION)
        .write(out.resolve("inception.png"));
    PictureAugmentation strong =
        PictureAugmentation.INCEPTION
            .withCrop(new CropRange(0.35, 1, 0.75, 4.0 / 3))
            .withColour(new ColourJitter(0.2, 0.2, 0.2, 0.05))
            .withDistortions(new RandomDistortions(2, 9));
    classification(Path.of(arguments[2]), strong).write(out.resolve("distorted.png"));
    detection(data.resolve("bccd/BCCD")).write(out.resolve("boxes.png"));
    segmentation(data.resolve("voc2012-train-240")).write(out.resolve("masks.png"));
  }

  private static Preprocessing rules(int size, Fit fit) {
    return new Preprocessing(
        size,
        size,
        fit,
        ResizeRule.TENSORFLOW_BILINEAR,
        Normalization.minusOneToOne(),
        ChannelOrder.RGB);
  }

  private static Picture classification(Path picture, PictureAugmentation augmentation)
      throws IOException {
    ClassificationSource source =
        ClassificationSource.of(
            List.of(Example.of(picture, "a", Part.TRAINING)),
            List.of("a"),
            Preprocessing.tensorflow(224, 224),
            3,
            augmentation,
            1 << 30);
    return sheet(source, 224, (_, _) -> {});
  }

  private static Picture detection(Path folder) throws IOException {
    BoxData boxes = BoxData.read(folder, Optional.empty());
    DetectionSource source =
        DetectionSource.of(
            boxes.of(Part.TRAINING).subList(3, 4),
            rules(300, new Fit.Squash()),
            3,
            BoxAugmentation.SSD,
            1 << 30);
    return sheet(source, 300, ContactSheet::draw);
  }

  private static void draw(BufferedImage image, List<TrueBox> boxes) {
    Graphics2D graphics = image.createGraphics();
    graphics.setStroke(new BasicStroke(2));
    for (TrueBox box : boxes) {
      graphics.setColor(new Color(VocPalette.rgb(box.category() + 1)));
      graphics.drawRect(
          (int) (box.xmin() * image.getWidth()),
          (int) (box.ymin() * image.getHeight()),
          (int) (box.width() * image.getWidth()),
          (int) (box.height() * image.getHeight()));
    }
    graphics.dispose();
  }

  private static Picture segmentation(Path folder) throws IOException {
    SegmentationData data = SegmentationData.read(folder, 0, 0);
    SegmentationSource source =
        SegmentationSource.of(
            data.training().subList(5, 6),
            21,
            rules(257, new Fit.Pad(Rgb.all(127.5f))),
            3,
            Optional.of(MaskAugmentation.DEEPLAB),
            1 << 30);
    return sheet(source, 257, ContactSheet::draw);
  }

  private static void draw(BufferedImage image, ClassMask mask) {
    for (int y = 0; y < mask.height(); y++) {
      for (int x = 0; x < mask.width(); x++) {
        if (mask.at(x, y) != 0) {
          int old = image.getRGB(x, y) >> 1 & 0x7F7F7F;
          image.setRGB(x, y, old + (VocPalette.rgb(mask.at(x, y)) >> 1 & 0x7F7F7F));
        }
      }
    }
  }

  private interface Drawing<L> {
    void draw(BufferedImage image, L label);
  }

  private static <L> Picture sheet(SampleSource<L> source, int size, Drawing<L> drawing)
      throws IOException {
    BufferedImage sheet =
        new BufferedImage(ACROSS * size, ACROSS * size, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < ACROSS * ACROSS; i++) {
      Sample<L> sample = source.sample(0, i, i > 0);
      BufferedImage image = image(sample.input(), size);
      drawing.draw(image, sample.label());
      sheet.getGraphics().drawImage(image, i % ACROSS * size, i / ACROSS * size, null);
    }
    return Picture.of(sheet);
  }

  private static BufferedImage image(float[] input, int size) {
    BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < size * size; i++) {
      int rgb = 0;
      for (int channel = 0; channel < 3; channel++) {
        rgb = rgb << 8 | Raster.rounded(127.5f * input[3 * i + channel] + 127.5f) & 0xFF;
      }
      image.setRGB(i % size, i / size, rgb);
    }
    return image;
  }
}
