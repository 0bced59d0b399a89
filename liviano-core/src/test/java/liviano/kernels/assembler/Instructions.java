package liviano.kernels.assembler;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Instructions of every kind with registers and places drawn from a seed, and how they are read.
 */
final class Instructions extends OperandDraws {
  private final IntegerDraws integers;

  Instructions(long seed) {
    super(new Random(seed));
    this.integers = new IntegerDraws(random);
  }

  List<Instruction> draw(int ofEach) {
    List<Instruction> all = new ArrayList<>();
    for (int i = 0; i < ofEach; i++) {
      generalPurpose(all);
      vectors(all, 256);
      vectors(all, 512);
      masked(all);
      doubles(all, 256);
      doubles(all, 512);
      integers.integers(all, 256);
      integers.integers(all, 512);
      integers.widened(all);
      narrowed(all);
      fixedPoint(all, 256);
      fixedPoint(all, 512);
      integers.bytes(all, 256);
      integers.bytes(all, 512);
      integers.maskedBytes(all);
      bf16(all, 256);
      bf16(all, 512);
      bf16Moved(all);
    }
    return all;
  }

  private void generalPurpose(List<Instruction> all) {
    Gp a = gp();
    Gp b = gp();
    Mem m = mem();
    int n = random.nextBoolean() ? random.nextInt(-128, 128) : random.nextInt();
    all.add(
        new Instruction(
            String.format(Locale.ROOT, "mov %s,%s", text(a), text(b)), s -> s.mov(a, b)));
    all.add(
        new Instruction(
            String.format(Locale.ROOT, "mov %s,QWORD PTR %s", text(a), text(m)), s -> s.mov(a, m)));
    all.add(
        new Instruction(
            String.format(Locale.ROOT, "mov QWORD PTR %s,%s", text(m), text(a)), s -> s.mov(m, a)));
    all.add(
        new Instruction(
            String.format(Locale.ROOT, "mov %s,DWORD PTR %s", low32(a), text(m)),
            s -> s.mov32(a, m)));
    all.add(
        new Instruction(
            String.format(Locale.ROOT, "mov DWORD PTR %s,%s", text(m), low32(a)),
            s -> s.mov32(m, a)));
    all.add(
        new Instruction(
            String.format(Locale.ROOT, "mov %s,%s", text(a), hex(n)), s -> s.mov(a, n)));
    all.add(
        new Instruction(
            String.format(Locale.ROOT, "lea %s,%s", text(a), text(m)), s -> s.lea(a, m)));
    all.add(
        new Instruction(
            String.format(Locale.ROOT, "add %s,%s", text(a), text(b)), s -> s.add(a, b)));
    all.add(
        new Instruction(
            String.format(Locale.ROOT, "add %s,%s", text(a), hex(n)), s -> s.add(a, n)));
    all.add(
        new Instruction(
            String.format(Locale.ROOT, "add %s,QWORD PTR %s", text(a), text(m)), s -> s.add(a, m)));
    all.add(
        new Instruction(
            String.format(Locale.ROOT, "sub %s,%s", text(a), hex(n)), s -> s.sub(a, n)));
    all.add(
        new Instruction(
            String.format(Locale.ROOT, "test %s,%s", text(a), text(b)), s -> s.test(a, b)));
    all.add(new Instruction(String.format(Locale.ROOT, "push %s", text(a)), s -> s.push(a)));
    all.add(new Instruction(String.format(Locale.ROOT, "pop %s", text(a)), s -> s.pop(a)));
    all.add(new Instruction(String.format(Locale.ROOT, "call %s", text(a)), s -> s.call(a)));
    all.add(
        new Instruction(
            String.format(Locale.ROOT, "prefetcht0 BYTE PTR %s", text(m)), s -> s.prefetch(m)));
    all.add(
        new Instruction(
            String.format(Locale.ROOT, "prefetcht1 BYTE PTR %s", text(m)), s -> s.prefetchFar(m)));
    all.add(new Instruction("ret", Assembler::ret));
    all.add(new Instruction("cpuid", Assembler::cpuid));
    all.add(new Instruction("xgetbv", Assembler::xgetbv));
    all.add(new Instruction("vzeroupper", Assembler::vzeroupper));
  }

