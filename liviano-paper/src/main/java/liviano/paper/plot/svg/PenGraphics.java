package liviano.paper.plot.svg;

import java.awt.AlphaComposite;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Composite;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.GraphicsConfiguration;
import java.awt.Paint;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.Stroke;
import java.awt.font.FontRenderContext;
import java.awt.geom.AffineTransform;
import java.awt.geom.Area;
import java.awt.geom.NoninvertibleTransformException;
import java.awt.image.BufferedImage;
import java.util.Map;

/**
 * What a {@link Graphics2D} remembers: colour, stroke, font, transform and clip. Colours may be
 * translucent; other paints and other ways to mix are refused.
 */
public abstract class PenGraphics extends Graphics2D {
  /** One point is one unit, fractions count, and no hinting. */
  private static final FontRenderContext METRICS = new FontRenderContext(null, true, true);

  private final RenderingHints hints;
  private AffineTransform transform;

  /**
   * On the page, whatever the transform; null for all of it, as {@link Graphics#getClip} has it.
   */
  private Shape clip;

  private Color colour;
  private Color background;
  private Stroke stroke;
  private AlphaComposite composite;
  private Font font;

  /** With AWT's defaults: black, lines one point wide, letters 12 points high. */
  PenGraphics() {
    hints = new RenderingHints(Map.of());
    transform = new AffineTransform();
    colour = Color.BLACK;
    background = Color.WHITE;
    stroke = new BasicStroke();
    composite = AlphaComposite.SrcOver;
    font = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
  }

  /** As another is now. */
  PenGraphics(PenGraphics other) {
    hints = (RenderingHints) other.hints.clone();
    transform = new AffineTransform(other.transform);
    clip = other.clip;
    colour = other.colour;
    background = other.background;
    stroke = other.stroke;
    composite = other.composite;
    font = other.font;
  }

  /** The clip on the page; null for all of it. */
  final Shape pageClip() {
    return clip;
  }

  /** How opaque what is drawn is, beside its colour: from 0 to 1. */
  final float alpha() {
    return composite.getAlpha();
  }

  @Override
  public void dispose() {
    // holds nothing that must be given back
  }

  // ---- colours and lines ----

  @Override
  public Color getColor() {
    return colour;
  }

  @Override
  public void setColor(Color other) {
    colour = other == null ? colour : other; // as AWT has it
  }

  @Override
  public Paint getPaint() {
    return colour;
  }

  @Override
  public void setPaint(Paint paint) {
    if (paint != null && !(paint instanceof Color)) {
      throw new UnsupportedOperationException("a drawing is painted in colours alone");
    }
    setColor((Color) paint);
  }

  @Override
  public Color getBackground() {
    return background;
  }

  @Override
  public void setBackground(Color other) {
    background = other;
  }

  @Override
  public Stroke getStroke() {
    return stroke;
  }

  @Override
  public void setStroke(Stroke other) {
    stroke = other;
  }

  @Override
  public Composite getComposite() {
    return composite;
  }

  @Override
  public void setComposite(Composite other) {
    if (!(other instanceof AlphaComposite mix) || mix.getRule() != AlphaComposite.SRC_OVER) {
      throw new UnsupportedOperationException("a drawing is painted over what is there alone");
    }
    composite = mix;
  }

  @Override
  public void setPaintMode() {
    composite = AlphaComposite.SrcOver;
  }

  @Override
  public void setXORMode(Color other) {
    throw new UnsupportedOperationException("a drawing is painted over what is there alone");
  }

  // ---- letters ----

  @Override
  public Font getFont() {
    return font;
  }

  @Override
  public void setFont(Font other) {
    font = other == null ? font : other;
  }

  @Override
  public FontMetrics getFontMetrics(Font of) {
    Graphics2D pixels = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
    try {
      return pixels.getFontMetrics(of);
    } finally {
      pixels.dispose();
    }
  }

  @Override
  public FontRenderContext getFontRenderContext() {
    return METRICS;
  }

  // ---- places ----

  @Override
  public AffineTransform getTransform() {
    return new AffineTransform(transform);
  }

  @Override
  public void setTransform(AffineTransform other) {
    transform = new AffineTransform(other);
  }

  @Override
  public void transform(AffineTransform more) {
    transform.concatenate(more);
  }

  @Override
  public void translate(int x, int y) {
    transform.translate(x, y);
  }

  @Override
  public void translate(double x, double y) {
    transform.translate(x, y);
  }

  @Override
  public void rotate(double angle) {
    transform.rotate(angle);
  }

  @Override
  public void rotate(double angle, double x, double y) {
    transform.rotate(angle, x, y);
  }

  @Override
  public void scale(double x, double y) {
    transform.scale(x, y);
  }

  @Override
  public void shear(double x, double y) {
    transform.shear(x, y);
  }

  @Override
  public Shape getClip() {
    if (clip == null) {
      return null;
    }
    try {
      return transform.createInverse().createTransformedShape(clip);
    } catch (NoninvertibleTransformException e) {
      throw new IllegalStateException("a transform that makes everything a line or a point", e);
    }
  }

  @Override
  public void setClip(Shape shape) {
    clip = shape == null ? null : transform.createTransformedShape(shape);
  }

  @Override
  public void clip(Shape shape) {
    if (clip == null || shape == null) {
      setClip(shape);
      return;
    }
    Area both = new Area(clip);
    both.intersect(new Area(transform.createTransformedShape(shape)));
    clip = both;
  }

  // ---- hints ----

  @Override
  public Object getRenderingHint(RenderingHints.Key key) {
    return hints.get(key);
  }

  @Override
  public void setRenderingHint(RenderingHints.Key key, Object value) {
    hints.put(key, value);
  }

  @Override
  public RenderingHints getRenderingHints() {
    return (RenderingHints) hints.clone();
  }

  @Override
  public void setRenderingHints(Map<?, ?> others) {
    hints.clear();
    hints.putAll(others);
  }

  @Override
  public void addRenderingHints(Map<?, ?> more) {
    hints.putAll(more);
  }

  @Override
  public GraphicsConfiguration getDeviceConfiguration() {
    throw new UnsupportedOperationException("a drawing is on no screen and no printer");
  }
}
