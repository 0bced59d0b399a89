package liviano.paper.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.util.List;

/**
 * The house style: dark letters on white, thin lines, colours that colour-blind readers tell apart
 * and that differ in print.
 */
public final class Style {
  /** Under everything. */
  public static final Color GROUND = Color.WHITE;

  /** Letters and outlines. */
  public static final Color INK = new Color(0x22, 0x22, 0x22);

  /** Letters that matter less. */
  public static final Color FAINT_INK = new Color(0x66, 0x66, 0x66);

  /** Lines that only guide the eye. */
  public static final Color GUIDE = new Color(0xe4, 0xe4, 0xe4);

  /**
   * One colour a series: the palette of Okabe and Ito (<em>Color Universal Design</em>, 2008), its
   * yellow left out, which is too pale on white.
   */
  public static final List<Color> PALETTE =
      List.of(
          new Color(0x00, 0x72, 0xb2),
          new Color(0xd5, 0x5e, 0x00),
          new Color(0x00, 0x9e, 0x73),
          new Color(0xcc, 0x79, 0xa7),
          new Color(0xe6, 0x9f, 0x00),
          new Color(0x56, 0xb4, 0xe9),
          new Color(0x22, 0x22, 0x22));

  /** A line one point wide. */
  public static final BasicStroke LINE = line(1);

  private Style() {}

  /** A series' colour; after seven they come again. */
  public static Color colour(int series) {
    return PALETTE.get(series % PALETTE.size());
  }

  /** A colour thinned with white: 0 is white, 1 the colour itself. */
  public static Color tint(Color colour, double strength) {
    return new Color(
        tint(colour.getRed(), strength),
        tint(colour.getGreen(), strength),
        tint(colour.getBlue(), strength));
  }

  private static int tint(int part, double strength) {
    return (int) Math.round(255 - (255 - part) * strength);
  }

  /** A solid line with round joints, in points. */
  public static BasicStroke line(double width) {
    return new BasicStroke((float) width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
  }

  /** A dashed line, in points. */
  public static BasicStroke dashed(double width) {
    return new BasicStroke(
        (float) width,
        BasicStroke.CAP_BUTT,
        BasicStroke.JOIN_ROUND,
        1,
        new float[] {(float) (width * 4), (float) (width * 3)},
        0);
  }

  /** Letters of a drawing's title. */
  public static Font title() {
    return Lettering.bold(14);
  }

  /** Letters of axes and legends. */
  public static Font text() {
    return Lettering.plain(12);
  }

  /** Numbers at the marks of axes. */
  static Font tick() {
    return Lettering.plain(11);
  }

  /** Letters at points. */
  public static Font small() {
    return Lettering.plain(10);
  }
}