  private void vectors(List<Instruction> all, int bits) {
    Vec a = vec(bits);
    Vec b = vec(bits);
    Vec c = vec(bits);
    Mem m = mem();
    String whole = (bits == 512 ? "ZMMWORD" : "YMMWORD") + " PTR " + text(m);
    all.add(two("vmovups", text(a), whole, s -> s.load(a, m)));
    all.add(two("vmovups", whole, text(a), s -> s.store(m, a)));
    all.add(two("vmovaps", text(a), text(b), s -> s.move(a, b)));
    all.add(two("vbroadcastss", text(a), "DWORD PTR " + text(m), s -> s.broadcast(a, m)));
    String xor = bits == 512 ? "vpxord" : "vpxor";
    all.add(three(xor, text(a), text(a), text(a), s -> s.zero(a)));
    all.add(three("vaddps", text(a), text(b), text(c), s -> s.add(a, b, c)));
    all.add(three("vaddps", text(a), text(b), whole, s -> s.add(a, b, m)));
    all.add(three("vmulps", text(a), text(b), text(c), s -> s.multiply(a, b, c)));
    all.add(three("vmulps", text(a), text(b), whole, s -> s.multiply(a, b, m)));
    all.add(three("vsubps", text(a), text(b), text(c), s -> s.subtract(a, b, c)));
    all.add(three("vsubps", text(a), text(b), whole, s -> s.subtract(a, b, m)));
    all.add(three("vdivps", text(a), text(b), text(c), s -> s.divide(a, b, c)));
    all.add(three("vdivps", text(a), text(b), whole, s -> s.divide(a, b, m)));
    all.add(three("vmaxps", text(a), text(b), text(c), s -> s.greatest(a, b, c)));
    all.add(three("vmaxps", text(a), text(b), whole, s -> s.greatest(a, b, m)));
    all.add(three("vminps", text(a), text(b), text(c), s -> s.least(a, b, c)));
    all.add(three("vminps", text(a), text(b), whole, s -> s.least(a, b, m)));
    all.add(three("vfmadd231ps", text(a), text(b), text(c), s -> s.fma(a, b, c)));
  }

  private void doubles(List<Instruction> all, int bits) {
    Vec a = vec(bits);
    Vec b = vec(bits);
    Vec c = vec(bits);
    Mem m = mem();
    int shift = random.nextInt(2, 63);
    String whole = (bits == 512 ? "ZMMWORD" : "YMMWORD") + " PTR " + text(m);
    String half = (bits == 512 ? "YMMWORD" : "XMMWORD") + " PTR " + text(m);
    all.add(two("vcvtps2pd", text(a), half, s -> s.doubles().ofFloats(a, m)));
    all.add(two("vcvtpd2ps", half(a), text(b), s -> s.doubles().toFloats(a, b)));
    all.add(two("vbroadcastsd", text(a), "QWORD PTR " + text(m), s -> s.doubles().broadcast(a, m)));
    all.add(three("vaddpd", text(a), text(b), text(c), s -> s.doubles().add(a, b, c)));
    all.add(three("vsubpd", text(a), text(b), text(c), s -> s.doubles().subtract(a, b, c)));
    all.add(three("vdivpd", text(a), text(b), text(c), s -> s.doubles().divide(a, b, c)));
    all.add(three("vfmadd231pd", text(a), text(b), whole, s -> s.doubles().fma(a, b, m)));
    all.add(three("vfmadd213pd", text(a), text(b), whole, s -> s.doubles().multiplyAdd(a, b, m)));
    all.add(three("vpaddq", text(a), text(b), text(c), s -> s.doubles().addLongs(a, b, c)));
    all.add(three("vpaddq", text(a), text(b), whole, s -> s.doubles().addLongs(a, b, m)));
    all.add(three("vpmuludq", text(a), text(b), whole, s -> s.doubles().multiplyLowInts(a, b, m)));
    all.add(
        three(
            "vpsrlq", text(a), text(b), hex(shift), s -> s.doubles().shiftLongsRight(a, b, shift)));
    all.add(
        three(
            "vpsllq", text(a), text(b), hex(shift), s -> s.doubles().shiftLongsLeft(a, b, shift)));
  }

