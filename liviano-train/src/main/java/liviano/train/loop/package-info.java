/**
 * The loop of training: steps, epochs, validation, checkpoints, going on where a run was broken
 * off. What is trained is a {@link liviano.train.loop.TrainTask}.
 */
package liviano.train.loop;
