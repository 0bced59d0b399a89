package liviano.vision.quantize;

/**
 * What became of one layer's result in integers, on the pictures that were compared.
 *
 * @param name of the layer
 * @param scale of its integers
 * @param zeroPoint the integer that stands for zero
 * @param decibels the ratio of the squared numbers of the float network to the squared differences
 *     of the integer network from them; infinite where there is no difference
 */
public record LayerNoise(String name, float scale, int zeroPoint, double decibels) {}