  private void fixedPoint(List<Instruction> all, int bits) {
    Vec a = vec(bits);
    Vec b = vec(bits);
    Vec c = vec(bits);
    Mem m = mem();
    boolean wide = bits == 512;
    String whole = whole(bits, m);
    String join = wide ? "vinserti64x4" : "vinserti128";
    String upper = wide ? "vextracti64x4" : "vextracti128";
    String round = wide ? "vrndscalepd" : "vroundpd";
    all.add(two("vcvtdq2pd", text(a), half(b), s -> s.integers().lowIntsToDoubles(a, b)));
    all.add(two("vcvtpd2dq", half(a), text(b), s -> s.integers().doublesToLowInts(a, b)));
    all.add(
        new Instruction(
            String.format(Locale.ROOT, "%s %s,%s,%s,0x1", join, text(a), text(b), half(c)),
            s -> s.integers().joinHalves(a, b, c)));
    all.add(three(upper, half(a), text(b), "0x1", s -> s.integers().upperHalf(a, b)));
    all.add(three("vandpd", text(a), text(b), whole, s -> s.doubles().and(a, b, m)));
    all.add(three("vorpd", text(a), text(b), whole, s -> s.doubles().or(a, b, m)));
    all.add(three("vaddpd", text(a), text(b), text(c), s -> s.doubles().add(a, b, c)));
    all.add(three("vaddpd", text(a), text(b), whole, s -> s.doubles().add(a, b, m)));
    all.add(three("vmulpd", text(a), text(b), whole, s -> s.doubles().multiply(a, b, m)));
    all.add(three("vminpd", text(a), text(b), whole, s -> s.doubles().least(a, b, m)));
    all.add(three("vmaxpd", text(a), text(b), whole, s -> s.doubles().greatest(a, b, m)));
    all.add(three(round, text(a), text(b), "0x1", s -> s.doubles().floor(a, b)));
    all.add(three(round, text(a), text(b), "0x3", s -> s.doubles().truncate(a, b)));
  }

  private void bf16(List<Instruction> all, int bits) {
    Vec a = vec(bits);
    Vec b = vec(bits);
    Vec c = vec(bits);
    Mem m = mem();
    Mask mask = mask();
    String z = "{" + text(mask) + "}{z}";
    String half = (bits == 512 ? "YMMWORD" : "XMMWORD") + " PTR " + text(m);
    String pair = "DWORD BCST " + text(m);
    all.add(three("vdpbf16ps", text(a), text(b), text(c), s -> s.bf16().dot(a, b, c)));
    all.add(three("vdpbf16ps", text(a), text(b), pair, s -> s.bf16().dotBroadcast(a, b, m)));
    all.add(two("vcvtneps2bf16", half(a), text(b), s -> s.bf16().narrow(a, b)));
    all.add(two("vpmovzxwd", text(a), half, s -> s.bf16().widen(a, m)));
    all.add(two("vpmovzxwd", text(a) + z, half, s -> s.bf16().widen(a, m, mask)));
    all.add(three("vpslld", text(a), text(b), "0x10", s -> s.bf16().toFloats(a, b)));
    all.add(three("vmaxps", text(a), text(b), text(c), s -> s.bf16().greatest(a, b, c)));
    all.add(three("vminps", text(a), text(b), text(c), s -> s.bf16().least(a, b, c)));
    all.add(two("vmovdqu16", half, half(a), s -> s.bf16().storeHalf(m, a)));
    all.add(
        two(
            "vpbroadcastw",
            text(a) + z,
            "WORD PTR " + text(m),
            s -> s.bf16().broadcast(a, m, mask)));
  }

