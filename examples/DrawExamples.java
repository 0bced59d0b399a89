import static java.awt.BasicStroke.CAP_ROUND;
import static java.awt.BasicStroke.JOIN_ROUND;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.Paint;
import java.awt.RadialGradientPaint;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.Arc2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;

/**
 * Draws the example pictures, with nothing but shapes and gradients.
 *
 * <pre>java examples/DrawExamples.java</pre>
 */
final class DrawExamples {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 480;

  private final Graphics2D g;

  private DrawExamples(BufferedImage image) {
    g = image.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
  }

  /** A scene drawn on a canvas. */
  private interface Scene {
    void draw(DrawExamples canvas);
  }

  public static void main(String[] args) throws IOException {
    write("kitchen.png", DrawExamples::kitchen);
    write("street.png", DrawExamples::street);
    write("beach.png", DrawExamples::beach);
    write("plane.png", DrawExamples::plane);
    write("t-shirt.png", DrawExamples::shirt);
  }

  private static void write(String name, Scene scene) throws IOException {
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    scene.draw(new DrawExamples(image));
    Path file = Path.of("examples").resolve(name);
    ImageIO.write(image, "png", file.toFile());
  }

  /** A T-shirt that lies on a bed. */
  private void shirt() {
    fill(new Rectangle2D.Double(0, 0, 640, 480), down(0, 0xe9e4da, 480, 0xd2cabb));
    Random folds = new Random(7);
    for (int i = 0; i < 60; i++) {
      double x = folds.nextDouble() * 640;
      double y = folds.nextDouble() * 480;
      Path2D fold = new Path2D.Double();
      fold.moveTo(x, y);
      fold.curveTo(x + 40, y - 14, x + 80, y + 18, x + 60 + 90 * folds.nextDouble(), y + 4);
      stroke(fold, new Color(0x40, 0x38, 0x2c, 14), 6);
    }
    Path2D shirt = new Path2D.Double();
    shirt.moveTo(258, 52);
    shirt.curveTo(290, 84, 350, 84, 382, 52); // the neck
    shirt.lineTo(446, 74);
    shirt.lineTo(566, 176); // a sleeve
    shirt.lineTo(502, 248);
    shirt.lineTo(444, 196);
    shirt.curveTo(440, 280, 446, 360, 452, 448); // a side
    shirt.curveTo(370, 460, 270, 460, 188, 448);
    shirt.curveTo(194, 360, 200, 280, 196, 196);
    shirt.lineTo(138, 248);
    shirt.lineTo(74, 176);
    shirt.lineTo(194, 74);
    shirt.closePath();
    g.translate(7, 10);
    fill(shirt, new Color(0x20, 0x1a, 0x10, 70));
    g.translate(-7, -10);
    fill(shirt, down(50, 0x33507c, 450, 0x243c62));
    Path2D neck = new Path2D.Double();
    neck.moveTo(254, 52);
    neck.curveTo(288, 92, 352, 92, 386, 52);
    stroke(neck, new Color(0x1c2f4e), 9);
    for (double[] seam : new double[][] {{200, 84, 198, 196}, {440, 84, 442, 196}}) {
      stroke(
          new Line2D.Double(seam[0], seam[1], seam[2], seam[3]), new Color(0x1c, 0x2f, 0x4e, 150), 2);
    }
    for (int i = 0; i < 9; i++) {
      double x = 214 + 24 * i + 10 * folds.nextDouble();
      Path2D crease = new Path2D.Double();
      crease.moveTo(x, 210 + 40 * folds.nextDouble());
      crease.curveTo(x + 8, 290, x - 10, 360, x + 6, 440);
      stroke(crease, new Color(0x0c, 0x18, 0x30, 40), 5);
    }
  }

