package liviano.kernels.vector.loops;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import liviano.tensor.LittleEndian;

/**
 * The inner loops of the matrix product: a tile of rows by one panel of {@link Panels#WIDTH}
 * columns, kept in registers during the loop over the depth. Each row's sum starts at the bias and
 * adds one product after the other, so that every tile gives a row the same bits.
 *
 * <p>The methods are as large as they may be: with seven rows, or a clamp before the store, C2
 * stops inlining half-way ("NodeCountInliningCutoff") and boxes every vector. What follows the sum
 * is therefore a pass of its own ({@link LanePasses}).
 */
public final class TileLoops {
  /** Rows of the large tiles. */
  public static final int ROWS = 6;

  /**
   * Whether a panel is better computed as two halves. The 16 registers of AVX2 hold 12 sums, two
   * columns and one broadcast on paper, but C2 spills: measured, halves run at 39 GMAC/s and whole
   * panels at 22. With 32 registers, or 128 bits, whole panels win.
   */
  static final boolean HALVES = Lanes.SPECIES.vectorBitSize() == 256;

  private static final int PANEL = Panels.WIDTH * Float.BYTES;

  private TileLoops() {}

  /**
   * Six rows: {@code c[r][n] = bias[n] + sum over p of a[r][p] * b[p][n]}.
   *
   * @param aAt byte where the first row starts; the others follow at {@code aRow} bytes
   * @param depth products in a sum
   * @param bAt byte where the panel starts
   * @param cAt byte where the first row of sums goes; the others follow at {@code cRow} bytes
   */
  static void six(
      MemorySegment a,
      long aAt,
      long aRow,
      int depth,
      MemorySegment b,
      long bAt,
      MemorySegment bias,
      long biasAt,
      MemorySegment c,
      long cAt,
      long cRow) {
    FloatVector c00 = FloatVector.fromMemorySegment(Lanes.SPECIES, bias, biasAt, Lanes.ORDER);
    FloatVector c01 =
        FloatVector.fromMemorySegment(Lanes.SPECIES, bias, biasAt + Lanes.BYTES, Lanes.ORDER);
    FloatVector c10 = c00;
    FloatVector c11 = c01;
    FloatVector c20 = c00;
    FloatVector c21 = c01;
    FloatVector c30 = c00;
    FloatVector c31 = c01;
    FloatVector c40 = c00;
    FloatVector c41 = c01;
    FloatVector c50 = c00;
    FloatVector c51 = c01;
    long a0 = aAt;
    long a1 = a0 + aRow;
    long a2 = a1 + aRow;
    long a3 = a2 + aRow;
    long a4 = a3 + aRow;
    long a5 = a4 + aRow;
    long at = bAt;
    for (int p = 0; p < depth; p++) {
      long q = 4L * p;
      FloatVector b0 = FloatVector.fromMemorySegment(Lanes.SPECIES, b, at, Lanes.ORDER);
      FloatVector b1 =
          FloatVector.fromMemorySegment(Lanes.SPECIES, b, at + Lanes.BYTES, Lanes.ORDER);
      at += PANEL;
      FloatVector x0 = FloatVector.broadcast(Lanes.SPECIES, a.get(LittleEndian.FLOAT, a0 + q));
      c00 = x0.fma(b0, c00);
      c01 = x0.fma(b1, c01);
      FloatVector x1 = FloatVector.broadcast(Lanes.SPECIES, a.get(LittleEndian.FLOAT, a1 + q));
      c10 = x1.fma(b0, c10);
      c11 = x1.fma(b1, c11);
      FloatVector x2 = FloatVector.broadcast(Lanes.SPECIES, a.get(LittleEndian.FLOAT, a2 + q));
      c20 = x2.fma(b0, c20);
      c21 = x2.fma(b1, c21);
      FloatVector x3 = FloatVector.broadcast(Lanes.SPECIES, a.get(LittleEndian.FLOAT, a3 + q));
      c30 = x3.fma(b0, c30);
      c31 = x3.fma(b1, c31);
      FloatVector x4 = FloatVector.broadcast(Lanes.SPECIES, a.get(LittleEndian.FLOAT, a4 + q));
      c40 = x4.fma(b0, c40);
      c41 = x4.fma(b1, c41);
      FloatVector x5 = FloatVector.broadcast(Lanes.SPECIES, a.get(LittleEndian.FLOAT, a5 + q));
      c50 = x5.fma(b0, c50);
      c51 = x5.fma(b1, c51);
    }
    c00.intoMemorySegment(c, cAt, Lanes.ORDER);
    c01.intoMemorySegment(c, cAt + Lanes.BYTES, Lanes.ORDER);
    c10.intoMemorySegment(c, cAt + cRow, Lanes.ORDER);
    c11.intoMemorySegment(c, cAt + cRow + Lanes.BYTES, Lanes.ORDER);
    c20.intoMemorySegment(c, cAt + 2 * cRow, Lanes.ORDER);
    c21.intoMemorySegment(c, cAt + 2 * cRow + Lanes.BYTES, Lanes.ORDER);
    c30.intoMemorySegment(c, cAt + 3 * cRow, Lanes.ORDER);
    c31.intoMemorySegment(c, cAt + 3 * cRow + Lanes.BYTES, Lanes.ORDER);
    c40.intoMemorySegment(c, cAt + 4 * cRow, Lanes.ORDER);
    c41.intoMemorySegment(c, cAt + 4 * cRow + Lanes.BYTES, Lanes.ORDER);
    c50.intoMemorySegment(c, cAt + 5 * cRow, Lanes.ORDER);
    c51.intoMemorySegment(c, cAt + 5 * cRow + Lanes.BYTES, Lanes.ORDER);
  }

