package liviano.vision;

/**
 * How much of a picture one class covers.
 *
 * @param index the class's number in the model
 * @param label its name
 * @param pixels how many pixels are of this class
 * @param share of all pixels, from 0 to 1
 */
public record ClassArea(int index, String label, long pixels, double share) {}
