package liviano.train.optimize;

import org.bytedeco.pytorch.Tensor;

/**
 * A parameter that is trained.
 *
 * @param name unique among those of an optimizer
 * @param tensor a leaf that requires gradients
 * @param rateFactor what the learning rate is multiplied by for it
 * @param weightDecay its numbers, times this, are added to their gradients: the gradient of half
 *     the sum of their squares
 */
public record TrainedParameter(String name, Tensor tensor, double rateFactor, double weightDecay) {}
