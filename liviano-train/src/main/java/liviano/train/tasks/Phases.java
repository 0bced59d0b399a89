package liviano.train.tasks;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import liviano.graph.Node;
import liviano.graph.Op;
import liviano.graph.ParamSpec;
import liviano.train.loop.Phase;
import liviano.train.network.Mode;
import liviano.train.network.TorchNetwork;
import liviano.train.optimize.TrainedParameter;
import liviano.train.recipe.Stage;
import liviano.train.recipe.TrainRecipe;

/** From a recipe's stages to the phases of a run. */
final class Phases {
  private Phases() {}

  /**
   * The phases.
   *
   * @param heads what the names of the new layers' parameters begin with
   * @param norm how batch norm acts where all is trained; while the head alone is trained, the
   *     layers below are as they are in use
   */
  static List<Phase> of(TrainRecipe recipe, List<String> heads, Mode norm) {
    return recipe.stages().stream()
        .map(
            stage ->
                new Phase(
                    stage.name(),
                    stage.epochs(),
                    stage.optimizer(),
                    stage.rate()::at,
                    stage.headOnly() ? Mode.FROZEN_NORM : norm,
                    network -> trained(network, recipe, stage, heads)))
        .toList();
  }

  private static List<TrainedParameter> trained(
      TorchNetwork network, TrainRecipe recipe, Stage stage, List<String> heads) {
    Set<String> decayed = decayed(network, recipe.decayDepthwise());
    List<TrainedParameter> trained = new ArrayList<>();
    network
        .parameters()
        .forEach(
            (name, tensor) -> {
              boolean head = heads.stream().anyMatch(name::startsWith);
              if ((head || !stage.headOnly()) && !network.isFrozen(name)) {
                trained.add(
                    new TrainedParameter(
                        name,
                        tensor,
                        head ? 1 : stage.bodyFactor(),
                        decayed.contains(name) ? recipe.weightDecay() : 0));
              }
            });
    return trained;
  }

  /** The weights of layers that sum up; not biases, and not the scales of batch norm. */
  private static Set<String> decayed(TorchNetwork network, boolean depthwise) {
    return network.graph().nodes().stream()
        .filter(node -> sumsUp(node, depthwise))
        .flatMap(node -> node.params().stream())
        .filter(spec -> spec.role() == ParamSpec.Role.WEIGHT)
        .map(ParamSpec::name)
        .collect(Collectors.toSet());
  }

  private static boolean sumsUp(Node node, boolean depthwise) {
    return switch (node.op()) {
      case Op.DepthwiseConv2d _ -> depthwise;
      case Op.Convolution _, Op.TransposedConv2d _, Op.Dense _ -> true;
      default -> false;
    };
  }
}
