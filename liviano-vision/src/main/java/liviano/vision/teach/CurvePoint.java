package liviano.vision.teach;

import liviano.vision.eval.ConfusionMatrix;

/**
 * How well a model does that was taught with fewer pictures.
 *
 * @param perClass the most pictures of a class that it was taught with
 * @param pictures that it was taught with
 */
public record CurvePoint(int perClass, int pictures, ConfusionMatrix.Interval accuracy) {}
