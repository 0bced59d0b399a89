/**
 * Post-training quantization: a network of 32-bit floats becomes one of 8-bit integers, by the
 * ranges of its values on some pictures (Nagel et al. 2019, <em>Data-Free Quantization Through
 * Weight Equalization and Bias Correction</em>, arXiv:1906.04721, for two of its measures).
 */
package liviano.vision.quantize;
