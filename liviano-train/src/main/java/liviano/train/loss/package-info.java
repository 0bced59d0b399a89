/** Losses on libtorch's tensors: one number that gradients are computed from. */
package liviano.train.loss;
