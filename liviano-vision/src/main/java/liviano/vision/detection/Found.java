package liviano.vision.detection;

/**
 * An object that was found.
 *
 * @param category the class's index; above 0 where 0 is the background
 * @param score from 0 to 1
 * @param top of the box, as the other sides in fractions of the network's input, clipped to it
 */
public record Found(int category, float score, float top, float left, float bottom, float right) {}
