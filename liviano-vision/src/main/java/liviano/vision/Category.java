package liviano.vision;

/**
 * A class with its score.
 *
 * @param index the class's number in the model
 * @param label its name; {@code class N} where the model's card names none
 * @param score its probability, from 0 to 1
 */
public record Category(int index, String label, float score) {}
