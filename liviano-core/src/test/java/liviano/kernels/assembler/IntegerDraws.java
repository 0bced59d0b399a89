package liviano.kernels.assembler;

import java.util.List;
import java.util.Random;

/** Instructions on integers of all widths. */
final class IntegerDraws extends OperandDraws {
  IntegerDraws(Random random) {
    super(random);
  }

  void integers(List<Instruction> all, int bits) {
    Vec a = vec(bits);
    Vec b = vec(bits);
    Vec c = vec(bits);
    Mem m = mem();
    String whole = whole(bits, m);
    all.add(three("vpaddd", text(a), text(b), text(c), s -> s.integers().addInts(a, b, c)));
    all.add(three("vpaddd", text(a), text(b), whole, s -> s.integers().addInts(a, b, m)));
    all.add(three("vpsubd", text(a), text(b), whole, s -> s.integers().subtractInts(a, b, m)));
    all.add(three("vpsravd", text(a), text(b), whole, s -> s.integers().shiftIntsRight(a, b, m)));
    all.add(three("vpsrlvd", text(a), text(b), whole, s -> s.integers().shiftSizesRight(a, b, m)));
    int shift = random.nextInt(1, 32);
    for (boolean signed : List.of(true, false)) {
      all.add(
          three(
              signed ? "vpsrad" : "vpsrld",
              text(a),
              text(b),
              hex(shift),
              s -> s.integers().shiftIntsRight(a, b, shift, signed)));
    }
    all.add(three("vpsubd", text(a), text(b), text(c), s -> s.integers().subtractInts(a, b, c)));
    all.add(three("vpminsd", text(a), text(b), whole, s -> s.integers().leastInts(a, b, m)));
    all.add(three("vpmaxsd", text(a), text(b), whole, s -> s.integers().greatestInts(a, b, m)));
    all.add(two("vpabsd", text(a), text(b), s -> s.integers().sizesOfInts(a, b)));
    String ints = bits == 512 ? "d" : "";
    all.add(three("vpor" + ints, text(a), text(b), text(c), s -> s.integers().or(a, b, c)));
    all.add(three("vpxor" + ints, text(a), text(b), text(c), s -> s.integers().xor(a, b, c)));
    all.add(three("vpaddsw", text(a), text(b), whole, s -> s.integers().addShorts(a, b, m)));
    all.add(three("vpsubw", text(a), text(b), text(c), s -> s.integers().subtractShorts(a, b, c)));
    all.add(
        three("vpmaddwd", text(a), text(b), text(c), s -> s.integers().multiplyAddShorts(a, b, c)));
    all.add(two("vcvtdq2ps", text(a), text(b), s -> s.integers().intsToFloats(a, b)));
    all.add(two("vcvtps2dq", text(a), text(b), s -> s.integers().floatsToInts(a, b)));
    all.add(three("vpackssdw", text(a), text(b), text(c), s -> s.integers().intsToShorts(a, b, c)));
    if (bits == 512) {
      all.add(
          two("vpmovdb", "XMMWORD PTR " + text(m), text(a), s -> s.integers().storeLowBytes(m, a)));
    }
    String ofBytes = (bits == 512 ? "XMMWORD" : "QWORD") + " PTR " + text(m);
    all.add(two("vpmovzxbd", text(a), ofBytes, s -> s.integers().bytesToInts(a, m, false)));
    all.add(two("vpmovsxbd", text(a), ofBytes, s -> s.integers().bytesToInts(a, m, true)));
  }

  void bytes(List<Instruction> all, int bits) {
    Vec a = vec(bits);
    Vec b = vec(bits);
    Vec c = vec(bits);
    Mem m = mem();
    boolean signed = random.nextBoolean();
    String x = signed ? "s" : "u";
    String whole = whole(bits, m);
    String dot = bits == 512 ? "vpdpbusd" : "{vex} vpdpbusd";
    String xor = bits == 512 ? "vpxord" : "vpxor";
    all.add(three(dot, text(a), text(b), text(c), s -> s.bytes().dot(a, b, c)));
    all.add(three(dot, text(a), text(b), whole, s -> s.bytes().dot(a, b, m)));
    all.add(three("vpunpcklbw", text(a), text(b), text(c), s -> s.bytes().interleaveLow(a, b, c)));
    all.add(three("vpunpcklbw", text(a), text(b), whole, s -> s.bytes().interleaveLow(a, b, m)));
    all.add(three("vpunpckhbw", text(a), text(b), text(c), s -> s.bytes().interleaveHigh(a, b, c)));
    all.add(three("vpunpckhbw", text(a), text(b), whole, s -> s.bytes().interleaveHigh(a, b, m)));
    all.add(
        three(
            "vpunpcklwd", text(a), text(b), text(c), s -> s.bytes().interleaveLowShorts(a, b, c)));
    all.add(
        three(
            "vpunpckhwd", text(a), text(b), text(c), s -> s.bytes().interleaveHighShorts(a, b, c)));
    all.add(three(xor, text(a), text(b), whole, s -> s.bytes().xor(a, b, m)));
    all.add(three(xor, text(a), text(b), text(c), s -> s.bytes().xor(a, b, c)));
    all.add(
        three(
            "vpack" + x + "swb",
            text(a),
            text(b),
            text(c),
            s -> s.bytes().ofShorts(a, b, c, signed)));
    all.add(
        three("vpmin" + x + "b", text(a), text(b), whole, s -> s.bytes().least(a, b, m, signed)));
    all.add(
        three(
            "vpmax" + x + "b", text(a), text(b), whole, s -> s.bytes().greatest(a, b, m, signed)));
    all.add(three("vpermd", text(a), text(b), text(c), s -> s.bytes().inOrder(a, b, c)));
    all.add(three("vpmulld", text(a), text(b), whole, s -> s.bytes().multiplyInts(a, b, m)));
  }

  void maskedBytes(List<Instruction> all) {
    Vec a = vec(512);
    Mask mask = mask();
    Gp bits = gp();
    Mem m = mem();
    String k = "{" + text(mask) + "}";
    all.add(two("vmovdqu8", text(a) + k, whole(512, m), s -> s.bytes().load(a, m, mask)));
    all.add(two("vmovdqu8", whole(512, m) + k, text(a), s -> s.bytes().store(m, a, mask)));
    all.add(two("kmovq", text(mask), text(bits), s -> s.bytes().kmov(mask, bits)));
  }

  void widened(List<Instruction> all) {
    Vec a = vec(256);
    Vec b = vec(256);
    Vec c = vec(256);
    Mem m = mem();
    boolean signed = random.nextBoolean();
    String x = signed ? "s" : "z";
    all.add(three("vandps", text(a), text(b), text(c), s -> s.and(a, b, c)));
    all.add(three("vcmpordps", text(a), text(b), text(b), s -> s.isNumber(a, b)));
    all.add(
        two(
            "vpmov" + x + "xbw",
            text(a),
            "XMMWORD PTR " + text(m),
            s -> s.integers().bytesToShorts(a, m, signed)));
  }
}
