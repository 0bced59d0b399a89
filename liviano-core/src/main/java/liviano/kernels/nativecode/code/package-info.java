/**
 * Pieces of x86-64 machine code: what they compute, how they are written with the assembler, and
 * their arguments. Nothing here runs.
 */
package liviano.kernels.nativecode.code;
