/**
 * A graph as a network that libtorch trains: its constants as tensors under their own names, its
 * nodes as operations with gradients, and its weights back as they are after training.
 *
 * <p>{@link liviano.train.network.TorchNetwork} is what the others use. Inside, {@code Operations}
 * makes a layer of each node by one switch; {@code Layout} says where the numbers of values are in
 * tensors, and {@code Stored} those of constants; {@code Schedule} runs the layers one after
 * another. What a network starts from is made of other weights or of none: {@link
 * liviano.train.network.InitialWeights}, {@link liviano.train.network.BaseWeights}, {@link
 * liviano.train.network.NormRestorer}.
 */
package liviano.train.network;