  /** A clock on a wall, oranges on a table. */
  private void kitchen() {
    fill(new Rectangle2D.Double(0, 0, 640, 330), down(0, 0xf3ead8, 330, 0xdccbb0));
    clock(440, 130, 92);
    fill(new Rectangle2D.Double(0, 318, 640, 162), down(318, 0xa8703f, 480, 0x6e4222));
    fill(new Rectangle2D.Double(0, 318, 640, 7), new Color(0xc98f58));
    for (int y = 345; y < 480; y += 26) {
      stroke(new Line2D.Double(0, y, 640, y + 4), new Color(0x50300f, false), 1);
    }
    orange(92, 352, 58);
    orange(352, 356, 57);
    orange(222, 378, 64);
  }

  private void clock(double x, double y, double r) {
    disc(x + 6, y + 9, r + 4, new Color(0, 0, 0, 60));
    disc(x, y, r + 8, down((float) (y - r), 0x50545a, (float) (y + r), 0x15171a));
    disc(x, y, r - 2, down((float) (y - r), 0xffffff, (float) (y + r), 0xeceae4));
    for (int minute = 0; minute < 60; minute++) {
      boolean hour = minute % 5 == 0;
      hand(x, y, minute, r * (hour ? 0.80 : 0.88), r * 0.94, hour ? 5 : 1.6f);
    }
    hand(x, y, 50.8, -r * 0.10, r * 0.52, 8);
    hand(x, y, 10, -r * 0.12, r * 0.76, 5);
    disc(x, y, 7, new Color(0xb3261e));
  }

  /** A line from one radius to another at the place of a minute. */
  private void hand(double x, double y, double minute, double from, double to, float width) {
    double angle = Math.PI * minute / 30;
    double dx = Math.sin(angle);
    double dy = -Math.cos(angle);
    stroke(
        new Line2D.Double(x + from * dx, y + from * dy, x + to * dx, y + to * dy),
        new Color(0x1b1c1e),
        width);
  }

  private void orange(double x, double y, double r) {
    fill(
        new Ellipse2D.Double(x - r, y + r * 0.72, 2.1 * r, r * 0.42), new Color(0x20, 0x10, 0, 90));
    disc(
        x,
        y,
        r,
        new RadialGradientPaint(
            (float) (x - r * 0.35),
            (float) (y - r * 0.4),
            (float) (r * 1.5),
            new float[] {0, 0.35f, 0.8f, 1},
            new Color[] {
              new Color(0xffc861), new Color(0xff9a1f), new Color(0xe36c05), new Color(0x9b4300)
            }));
    Random pores = new Random((long) (x * 31 + y));
    for (int i = 0; i < 240; i++) {
      double angle = pores.nextDouble() * 2 * Math.PI;
      double at = r * 0.95 * Math.sqrt(pores.nextDouble());
      disc(x + at * Math.cos(angle), y + at * Math.sin(angle), 1, new Color(0x80, 0x38, 0, 55));
    }
    disc(x + r * 0.1, y - r * 0.62, r * 0.09, new Color(0x4c6b22));
  }

  /** A stop sign beside a road. */
  private void street() {
    fill(new Rectangle2D.Double(0, 0, 640, 300), down(0, 0x6ea8dc, 300, 0xdcebf5));
    fill(new Ellipse2D.Double(-120, 230, 480, 220), down(230, 0x6f9a4c, 380, 0x4b7434));
    fill(new Ellipse2D.Double(260, 245, 560, 220), down(245, 0x7ba655, 400, 0x527c38));
    fill(new Rectangle2D.Double(0, 320, 640, 160), down(320, 0x5f8a40, 480, 0x3e622a));
    fill(
        polygon(300, 318, 340, 318, 640, 470, 640, 480, 60, 480),
        down(318, 0x77797c, 480, 0x3f4144));
    for (double t = 0; t < 1; t += 0.25) {
      fill(mark(t, t + 0.12), new Color(0xe9e3c8));
    }
    fill(new Rectangle2D.Double(124, 200, 13, 204), across(124, 0x9a9ea3, 137, 0x5a5d61));
    Shape sign = octagon(130, 150, 112);
    fill(octagon(134, 156, 112), new Color(0, 0, 0, 50));
    fill(sign, new Color(0xfafafa));
    fill(octagon(130, 150, 103), down(48, 0xd2232a, 252, 0xaf141b));
    letters(130, 150);
  }

