package liviano.paper.plot.svg;

import static liviano.paper.plot.svg.SvgPage.attribute;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.awt.image.RenderedImage;

/** Draws on a page of SVG. */
public final class SvgGraphics extends ShapeGraphics {
  /** Of a transform under which upright rectangles stay upright rectangles. */
  private static final int STRAIGHT =
      AffineTransform.TYPE_TRANSLATION
          | AffineTransform.TYPE_MASK_SCALE
          | AffineTransform.TYPE_FLIP
          | AffineTransform.TYPE_QUADRANT_ROTATION;

  /** Of a transform under which lines keep their shape, and become wider as a whole. */
  private static final int SIMILAR =
      AffineTransform.TYPE_TRANSLATION
          | AffineTransform.TYPE_UNIFORM_SCALE
          | AffineTransform.TYPE_FLIP
          | AffineTransform.TYPE_MASK_ROTATION;

  private final SvgPage page;

  /** With AWT's defaults: black, lines one point wide, letters 12 points high. */
  public SvgGraphics(SvgPage page) {
    this.page = page;
  }

  private SvgGraphics(SvgGraphics other) {
    super(other);
    this.page = other.page;
  }

  @Override
  public Graphics create() {
    return new SvgGraphics(this);
  }

  @Override
  public void fill(Shape shape) {
    Shape placed = placed(shape);
    page.shape(placed, paint("fill") + clip(placed.getBounds2D()));
  }

  @Override
  public void draw(Shape shape) {
    if (!(getStroke() instanceof BasicStroke line) || !isOnly(SIMILAR)) {
      fill(getStroke().createStrokedShape(shape));
      return;
    }
    Shape placed = placed(shape);
    double scale = Math.sqrt(Math.abs(getTransform().getDeterminant()));
    String look = SvgPage.UNFILLED + paint("stroke") + SvgStroke.attributes(line, scale);
    page.shape(placed, look + clip(SvgStroke.covered(placed.getBounds2D(), line, scale)));
  }

  @Override
  public void drawString(String text, float x, float y) {
    if (text.isEmpty()) {
      return;
    }
    Rectangle2D bounds = getFont().getStringBounds(text, getFontRenderContext());
    bounds.setFrame(bounds.getX() + x, bounds.getY() + y, bounds.getWidth(), bounds.getHeight());
    String clip = clip(placed(bounds).getBounds2D());
    AffineTransform to = getTransform();
    if (isOnly(AffineTransform.TYPE_TRANSLATION)) {
      double left = x + to.getTranslateX();
      page.text(text, getFont(), left, y + to.getTranslateY(), paint("fill"), clip);
    } else {
      String look = paint("fill") + attribute("transform", SvgNumbers.matrix(to));
      page.text(text, getFont(), x, y, look, clip);
    }
  }

  @Override
  void image(RenderedImage image, AffineTransform own) {
    AffineTransform to = getTransform();
    to.concatenate(own);
    Rectangle pixels = new Rectangle(image.getWidth(), image.getHeight());
    String look =
        attribute("transform", SvgNumbers.matrix(to))
            + (alpha() < 1 ? attribute("opacity", SvgNumbers.of(alpha())) : "");
    page.image(image, isSmooth(), look, clip(to.createTransformedShape(pixels).getBounds2D()));
  }

  /** As AWT has it, pixels have edges unless somebody asks for others. */
  private boolean isSmooth() {
    Object hint = getRenderingHint(RenderingHints.KEY_INTERPOLATION);
    return hint != null && !hint.equals(RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
  }

  /** A shape in the page's coordinates. */
  private Shape placed(Shape shape) {
    Shape placed = getTransform().createTransformedShape(shape);
    return shape instanceof Rectangle2D && isOnly(STRAIGHT) ? placed.getBounds2D() : placed;
  }

  private boolean isOnly(int kinds) {
    return (getTransform().getType() & ~kinds) == 0;
  }

  /** The colour as {@code fill} or {@code stroke}. */
  private String paint(String what) {
    Color colour = getColor();
    double opacity = colour.getAlpha() / 255.0 * alpha();
    return attribute(what, SvgNumbers.colour(colour))
        + (opacity < 1 ? attribute(what + "-opacity", SvgNumbers.of(opacity)) : "");
  }

  /** The attribute that clips what covers those bounds of the page; empty where all of it shows. */
  private String clip(Rectangle2D bounds) {
    Shape clip = pageClip();
    return clip == null || clip.contains(bounds) ? "" : page.clip(clip);
  }
}
