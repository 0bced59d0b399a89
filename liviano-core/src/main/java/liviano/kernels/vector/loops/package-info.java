/** The inner loops on vectors, and how their operands lie in memory. Kernels are made of them. */
package liviano.kernels.vector.loops;
