/**
 * What can be trained: classifiers, detectors, segmenters. Each puts together a network, its data,
 * its loss and its measure, as the {@link liviano.train.loop.Trainer} takes them.
 */
package liviano.train.tasks;
