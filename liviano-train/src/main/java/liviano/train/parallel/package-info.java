/**
 * Data-parallel training by several processes: each has the whole network and a part of the data,
 * and they average their gradients at every step. They talk over libtorch's Gloo, on one machine or
 * many, and find each other by what torchrun puts into the environment.
 */
package liviano.train.parallel;
