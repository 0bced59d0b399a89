/**
 * Labelled pictures as training samples. Nothing here needs libtorch.
 *
 * <p>The way of a picture: {@link liviano.train.data.ClassificationData}, {@link
 * liviano.train.data.DetectionData} and {@link liviano.train.data.SegmentationData} say which
 * pictures are for what. A {@link liviano.train.data.SampleSource} of each task prepares them one
 * by one: exactly as the model's card says, or changed at random first, where the seed and the
 * index decide everything. {@link liviano.train.data.Batches} puts samples together as a {@link
 * liviano.train.data.BatchPlan} says, ahead of time and on other threads; their number changes
 * nothing, and a run that goes on in the middle of an epoch sees the same batches.
 */
package liviano.train.data;
