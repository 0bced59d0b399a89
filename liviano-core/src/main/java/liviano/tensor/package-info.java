/**
 * What graphs, stored weights and kernels all say about a tensor: the format of its numbers, its
 * extents, how integers stand for real numbers, and how its bytes are read. Depends on no other
 * package.
 */
package liviano.tensor;
