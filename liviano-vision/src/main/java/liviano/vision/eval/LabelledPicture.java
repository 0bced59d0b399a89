package liviano.vision.eval;

/**
 * A picture of a data set, with what it shows.
 *
 * @param file its name within the data set's folder; never a way out of it
 * @param label the number of its class, from 0
 */
public record LabelledPicture(String file, int label) {}
