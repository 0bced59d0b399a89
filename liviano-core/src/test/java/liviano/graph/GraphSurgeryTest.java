package liviano.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import liviano.tensor.Shape;
import org.junit.jupiter.api.Test;

class GraphSurgeryTest {
  private static final Op RELU6 = new Op.Relu6();
  private static final Window ONE = Window.square(1, 1, Padding.SAME);

  /** in - a - b - sum, where the shortcut joins a and b; a is an output too. */
  private static Graph graph() {
    GraphBuilder b = Graph.builder();
    Value in = b.input("in", Shape.of(4, 4, 3));
    Value a = b.add("a", new Op.Conv2d(5, ONE, 1, true), in);
    Value c = b.add("b", new Op.Conv2d(5, ONE, 1, true), a);
    Value sum = b.add("sum", new Op.Add(), a, c);
    return b.output("features", a).output("end", sum).build();
  }

  @Test
  void everybodyReadsWhatTheOperationGives() {
    Graph cut = GraphSurgery.insertAfter(graph(), List.of("a"), "cut", RELU6);

    assertThat(cut.nodes()).extracting(Node::name).containsExactly("a", "a.cut", "b", "sum");
    assertThat(reads(cut, "a.cut")).containsExactly("a");
    assertThat(reads(cut, "b")).containsExactly("a.cut");
    assertThat(reads(cut, "sum")).containsExactly("a.cut", "b");
    assertThat(cut.outputs().get("features").name()).isEqualTo("a.cut");
    assertThat(cut.outputs().keySet()).containsExactly("features", "end");
    assertThat(cut.params().toList()).isEqualTo(graph().params().toList());
  }

  @Test
  void severalAtOnceInputsAndEndsToo() {
    Graph cut = GraphSurgery.insertAfter(graph(), List.of("sum", "in"), "cut", RELU6);

    assertThat(reads(cut, "a")).containsExactly("in.cut");
    assertThat(cut.inputs()).extracting(Value::name).containsExactly("in");
    assertThat(cut.outputs().get("end").name()).isEqualTo("sum.cut");
    assertThat(GraphSurgery.insertAfter(graph(), List.of(), "cut", RELU6)).isEqualTo(graph());
  }

  @Test
  void whatCannotBeSewnIsRefused() {
    assertThatThrownBy(() -> GraphSurgery.insertAfter(graph(), List.of("z"), "cut", RELU6))
        .isInstanceOf(GraphException.class)
        .hasMessage("there is no value 'z'");
    assertThatThrownBy(
            () -> GraphSurgery.insertAfter(graph(), List.of("a"), "x", new Op.BatchNorm(0)))
        .isInstanceOf(GraphException.class)
        .hasMessageContaining("needs constants");
    assertThatThrownBy(
            () -> GraphSurgery.insertAfter(graph(), List.of("a"), "x", new Op.GlobalAveragePool()))
        .isInstanceOf(GraphException.class);
    Graph once = GraphSurgery.insertAfter(graph(), List.of("a"), "cut", RELU6);
    assertThatThrownBy(() -> GraphSurgery.insertAfter(once, List.of("a"), "cut", RELU6))
        .isInstanceOf(GraphException.class)
        .hasMessageContaining("taken");
  }

  private static List<String> reads(Graph graph, String name) {
    return graph.nodes().stream()
        .filter(node -> node.name().equals(name))
        .flatMap(node -> node.inputs().stream())
        .map(Value::name)
        .toList();
  }
}
