package liviano.paper.published;

import liviano.cost.Cost;
import liviano.cost.Counting;
import liviano.graph.Graph;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;

/**
 * What we count of a row's network, all passes over a picture together.
 *
 * @param parameters with batch norm's scale and offset
 * @param parametersWithoutNorm without them
 * @param parametersWithStatistics with its mean and variance too
 * @param multiplyAdds counted densely
 * @param paddedMultiplyAdds counted as TensorFlow 1 ran atrous convolutions: {@link
 *     Counting#SPACE_TO_BATCH}
 */
public record Count(
    long parameters,
    long parametersWithoutNorm,
    long parametersWithStatistics,
    long multiplyAdds,
    long paddedMultiplyAdds) {

  /**
   * Builds the row's network and counts it.
   *
   * @throws IllegalArgumentException if the zoo has no such network
   */
  public static Count of(Row row) {
    Recipe recipe = row.setup().recipe();
    long dense = 0;
    long padded = 0;
    for (int side : row.passes().sides(recipe.resolution())) {
      Graph graph = Zoo.graph(recipe.withResolution(side));
      dense += cost(row, graph, Counting.DENSE).multiplyAdds();
      padded += cost(row, graph, Counting.SPACE_TO_BATCH).multiplyAdds();
    }
    Cost cost = cost(row, Zoo.graph(recipe), Counting.DENSE);
    return new Count(
        cost.parameters(),
        cost.parametersWithoutNorm(),
        cost.parametersWithStatistics(),
        dense * row.passes().times(),
        padded * row.passes().times());
  }

  private static Cost cost(Row row, Graph graph, Counting counting) {
    Cost cost = Cost.of(graph, counting);
    return row.parts().isEmpty() ? cost : cost.parts(row.parts());
  }
}
