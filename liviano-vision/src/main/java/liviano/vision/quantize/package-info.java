/**
 * Post-training quantization: a network of 32-bit floats becomes one of 8-bit integers, by the
 * ranges of its values on some pictures (Nagel et al. 2019, <em>Data-Free Quantization Through
 * Weight Equalization and Bias Correction</em>, arXiv:1906.04721, for two of its measures). Start
 * at {@link liviano.vision.quantize.Quantizer}. Training that reckons with the rounding makes its
 * integers by {@link liviano.vision.quantize.IntegerPlan}.
 */
package liviano.vision.quantize;
