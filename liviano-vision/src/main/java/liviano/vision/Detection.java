package liviano.vision;

/**
 * An object that was found.
 *
 * @param categoryId the class's number in the model, from 1; COCO's category id for a model trained
 *     on COCO
 * @param label its name; {@code class N} where the model's card names none
 * @param score how sure the network is, from 0 to 1
 * @param box where it is, within the picture
 */
public record Detection(int categoryId, String label, float score, Box box) {}