  /** A stripe of the road's middle, from one share of its length to another. */
  private static Shape mark(double from, double to) {
    double a = from * from;
    double b = to * to;
    return polygon(
        319 + 26 * a,
        320 + 160 * a,
        322 + 30 * a,
        320 + 160 * a,
        322 + 34 * b,
        320 + 160 * b,
        319 + 20 * b,
        320 + 160 * b);
  }

  /** STOP, in strokes. */
  private void letters(double x, double y) {
    Color white = new Color(0xfdfdfd);
    float w = 12;
    double top = y - 32;
    double bottom = y + 32;
    Path2D s = new Path2D.Double();
    s.append(new Arc2D.Double(x - 84, top, 34, 32, 20, 160, Arc2D.OPEN), false);
    s.append(new Arc2D.Double(x - 84, top, 34, 32, 180, 90, Arc2D.OPEN), true);
    s.append(new Arc2D.Double(x - 84, y, 34, 32, 90, -90, Arc2D.OPEN), true);
    s.append(new Arc2D.Double(x - 84, y, 34, 32, 0, -160, Arc2D.OPEN), true);
    stroke(s, white, w);
    stroke(new Line2D.Double(x - 40, top, x - 4, top), white, w);
    stroke(new Line2D.Double(x - 22, top, x - 22, bottom), white, w);
    stroke(new RoundRectangle2D.Double(x + 10, top, 32, 64, 30, 30), white, w);
    Path2D p = new Path2D.Double();
    p.moveTo(x + 58, bottom);
    p.lineTo(x + 58, top);
    p.lineTo(x + 70, top);
    p.append(new Arc2D.Double(x + 54, top, 32, 34, 90, -180, Arc2D.OPEN), true);
    p.lineTo(x + 58, top + 34);
    stroke(p, white, w);
  }

  /** A kite over a beach. */
  private void beach() {
    fill(new Rectangle2D.Double(0, 0, 640, 300), down(0, 0x3f86cf, 300, 0xcfe6f7));
    cloud(120, 90, 1);
    cloud(520, 190, 0.7);
    fill(new Rectangle2D.Double(0, 292, 640, 90), down(292, 0x2f6f9f, 382, 0x7fc1cf));
    Path2D sand = new Path2D.Double();
    sand.moveTo(0, 372);
    sand.curveTo(200, 352, 420, 388, 640, 366);
    sand.lineTo(640, 480);
    sand.lineTo(0, 480);
    sand.closePath();
    fill(sand, down(360, 0xf2e2b6, 480, 0xd6ba7d));
    kite();
  }

  private void kite() {
    double x = 380;
    double y = 140;
    Path2D line = new Path2D.Double();
    line.moveTo(x, y);
    line.curveTo(320, 260, 220, 380, 150, 470);
    stroke(line, new Color(0x555555), 1.5f);
    Path2D tail = new Path2D.Double();
    tail.moveTo(x + 34, y + 92);
    tail.curveTo(x + 90, y + 130, x + 40, y + 170, x + 100, y + 210);
    stroke(tail, new Color(0x444444), 2);
    bow(x + 68, y + 125, 0xffd23c);
    bow(x + 66, y + 165, 0xe5352b);
    bow(x + 98, y + 207, 0x2b62c9);
    fill(polygon(x - 30, y - 92, x - 72, y + 10, x, y - 6), new Color(0xe5352b));
    fill(polygon(x - 30, y - 92, x + 72, y - 22, x, y - 6), new Color(0xffd23c));
    fill(polygon(x + 34, y + 92, x - 72, y + 10, x, y - 6), new Color(0x2b62c9));
    fill(polygon(x + 34, y + 92, x + 72, y - 22, x, y - 6), new Color(0x2fa84f));
    stroke(new Line2D.Double(x - 30, y - 92, x + 34, y + 92), new Color(0x3c2b1c), 3);
    stroke(new Line2D.Double(x - 72, y + 10, x + 72, y - 22), new Color(0x3c2b1c), 3);
  }

