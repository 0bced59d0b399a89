/**
 * The seam to libtorch: loading it, tensors from and to Java arrays, memory that is freed when a
 * scope ends, and its errors as one line.
 *
 * <p>Maps are {@code [batch, channels, height, width]} here, as libtorch counts them, and lie in
 * memory with the channels innermost; the graph's own order of extents ends at {@code
 * liviano.train.network}.
 */
package liviano.train.torch;
