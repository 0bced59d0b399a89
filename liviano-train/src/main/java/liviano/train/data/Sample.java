package liviano.train.data;

/**
 * A picture as a network reads it, with what it shows.
 *
 * @param input height x width x channels, channels innermost, prepared as the model's card says
 * @param label what the network should answer
 */
public record Sample<L>(float[] input, L label) {}
