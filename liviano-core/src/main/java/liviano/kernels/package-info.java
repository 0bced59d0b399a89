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
 *       infinite weight over padding gives no NaN.
 * </ul>
 */
package liviano.kernels;
