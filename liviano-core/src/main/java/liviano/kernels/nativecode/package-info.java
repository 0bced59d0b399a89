/**
 * Kernels in machine code that is assembled at run time for the processor at hand, x86-64 with
 * AVX-512 or AVX2 and FMA, under the System V calling convention of Linux and macOS.
 *
 * <p>A piece of code reads all it needs to know from a {@link
 * liviano.kernels.nativecode.code.ArgumentBlock block} of numbers, the one argument it is called
 * with.
 */
package liviano.kernels.nativecode;
