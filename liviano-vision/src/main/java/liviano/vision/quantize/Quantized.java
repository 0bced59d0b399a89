package liviano.vision.quantize;

import liviano.model.Model;

/**
 * A network in integers, and the one of floats that it stands for.
 *
 * @param model in integers; its inputs and outputs are 32-bit floats
 * @param floats the network that was given, with batch norms folded and, where that was asked,
 *     equalized: its layers mean the same as those of the integers
 */
public record Quantized(Model model, Model floats) {}
