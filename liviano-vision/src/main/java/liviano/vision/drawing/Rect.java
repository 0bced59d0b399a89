package liviano.vision.drawing;

/** A rectangle in pixels: left and top edge, right and bottom edge beyond the last pixel. */
record Rect(double x0, double y0, double x1, double y1) {

  static Rect ofSize(double x, double y, double width, double height) {
    return new Rect(x, y, x + width, y + height);
  }

  double width() {
    return x1 - x0;
  }

  double height() {
    return y1 - y0;
  }

  double area() {
    return width() * height();
  }

  /** Larger by the margin on every side. */
  Rect grown(double margin) {
    return new Rect(x0 - margin, y0 - margin, x1 + margin, y1 + margin);
  }

  /** The area that both cover. */
  double overlap(Rect other) {
    double width = Math.min(x1, other.x1) - Math.max(x0, other.x0);
    double height = Math.min(y1, other.y1) - Math.max(y0, other.y0);
    return width <= 0 || height <= 0 ? 0 : width * height;
  }

  /** Shifted by as little as brings it into the given sides; if larger, it starts at 0. */
  Rect within(double width, double height) {
    double x = Math.max(0, Math.min(x0, width - width()));
    double y = Math.max(0, Math.min(y0, height - height()));
    return ofSize(x, y, width(), height());
  }

  /**
   * The signed distance of a point to the outline with round corners: negative inside.
   *
   * @param corner radius of the corners
   */
  double distance(double x, double y, double corner) {
    double dx = Math.max(x0 - x, x - x1) + corner;
    double dy = Math.max(y0 - y, y - y1) + corner;
    double right = Math.max(dx, 0);
    double down = Math.max(dy, 0);
    double outside =
        right == 0 || down == 0 ? right + down : Math.sqrt(right * right + down * down);
    return outside + Math.min(Math.max(dx, dy), 0) - corner;
  }
}
