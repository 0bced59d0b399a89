/**
 * A small x86-64 assembler: only the instructions that kernels are made of, in their VEX and EVEX
 * encodings. Encodings are those of the <em>Intel 64 and IA-32 Architectures Software Developer's
 * Manual</em>, volume 2.
 */
package liviano.kernels.assembler;
