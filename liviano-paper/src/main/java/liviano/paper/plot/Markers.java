package liviano.paper.plot;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;

/** One shape a series, so that series differ without colours. */
enum Markers {
  CIRCLE {
    @Override
    Shape shape(double half) {
      return new Ellipse2D.Double(-half, -half, 2 * half, 2 * half);
    }
  },
  SQUARE {
    @Override
    Shape shape(double half) {
      return new Rectangle2D.Double(-half, -half, 2 * half, 2 * half);
    }
  },
  UP {
    @Override
    Shape shape(double half) {
      return polygon(-half, half, 0, -half, half, half);
    }
  },
  DIAMOND {
    @Override
    Shape shape(double half) {
      double wide = half * 1.2;
      return polygon(-wide, 0, 0, -wide, wide, 0, 0, wide);
    }
  },
  DOWN {
    @Override
    Shape shape(double half) {
      return polygon(-half, -half, 0, half, half, -half);
    }
  },
  CROSS {
    @Override
    Shape shape(double half) {
      return cross(half, half);
    }
  },
  PLUS {
    @Override
    Shape shape(double half) {
      return cross(half, 0);
    }
  };

  private static final double HALF = 3.5;
  private static final BasicStroke PEN = Style.line(2);

  /** That of a series; after seven they come again. */
  static Markers of(int series) {
    return values()[series % values().length];
  }

  /** Around (0, 0). */
  abstract Shape shape(double half);

  /** Paints it in the graphics' colour. */
  void paint(Graphics2D graphics, double x, double y) {
    Graphics2D own = (Graphics2D) graphics.create();
    own.translate(x, y);
    Shape shape = shape(HALF);
    own.fill(this == CROSS || this == PLUS ? PEN.createStrokedShape(shape) : shape);
    own.dispose();
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

  /** A line from a point through the middle, and the same turned by a right angle. */
  private static Shape cross(double x, double y) {
    Path2D path = new Path2D.Double();
    path.append(new Line2D.Double(x, y, -x, -y), false);
    path.append(new Line2D.Double(-y, x, y, -x), false);
    return path;
  }
}
