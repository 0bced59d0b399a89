package liviano.kernels.nativecode;

import liviano.kernels.PackedWeights;

/**
 * Some of the biases of a layer, zeros after them up to whole vectors.
 *
 * @param first the first of them
 * @param outputs how many
 * @param padded how many with the zeros
 */
record PaddedBias(int first, int outputs, int padded) implements PackedWeights.Layout {}
