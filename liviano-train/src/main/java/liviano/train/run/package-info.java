/**
 * The folder of a run: its configuration, the figures of its epochs, its checkpoints, curves and
 * report. Files alone: whoever trains fills it, and whoever lists runs reads it. Start at {@link
 * liviano.train.run.RunFolder} to write one, and at {@link liviano.train.run.RunSummary} to read.
 */
package liviano.train.run;
