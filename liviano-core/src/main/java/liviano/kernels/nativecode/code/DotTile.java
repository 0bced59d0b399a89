package liviano.kernels.nativecode.code;

import java.util.List;
import liviano.kernels.assembler.Vec;

/**
 * The sums of a matrix product of bytes that are in registers at a time.
 *
 * @param isa whose registers they are
 * @param rows of the tile
 * @param vectors registers of outputs: a panel
 * @param sumsRows whether the numbers of each row are summed besides
 */
public record DotTile(Isa isa, int rows, int vectors, boolean sumsRows) {
  /** More rows than three registers reach with a stride and its multiples. */
  private static final int MOST_ROWS = 14;

  private static final int MOST_VECTORS = 4;

  /** Registers of a panel that leaves enough for rows. */
  public static int mostVectors(Isa isa, boolean sumsRows) {
    return isa.hasMasks() ? MOST_VECTORS - (sumsRows ? 1 : 0) : sumsRows ? 1 : 2;
  }

  /** Rows whose sums the registers hold. */
  public static int mostRows(Isa isa, int vectors, boolean sumsRows) {
    return Math.min(MOST_ROWS, sums(isa) / (vectors + (sumsRows ? 1 : 0)));
  }

  /** Registers for sums. */
  private static int sums(Isa isa) {
    return isa.registers() * 3 / 4;
  }

  /** Ints in a register, the outputs of one. */
  public static int lanes(Isa isa) {
    return isa.bytes() / Integer.BYTES;
  }

  /** Outputs of the panel. */
  public int outputs() {
    return vectors * lanes(isa);
  }

  /**
   * Which output of a panel the sum in a lane of a register is: in each 128 bits of the bytes that
   * {@link DotEnd} makes lie four of each register.
   */
  public static int output(int vectors, int vector, int lane) {
    int four = DotGemmCode.FOUR;
    return (lane / four * vectors + vector) * four + lane % four;
  }

  /** Bytes of a panel's ends: starts of sums, zero points of weights, factors. */
  public int endBytes(DotEnd end) {
    return factorsAt() + outputs() * end.factorBytes();
  }

  /** Where in the ends the zero points of weights lie, negated ints, if rows are summed. */
  public int zeroPointsAt() {
    return outputs() * Integer.BYTES;
  }

  /** Where in the ends the factors lie. */
  public int factorsAt() {
    return zeroPointsAt() + (sumsRows ? outputs() * Integer.BYTES : 0);
  }

  Vec sum(int row, int vector) {
    return isa.vec(row * vectors + vector);
  }

  Vec rowSum(int row) {
    return isa.vec(rows * vectors + row);
  }

  Vec weight(int vector) {
    return isa.vec(sums(isa) + vector);
  }

  Vec element() {
    return isa.vec(isa.registers() - 2);
  }

  Vec flip() {
    return isa.vec(isa.registers() - 1);
  }

  /** Registers that are free when sums are complete. */
  List<Vec> spare() {
    return List.of(weight(0), weight(1), element());
  }
}
