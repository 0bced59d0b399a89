package liviano.paper.plot.svg;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Image;
import java.awt.Polygon;
import java.awt.Rectangle;
import java.awt.Shape;
import java.awt.font.GlyphVector;
import java.awt.font.TextLayout;
import java.awt.geom.AffineTransform;
import java.awt.geom.Arc2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.awt.image.BufferedImageOp;
import java.awt.image.ImageObserver;
import java.awt.image.RenderedImage;
import java.awt.image.renderable.RenderableImage;
import java.text.AttributedCharacterIterator;

/**
 * The many ways to draw of {@link Graphics2D} as the few that matter: an outline, an area, a line
 * of text, an image under a transform. What reads or mixes pixels is refused, since there are none.
 */
public abstract class ShapeGraphics extends PenGraphics {
  ShapeGraphics() {}

  ShapeGraphics(ShapeGraphics other) {
    super(other);
  }

  /** Draws an image that is there already, one point a pixel before the transform. */
  abstract void image(RenderedImage image, AffineTransform transform);

  @Override
  public void drawLine(int x1, int y1, int x2, int y2) {
    draw(new Line2D.Double(x1, y1, x2, y2));
  }

  @Override
  public void fillRect(int x, int y, int width, int height) {
    fill(new Rectangle(x, y, width, height));
  }

  @Override
  public void clearRect(int x, int y, int width, int height) {
    Color before = getColor();
    setColor(getBackground());
    fillRect(x, y, width, height);
    setColor(before);
  }

  @Override
  public void drawRoundRect(int x, int y, int width, int height, int arcWidth, int arcHeight) {
    draw(new RoundRectangle2D.Double(x, y, width, height, arcWidth, arcHeight));
  }

  @Override
  public void fillRoundRect(int x, int y, int width, int height, int arcWidth, int arcHeight) {
    fill(new RoundRectangle2D.Double(x, y, width, height, arcWidth, arcHeight));
  }

  @Override
  public void drawOval(int x, int y, int width, int height) {
    draw(new Ellipse2D.Double(x, y, width, height));
  }

  @Override
  public void fillOval(int x, int y, int width, int height) {
    fill(new Ellipse2D.Double(x, y, width, height));
  }

  @Override
  public void drawArc(int x, int y, int width, int height, int start, int extent) {
    draw(new Arc2D.Double(x, y, width, height, start, extent, Arc2D.OPEN));
  }

  @Override
  public void fillArc(int x, int y, int width, int height, int start, int extent) {
    fill(new Arc2D.Double(x, y, width, height, start, extent, Arc2D.PIE));
  }

  @Override
  public void drawPolyline(int[] xs, int[] ys, int number) {
    Path2D path = new Path2D.Double();
    for (int i = 0; i < number; i++) {
      if (i == 0) {
        path.moveTo(xs[i], ys[i]);
      } else {
        path.lineTo(xs[i], ys[i]);
      }
    }
    draw(path);
  }

  @Override
  public void drawPolygon(int[] xs, int[] ys, int number) {
    draw(new Polygon(xs, ys, number));
  }

  @Override
  public void fillPolygon(int[] xs, int[] ys, int number) {
    fill(new Polygon(xs, ys, number));
  }

  @Override
  public void clipRect(int x, int y, int width, int height) {
    clip(new Rectangle(x, y, width, height));
  }

  @Override
  public void setClip(int x, int y, int width, int height) {
    setClip(new Rectangle(x, y, width, height));
  }

  @Override
  public Rectangle getClipBounds() {
    Shape clip = getClip();
    return clip == null ? null : clip.getBounds();
  }

  @Override
  public void drawString(String text, int x, int y) {
    drawString(text, (float) x, (float) y);
  }

  @Override
  public void drawString(AttributedCharacterIterator text, int x, int y) {
    drawString(text, (float) x, (float) y);
  }

  /** Letters of several looks, as outlines. */
  @Override
  public void drawString(AttributedCharacterIterator text, float x, float y) {
    fill(
        new TextLayout(text, getFontRenderContext())
            .getOutline(AffineTransform.getTranslateInstance(x, y)));
  }

  @Override
  public void drawGlyphVector(GlyphVector glyphs, float x, float y) {
    fill(glyphs.getOutline(x, y));
  }

  @Override
  public boolean hit(Rectangle area, Shape shape, boolean onStroke) {
    Shape drawn = onStroke ? getStroke().createStrokedShape(shape) : shape;
    return getTransform().createTransformedShape(drawn).intersects(area);
  }

  @Override
  public boolean drawImage(Image image, AffineTransform transform, ImageObserver observer) {
    if (!(image instanceof RenderedImage rendered)) {
      throw new UnsupportedOperationException("images that are still loading cannot be drawn");
    }
    image(rendered, transform == null ? new AffineTransform() : transform);
    return true;
  }

  @Override
  public boolean drawImage(
      Image image, int x, int y, int width, int height, ImageObserver observer) {
    AffineTransform transform = AffineTransform.getTranslateInstance(x, y);
    transform.scale(
        width / (double) image.getWidth(observer), height / (double) image.getHeight(observer));
    return drawImage(image, transform, observer);
  }

  @Override
  public boolean drawImage(Image image, int x, int y, ImageObserver observer) {
    return drawImage(image, AffineTransform.getTranslateInstance(x, y), observer);
  }

  @Override
  public boolean drawImage(Image image, int x, int y, Color ground, ImageObserver observer) {
    int width = image.getWidth(observer);
    return drawImage(image, x, y, width, image.getHeight(observer), ground, observer);
  }

  @Override
  public boolean drawImage(
      Image image, int x, int y, int width, int height, Color ground, ImageObserver observer) {
    Color before = getColor();
    setColor(ground);
    fillRect(x, y, width, height);
    setColor(before);
    return drawImage(image, x, y, width, height, observer);
  }

  @Override
  public boolean drawImage(
      Image image,
      int left,
      int top,
      int right,
      int bottom,
      int sourceLeft,
      int sourceTop,
      int sourceRight,
      int sourceBottom,
      ImageObserver observer) {
    throw new UnsupportedOperationException("a part of an image: cut it out before");
  }

  @Override
  public boolean drawImage(
      Image image,
      int left,
      int top,
      int right,
      int bottom,
      int sourceLeft,
      int sourceTop,
      int sourceRight,
      int sourceBottom,
      Color ground,
      ImageObserver observer) {
    throw new UnsupportedOperationException("a part of an image: cut it out before");
  }

  @Override
  public void drawImage(BufferedImage image, BufferedImageOp operation, int x, int y) {
    drawImage(operation == null ? image : operation.filter(image, null), x, y, null);
  }

  @Override
  public void drawRenderedImage(RenderedImage image, AffineTransform transform) {
    image(image, transform);
  }

  @Override
  public void drawRenderableImage(RenderableImage image, AffineTransform transform) {
    image(image.createDefaultRendering(), transform);
  }

  @Override
  public void copyArea(int x, int y, int width, int height, int dx, int dy) {
    throw new UnsupportedOperationException("a drawing has no pixels to copy");
  }
}