  private void bf16Moved(List<Instruction> all) {
    Vec a = vec(512);
    Vec b = vec(512);
    Vec c = vec(512);
    Mem m = mem();
    Gp bits = gp();
    Mask mask = mask();
    String k = "{" + text(mask) + "}";
    String whole = "ZMMWORD PTR " + text(m);
    all.add(three("vcvtne2ps2bf16", text(a), text(b), text(c), s -> s.bf16().pack(a, c, b)));
    all.add(three("vpunpcklwd", text(a), text(b), text(c), s -> s.bf16().interleaveLow(a, b, c)));
    all.add(three("vpunpckhwd", text(a), text(b), text(c), s -> s.bf16().interleaveHigh(a, b, c)));
    all.add(three("vpermq", text(a), text(b), text(c), s -> s.bf16().permuteQuads(a, b, c)));
    all.add(two("vmovdqu16", text(a) + k + "{z}", whole, s -> s.bf16().load(a, m, mask)));
    all.add(two("vmovdqu16", whole + k, text(a), s -> s.bf16().store(m, a, mask)));
    all.add(two("kmovd", text(mask), low32(bits), s -> s.bf16().mask(mask, bits)));
  }

  private void narrowed(List<Instruction> all) {
    Vec a = vec(256);
    Vec b = vec(256);
    Vec c = vec(256);
    Mem m = mem();
    boolean signed = random.nextBoolean();
    int order = random.nextInt(256);
    int bytes = random.nextInt(1, 16);
    all.add(
        three("vpackssdw", half(a), half(b), half(c), s -> s.integers().lowIntsToShorts(a, b, c)));
    all.add(
        three(
            signed ? "vpacksswb" : "vpackuswb",
            half(a),
            half(b),
            half(c),
            s -> s.integers().lowShortsToBytes(a, b, c, signed)));
    all.add(three("vpermq", text(a), text(b), hex(order), s -> s.integers().quarters(a, b, order)));
    all.add(
        three(
            "vpsrldq",
            half(a),
            half(b),
            hex(bytes),
            s -> s.integers().shiftBytesDown(a, b, bytes)));
    all.add(stored("vmovups XMMWORD PTR %s,%s", a, m, 16));
    all.add(stored("vmovq QWORD PTR %s,%s", a, m, 8));
    all.add(stored("vmovd DWORD PTR %s,%s", a, m, 4));
    all.add(stored("vpextrw WORD PTR %s,%s,0x0", a, m, 2));
    all.add(stored("vpextrb BYTE PTR %s,%s,0x0", a, m, 1));
  }

  private static Instruction stored(String form, Vec from, Mem to, int bytes) {
    return new Instruction(
        String.format(Locale.ROOT, form, text(to), half(from)),
        s -> s.integers().storeFirst(to, from, bytes));
  }

  private void masked(List<Instruction> all) {
    Vec wide = vec(512);
    Vec other = vec(512);
    Vec narrow = vec(256);
    Vec lanes = vec(256);
    Mask mask = mask();
    Gp bits = gp();
    Mem m = mem();
    String k = "{" + text(mask) + "}";
    String zmmword = "ZMMWORD PTR " + text(m);
    String ymmword = "YMMWORD PTR " + text(m);
    all.add(two("vmovups", text(wide) + k, zmmword, s -> s.load(wide, m, mask)));
    all.add(two("vmovups", zmmword + k, text(wide), s -> s.store(m, wide, mask)));
    all.add(
        three("vaddps", text(wide) + k, text(other), zmmword, s -> s.add(wide, other, m, mask)));
    all.add(
        three(
            "vfmadd231ps",
            text(wide),
            text(other),
            "DWORD BCST " + text(m),
            s -> s.fmaBroadcast(wide, other, m)));
    all.add(
        three(
            "vfmadd231ps",
            text(narrow),
            text(lanes),
            "DWORD BCST " + text(m),
            s -> s.fmaBroadcast(narrow, lanes, m)));
    all.add(three("vmaskmovps", text(narrow), text(lanes), ymmword, s -> s.load(narrow, m, lanes)));
    all.add(
        three("vmaskmovps", ymmword, text(lanes), text(narrow), s -> s.store(m, narrow, lanes)));
    all.add(two("kmovw", text(mask), low32(bits), s -> s.kmov(mask, bits)));
  }
}
