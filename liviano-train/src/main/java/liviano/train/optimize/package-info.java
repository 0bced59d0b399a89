/** Optimizers on libtorch's tensors, written out as their papers and frameworks define them. */
package liviano.train.optimize;
