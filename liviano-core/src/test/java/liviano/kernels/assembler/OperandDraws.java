package liviano.kernels.assembler;

import java.util.Locale;
import java.util.Random;
import java.util.function.Consumer;

/** Draws registers and places, and says how a disassembler writes them. */
abstract class OperandDraws {

  /**
   * One instruction.
   *
   * @param text as a disassembler writes it in Intel's order
   */
  record Instruction(String text, Consumer<Assembler> emit) {}

  private static final int[] DISPLACEMENTS = {0, 4, 8, 64, 127, 128, -4, -64, -128, 4096, -8192, 3};

  final Random random;

  OperandDraws(Random random) {
    this.random = random;
  }

  static String whole(int bits, Mem place) {
    return (bits == 512 ? "ZMMWORD" : "YMMWORD") + " PTR " + text(place);
  }

  static Instruction two(String name, String a, String b, Consumer<Assembler> emit) {
    return new Instruction(String.format(Locale.ROOT, "%s %s,%s", name, a, b), emit);
  }

  static Instruction three(String name, String a, String b, String c, Consumer<Assembler> emit) {
    return new Instruction(String.format(Locale.ROOT, "%s %s,%s,%s", name, a, b, c), emit);
  }

  final Gp gp() {
    return Gp.values()[random.nextInt(Gp.values().length)];
  }

  final Vec vec(int bits) {
    return new Vec(random.nextInt(bits == 512 ? 32 : 16), bits);
  }

  final Mem mem() {
    int displacement = DISPLACEMENTS[random.nextInt(DISPLACEMENTS.length)];
    if (random.nextBoolean()) {
      return Mem.at(gp(), displacement);
    }
    Gp index = gp();
    return index == Gp.RSP
        ? Mem.at(index, displacement)
        : Mem.at(gp(), index, 1 << random.nextInt(4), displacement);
  }

  static String text(Gp register) {
    return register.name().toLowerCase(Locale.ROOT);
  }

  static String low32(Gp register) {
    return register.ordinal() < 8 ? "e" + text(register).substring(1) : text(register) + "d";
  }

  static String text(Mask mask) {
    return mask.name().toLowerCase(Locale.ROOT);
  }

  static String text(Vec vector) {
    return (vector.bits() == 512 ? "zmm" : "ymm") + vector.code();
  }

  /** The lower half of a register. */
  static String half(Vec vector) {
    return (vector.bits() == 512 ? "ymm" : "xmm") + vector.code();
  }

  static String text(Mem m) {
    String index =
        m.index().map(i -> String.format(Locale.ROOT, "+%s*%d", text(i), m.scale())).orElse("");
    int d = m.displacement();
    String displacement =
        d == 0
            ? ""
            : d > 0
                ? String.format(Locale.ROOT, "+0x%x", d)
                : String.format(Locale.ROOT, "-0x%x", -(long) d);
    return "[" + text(m.base()) + index + displacement + "]";
  }

  static String hex(int n) {
    return String.format(Locale.ROOT, "0x%x", (long) n);
  }

  final Mask mask() {
    return Mask.values()[random.nextInt(Mask.values().length)];
  }
}