  private void bow(double x, double y, int colour) {
    fill(polygon(x, y, x - 16, y - 10, x - 16, y + 10), new Color(colour));
    fill(polygon(x, y, x + 16, y - 10, x + 16, y + 10), new Color(colour));
  }

  private void cloud(double x, double y, double size) {
    Color white = new Color(255, 255, 255, 215);
    disc(x, y, 34 * size, white);
    disc(x + 40 * size, y - 14 * size, 44 * size, white);
    disc(x + 86 * size, y, 36 * size, white);
    fill(new RoundRectangle2D.Double(x - 30 * size, y, 150 * size, 36 * size, 36, 36), white);
  }

  /** An airliner between clouds. */
  private void plane() {
    fill(new Rectangle2D.Double(0, 0, 640, 480), down(0, 0x4f8fd0, 480, 0xc5def2));
    cloud(80, 380, 1.1);
    cloud(470, 90, 0.8);
    fill(polygon(120, 232, 84, 132, 122, 132, 200, 222), down(132, 0x274f9b, 232, 0x183468));
    fill(polygon(300, 240, 250, 150, 276, 148, 380, 236), down(150, 0xb8bec6, 240, 0x8a929b));
    fill(fuselage(), down(208, 0xfdfdfd, 280, 0x9aa3ad));
    fill(polygon(120, 244, 80, 276, 104, 280, 190, 252), down(244, 0xd5dae0, 280, 0x8f979f));
    for (int i = 0; i < 20; i++) {
      fill(new RoundRectangle2D.Double(210 + i * 15, 230, 7, 10, 4, 4), new Color(0x2c3e55));
    }
    fill(polygon(540, 222, 562, 230, 572, 240, 546, 238), new Color(0x22303f));
    fill(polygon(300, 256, 400, 254, 270, 392, 232, 392), down(254, 0xdfe4e9, 392, 0x8d959e));
    fill(new RoundRectangle2D.Double(300, 296, 70, 28, 26, 26), down(296, 0xe8ebee, 324, 0x6f777f));
    fill(new Ellipse2D.Double(360, 297, 12, 26), new Color(0x2b3036));
    fill(new Rectangle2D.Double(150, 252, 400, 3), new Color(0x274f9b));
  }

  private static Shape fuselage() {
    Path2D shape = new Path2D.Double();
    shape.moveTo(90, 236);
    shape.curveTo(160, 214, 260, 208, 480, 208);
    shape.curveTo(540, 208, 580, 232, 590, 250);
    shape.curveTo(580, 268, 530, 276, 480, 276);
    shape.curveTo(300, 280, 180, 272, 90, 244);
    shape.closePath();
    return shape;
  }

  private void fill(Shape shape, Paint paint) {
    g.setPaint(paint);
    g.fill(shape);
  }

  private void disc(double x, double y, double r, Paint paint) {
    fill(new Ellipse2D.Double(x - r, y - r, 2 * r, 2 * r), paint);
  }

  private void stroke(Shape shape, Color colour, float width) {
    g.setPaint(colour);
    g.setStroke(new BasicStroke(width, CAP_ROUND, JOIN_ROUND));
    g.draw(shape);
  }

  private static Shape polygon(double... xy) {
    Path2D path = new Path2D.Double();
    path.moveTo(xy[0], xy[1]);
    for (int i = 2; i < xy.length; i += 2) {
      path.lineTo(xy[i], xy[i + 1]);
    }
    path.closePath();
    return path;
  }

  private static Shape octagon(double x, double y, double r) {
    double[] corners = new double[16];
    for (int i = 0; i < 8; i++) {
      double angle = Math.PI / 8 + i * Math.PI / 4;
      corners[2 * i] = x + r * Math.cos(angle);
      corners[2 * i + 1] = y + r * Math.sin(angle);
    }
    return polygon(corners);
  }

  private static GradientPaint down(float from, int above, float to, int below) {
    return new GradientPaint(0, from, new Color(above), 0, to, new Color(below));
  }

  private static GradientPaint across(float from, int left, float to, int right) {
    return new GradientPaint(from, 0, new Color(left), to, 0, new Color(right));
  }
}
