/**
 * What a user imports: {@link liviano.vision.Picture}, the tasks ({@link
 * liviano.vision.ImageClassifier}, {@link liviano.vision.ObjectDetector}, {@link
 * liviano.vision.ImageSegmenter}, {@link liviano.vision.ImageEmbedder}), their options and results,
 * and {@link liviano.vision.PictureRunner} for what no task offers.
 *
 * <p>What is inside a task stands in a package below, which knows pictures but no task.
 */
package liviano.vision;
