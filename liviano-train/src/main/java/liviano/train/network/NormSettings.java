package liviano.train.network;

import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import liviano.graph.Node;
import liviano.train.torch.SummedGradients;

/**
 * How a network's batch norms train, asked for at each step.
 *
 * @param kept the part of the old statistics that stays at a step
 * @param frozen which of them keep to their statistics in every mode
 * @param workers sums numbers over all of them, where batches are taken together
 */
record NormSettings(
    DoubleSupplier kept, Predicate<Node> frozen, Supplier<Optional<SummedGradients>> workers) {}
