package liviano.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Names of classes that models answer with. */
public final class Labels {
  /** Placeholder for an index that has no class. */
  public static final String NONE = "n/a";

  private static final String IMAGENET = "imagenet_labels.txt";
  private static final String COCO = "coco_labels.txt";
  private static final String PASCAL_VOC = "pascal_voc_labels.txt";

  private Labels() {}

  /**
   * The 1000 classes of ImageNet's ILSVRC2012, in the order of its synsets: their first is the
   * tench. The words are WordNet's.
   */
  public static List<String> imageNet() {
    List<String> all = imageNetWithBackground();
    return all.subList(1, all.size());
  }

  /** The same after a class 0 for the background: the 1001 classes of TensorFlow's checkpoints. */
  public static List<String> imageNetWithBackground() {
    return lines(IMAGENET);
  }

  /**
   * The objects of COCO (Lin et al. 2014, arXiv:1405.0312) by category id, 0 for the background to
   * 90. Ten ids were given to no object in the published annotations: their name is {@value #NONE}.
   */
  public static List<String> cocoWithBackground() {
    return lines(COCO);
  }

  /**
   * The 21 classes of PASCAL VOC 2012's segmentation masks (Everingham et al.,
   * host.robots.ox.ac.uk/pascal/VOC/voc2012): the background, then its 20 objects in the order of
   * the alphabet. 255 in a mask means that the pixel has no class and is not evaluated.
   */
  public static List<String> pascalVoc() {
    return lines(PASCAL_VOC);
  }

  private static List<String> lines(String resource) {
    try (InputStream in = Labels.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("the resource " + resource + " is missing from the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
