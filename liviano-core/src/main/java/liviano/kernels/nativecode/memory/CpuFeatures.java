package liviano.kernels.nativecode.memory;

import java.lang.foreign.MemorySegment;
import liviano.kernels.Arguments;
import liviano.kernels.assembler.Assembler;
import liviano.kernels.assembler.Gp;
import liviano.kernels.assembler.Mem;

/**
 * What the processor and the operating system offer together, by {@code cpuid} and {@code xgetbv}.
 *
 * @param avx2 AVX2 and FMA, and the system keeps registers of 256 bits
 * @param avx512 AVX-512 F and VL too, and the system keeps registers of 512 bits and masks
 * @param avxDots AVX-VNNI too: dot products of bytes in registers of 256 bits
 * @param avx512Dots AVX-512 VNNI, BW and DQ too: the same in registers of 512 bits
 * @param bf16 of AVX-512, BW and BF16 too
 */
public record CpuFeatures(
    boolean avx2, boolean avx512, boolean avxDots, boolean avx512Dots, boolean bf16) {
  private static final CpuFeatures NONE = new CpuFeatures(false, false, false, false, false);

  private static final int OSXSAVE = 27;
  private static final int FMA = 12;
  private static final int AVX = 28;
  private static final int AVX2 = 5;
  private static final int AVX512_F = 16;
  private static final int AVX512_DQ = 17;
  private static final int AVX512_BW = 30;
  private static final int AVX512_VL = 31;
  private static final int AVX512_VNNI = 11;
  private static final int AVX_VNNI = 4;

  /** In {@code eax} of the second part of leaf 7. */
  private static final int AVX512_BF16 = 5;

  /** Of the extended control register: SSE and AVX state. */
  private static final long AVX_STATE = 0x6;

  /** And masks, the high halves, and the high registers. */
  private static final long AVX512_STATE = 0xE6;

  /**
   * Asks the processor, through two little pieces of code.
   *
   * @throws RefusedException if the system lets no code be made
   */
  public static CpuFeatures detect(CodeMemory memory) {
    MemorySegment cpuid = memory.place(cpuidCode());
    Arguments block = new Arguments(4);
    if (register(cpuid, block, 0, 0, 0) < 7) {
      return NONE;
    }
    long basic = register(cpuid, block, 1, 0, 2);
    boolean avx = bit(basic, OSXSAVE) && bit(basic, AVX) && bit(basic, FMA);
    if (!avx) {
      return NONE;
    }
    long more = register(cpuid, block, 7, 0, 1);
    NativeCall.run(memory.place(xgetbvCode()), block.address(0));
    long state = block.left(0);
    boolean avx2 = bit(more, AVX2) && (state & AVX_STATE) == AVX_STATE;
    boolean avx512 =
        avx2
            && bit(more, AVX512_F)
            && bit(more, AVX512_VL)
            && (state & AVX512_STATE) == AVX512_STATE;
    long most = register(cpuid, block, 7, 0, 0); // the last leaf of its kind
    long evenMore = most >= 1 ? register(cpuid, block, 7, 1, 0) : 0;
    return new CpuFeatures(
        avx2,
        avx512,
        avx2 && bit(evenMore, AVX_VNNI),
        avx512
            && bit(more, AVX512_BW)
            && bit(more, AVX512_DQ)
            && bit(register(cpuid, block, 7, 0, 2), AVX512_VNNI),
        avx512 && bit(more, AVX512_BW) && bit(evenMore, AVX512_BF16));
  }

  /**
   * What a part of a leaf gives in {@code eax}, {@code ebx}, {@code ecx} or {@code edx}: 0 to 3.
   */
  private static long register(
      MemorySegment cpuid, Arguments block, long leaf, long part, int register) {
    block.set(0, leaf);
    block.set(1, part);
    NativeCall.run(cpuid, block.pass(2));
    return block.left(register);
  }

  private static boolean bit(long register, int bit) {
    return (register >> bit & 1) != 0;
  }

  private static byte[] cpuidCode() {
    Assembler code = new Assembler();
    code.push(Gp.RBX);
    code.mov(Gp.RAX, Mem.at(Gp.RDI));
    code.mov(Gp.RCX, Mem.at(Gp.RDI, 8));
    code.cpuid();
    code.mov(Mem.at(Gp.RDI), Gp.RAX);
    code.mov(Mem.at(Gp.RDI, 8), Gp.RBX);
    code.mov(Mem.at(Gp.RDI, 16), Gp.RCX);
    code.mov(Mem.at(Gp.RDI, 24), Gp.RDX);
    code.pop(Gp.RBX);
    code.ret();
    return code.toBytes();
  }

  private static byte[] xgetbvCode() {
    Assembler code = new Assembler();
    code.mov(Gp.RCX, 0);
    code.xgetbv();
    code.mov(Mem.at(Gp.RDI), Gp.RAX);
    code.ret();
    return code.toBytes();
  }
}
