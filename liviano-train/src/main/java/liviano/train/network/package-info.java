/**
 * A graph as a libtorch module: its parameters under their own names, its operations by one switch,
 * and its weights back as they are after training.
 */
package liviano.train.network;
