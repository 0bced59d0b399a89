package liviano.paper.plot;

import java.util.DoubleSummaryStatistics;

/**
 * Where the values of an axis stand in a drawing.
 *
 * @param logarithmic whether equal steps are equal factors
 * @param least value that has a place within the data's room
 * @param most value that has one; greater than the least
 * @param from place of the least value, in points
 * @param to place of the greatest; less than {@code from} where values grow upwards
 */
record Scale(boolean logarithmic, double least, double most, double from, double to) {
  /** Room for markers between the data and the ends of the axis: a part of its length. */
  private static final double MARGIN = 0.04;

  /**
   * The scale of an axis.
   *
   * @param data its values; those of the axis come first
   * @param start of the axis in the drawing
   * @param end of it
   */
  static Scale of(Axis axis, DoubleSummaryStatistics data, double start, double end) {
    double least = axis.min().orElse(data.getMin());
    double most = axis.max().orElse(data.getMax());
    if (least >= most) { // one value alone stands in the middle
      double room = axis.logarithmic() ? 0 : Math.max(1, Math.abs(least)) / 2;
      least = axis.logarithmic() ? least / 2 : least - room;
      most = axis.logarithmic() ? most * 2 : most + room;
    }
    double margin = (end - start) * MARGIN;
    return new Scale(axis.logarithmic(), least, most, start + margin, end - margin);
  }

  /** The same values, the least of them at the start of the axis. */
  static Scale fromTheStart(Axis axis, double least, double most, double start, double end) {
    double margin = (end - start) * MARGIN;
    return new Scale(axis.logarithmic(), least, most, start, end - margin);
  }

  /** The place of a value. */
  double place(double value) {
    return from + (to - from) * (position(value) - position(least)) / span();
  }

  /** How long the way from the least value to the greatest is, in points. */
  double length() {
    return Math.abs(to - from);
  }

  private double span() {
    return position(most) - position(least);
  }

  private double position(double value) {
    return logarithmic ? Math.log10(value) : value;
  }
}
