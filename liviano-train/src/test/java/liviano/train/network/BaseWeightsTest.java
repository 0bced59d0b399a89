package liviano.train.network;

import static org.assertj.core.api.Assertions.assertThat;

import liviano.graph.Graph;
import liviano.model.RandomWeights;
import liviano.weights.Weights;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import org.junit.jupiter.api.Test;

class BaseWeightsTest {
  private static final Recipe RECIPE =
      Recipe.of("mobilenet_v2").withWidth(0.25).withResolution(96).withClasses(10);

  @Test
  void anotherNumberOfClassesStartsTheClassifierAnew() {
    Graph graph = Zoo.graph(RECIPE.withClasses(7));
    Weights base = RandomWeights.of(Zoo.graph(RECIPE), 5);

    BaseWeights weights = BaseWeights.of(graph, base, 1);

    assertThat(weights.fresh()).containsExactly("classifier.weight", "classifier.bias");
    assertThat(weights.unused()).containsExactly("classifier.weight", "classifier.bias");
    assertThat(weights.copied()).hasSize(base.size() - 2);
    weights
        .copied()
        .forEach(name -> assertThat(weights.weights().get(name)).isEqualTo(base.get(name)));
    Weights initial = InitialWeights.of(graph, 1);
    weights
        .fresh()
        .forEach(name -> assertThat(weights.weights().get(name)).isEqualTo(initial.get(name)));
    assertThat(weights.weights().names()).containsExactlyElementsOf(initial.names());
  }

  @Test
  void aDetectorStartsFromAClassifier() {
    Graph detector =
        Zoo.graph(Recipe.of("ssdlite_mobilenet_v2").withWidth(0.25).withResolution(96));
    Weights base = RandomWeights.of(Zoo.graph(RECIPE), 5);

    BaseWeights weights = BaseWeights.of(detector, base, 1);

    assertThat(weights.unused()).containsExactly("classifier.weight", "classifier.bias");
    assertThat(weights.fresh()).allMatch(name -> name.matches("(extras|predictors)\\..*"));
    assertThat(weights.copied()).contains("head.conv.weight", "stem.conv.norm.mean");
  }
}
