package liviano.paper.plot;

/** Numbers as a picture. */
public sealed interface Plot permits ScatterPlot, LinePlot, BarPlot {
  /** The plot in a size, in points. */
  Graphic drawing(int width, int height);

  /** The plot in the size of half a page: 640x440 points. */
  default Graphic drawing() {
    return drawing(640, 440);
  }
}