  /** One half of {@link #six}: for a panel that ends within its first vector, and for halves. */
  static void sixNarrow(
      MemorySegment a,
      long aAt,
      long aRow,
      int depth,
      MemorySegment b,
      long bAt,
      MemorySegment bias,
      long biasAt,
      MemorySegment c,
      long cAt,
      long cRow) {
    FloatVector c0 = FloatVector.fromMemorySegment(Lanes.SPECIES, bias, biasAt, Lanes.ORDER);
    FloatVector c1 = c0;
    FloatVector c2 = c0;
    FloatVector c3 = c0;
    FloatVector c4 = c0;
    FloatVector c5 = c0;
    long a0 = aAt;
    long a1 = a0 + aRow;
    long a2 = a1 + aRow;
    long a3 = a2 + aRow;
    long a4 = a3 + aRow;
    long a5 = a4 + aRow;
    long at = bAt;
    for (int p = 0; p < depth; p++) {
      long q = 4L * p;
      FloatVector b0 = FloatVector.fromMemorySegment(Lanes.SPECIES, b, at, Lanes.ORDER);
      at += PANEL;
      c0 = FloatVector.broadcast(Lanes.SPECIES, a.get(LittleEndian.FLOAT, a0 + q)).fma(b0, c0);
      c1 = FloatVector.broadcast(Lanes.SPECIES, a.get(LittleEndian.FLOAT, a1 + q)).fma(b0, c1);
      c2 = FloatVector.broadcast(Lanes.SPECIES, a.get(LittleEndian.FLOAT, a2 + q)).fma(b0, c2);
      c3 = FloatVector.broadcast(Lanes.SPECIES, a.get(LittleEndian.FLOAT, a3 + q)).fma(b0, c3);
      c4 = FloatVector.broadcast(Lanes.SPECIES, a.get(LittleEndian.FLOAT, a4 + q)).fma(b0, c4);
      c5 = FloatVector.broadcast(Lanes.SPECIES, a.get(LittleEndian.FLOAT, a5 + q)).fma(b0, c5);
    }
    c0.intoMemorySegment(c, cAt, Lanes.ORDER);
    c1.intoMemorySegment(c, cAt + cRow, Lanes.ORDER);
    c2.intoMemorySegment(c, cAt + 2 * cRow, Lanes.ORDER);
    c3.intoMemorySegment(c, cAt + 3 * cRow, Lanes.ORDER);
    c4.intoMemorySegment(c, cAt + 4 * cRow, Lanes.ORDER);
    c5.intoMemorySegment(c, cAt + 5 * cRow, Lanes.ORDER);
  }

  /** One row of {@link #six}: for what is left of the rows, and for a single vector. */
  static void one(
      MemorySegment a,
      long aAt,
      int depth,
      MemorySegment b,
      long bAt,
      MemorySegment bias,
      long biasAt,
      MemorySegment c,
      long cAt) {
    FloatVector c0 = FloatVector.fromMemorySegment(Lanes.SPECIES, bias, biasAt, Lanes.ORDER);
    FloatVector c1 =
        FloatVector.fromMemorySegment(Lanes.SPECIES, bias, biasAt + Lanes.BYTES, Lanes.ORDER);
    long at = bAt;
    for (int p = 0; p < depth; p++) {
      FloatVector x = FloatVector.broadcast(Lanes.SPECIES, a.get(LittleEndian.FLOAT, aAt + 4L * p));
      c0 = x.fma(FloatVector.fromMemorySegment(Lanes.SPECIES, b, at, Lanes.ORDER), c0);
      c1 =
          x.fma(FloatVector.fromMemorySegment(Lanes.SPECIES, b, at + Lanes.BYTES, Lanes.ORDER), c1);
      at += PANEL;
    }
    c0.intoMemorySegment(c, cAt, Lanes.ORDER);
    c1.intoMemorySegment(c, cAt + Lanes.BYTES, Lanes.ORDER);
  }
}
