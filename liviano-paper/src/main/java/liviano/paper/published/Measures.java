package liviano.paper.published;

/** The measures of accuracy that the tables print. */
public final class Measures {
  /** Percent of ImageNet's validation pictures whose class is the first answer. */
  public static final String TOP_1 = "top-1";

  /** Percent of them whose class is among the first five. */
  public static final String TOP_5 = "top-5";

  /** COCO's average precision, over overlaps from 0.50 to 0.95, in percent. */
  public static final String MAP = "mAP";

  /** PASCAL VOC's mean intersection over union, in percent. */
  public static final String MIOU = "mIoU";

  private Measures() {}
}
