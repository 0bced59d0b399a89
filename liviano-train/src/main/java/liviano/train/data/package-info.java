/**
 * Labelled pictures as training samples: sources for classification, detection and segmentation,
 * augmentation that a seed decides, and batches that are prepared ahead on other threads. Pictures
 * are prepared as the model's card says, so that training sees what use will see. Nothing here
 * needs libtorch.
 */
package liviano.train.data;
