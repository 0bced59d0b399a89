/**
 * What computes it: tasks, which only describe, and the providers that turn a task into a {@link
 * liviano.kernels.Kernel}. This package knows neither graphs nor models.
 *
 * <p>The numeric contract, held by the kernel suite for every provider:
 *
 * <ul>
 *   <li>tensors are dense NHWC, little-endian, each starting on a 64-byte boundary;
 *   <li>a kernel gives the same bits however its units are spread over threads;
 *   <li>a clamp is two comparisons, {@code x < min ? min : x} and then {@code x > max ? max : x}:
 *       NaN passes through, and a negative zero is not below zero;
 *   <li>padding contributes nothing: a padded position is left out, never multiplied, so that an
 *       infinite weight beside padding makes no NaN;
 *   <li>the terms of a sum may be added in any order, each product rounded or fused with its
 *       addition. Before the clamp, two providers differ by at most 4e-6 of the sum of the terms'
 *       sizes and a smallest float for each product, as long as that sum of sizes is itself below
 *       the largest float. Beyond it a partial sum may overflow in one order and not in another:
 *       either result may then be infinite or NaN, and where both are finite the same bound holds;
 *   <li>sums of integers follow {@link liviano.kernels.Requantize}: every provider gives the same
 *       bits.
 * </ul>
 *
 * <p>Kernels of machine code read and write by address, and none looks again at what its task says.
 * That a task's parts fit each other is therefore checked where a task is made, that sizes stay
 * within {@code int} and {@code long} where a {@link liviano.kernels.Geometry} is, and what is
 * packed is known by its {@link liviano.kernels.Origin}; {@code docs/notes/invariants.md} lists
 * every such rule with the place that holds it and its test.
 */
package liviano.kernels;
