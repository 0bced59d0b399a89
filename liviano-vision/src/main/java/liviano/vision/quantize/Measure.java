package liviano.vision.quantize;

/**
 * What one step of quantizing brought.
 *
 * @param name of the step, such as {@code equalized}
 * @param decibels the signal-to-noise ratio of the network's outputs with this step and those
 *     before it, as in {@link LayerNoise}
 */
public record Measure(String name, double decibels) {}
