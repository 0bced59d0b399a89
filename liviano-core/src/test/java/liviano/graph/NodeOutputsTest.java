package liviano.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import liviano.tensor.DType;
import liviano.tensor.Shape;
import org.junit.jupiter.api.Test;

/** Nodes that give several values. */
class NodeOutputsTest {
  private static final Op HALVES = new Op.Split(2, List.of(2, 4));

  private static Graph graph() {
    GraphBuilder b = Graph.builder();
    Value in = b.input("in", Shape.of(4, 5, 6));
    List<Value> parts = b.add("split", HALVES, List.of(in), List.of("low", "high"));
    Value relu = b.add("relu", new Op.Relu(), parts.getLast());
    return b.output("relu", relu).output("low", parts.getFirst()).build();
  }

  @Test
  void eachHasAShapeOfItsOwn() {
    Node split = graph().nodes().getFirst();

    assertThat(split.outputs()).extracting(Value::name).containsExactly("low", "high");
    assertThat(split.outputs())
        .extracting(Value::shape)
        .containsExactly(Shape.of(4, 5, 2), Shape.of(4, 5, 4));
    assertThatThrownBy(split::output)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("layer split gives 2 values");
  }

  @Test
  void aGraphThatEndsAtOneOfThemKeepsTheNode() {
    Graph graph = graph();

    assertThat(graph.endingAt("low").nodes()).extracting(Node::name).containsExactly("split");
    assertThat(graph.endingAt("high").outputs().get("high").shape()).isEqualTo(Shape.of(4, 5, 4));
    assertThatThrownBy(() -> graph.endingAt("split"))
        .isInstanceOf(GraphException.class)
        .hasMessage("there is no value 'split'; the last are [low, high, relu]");
  }

  @Test
  void anotherInputSizeChangesThemAll() {
    Graph graph = graph().withInputs(Map.of("in", Shape.of(7, 1, 6)));

    assertThat(graph.find("low").orElseThrow().shape()).isEqualTo(Shape.of(7, 1, 2));
    assertThat(graph.find("high").orElseThrow().shape()).isEqualTo(Shape.of(7, 1, 4));
    assertThatThrownBy(() -> graph().withInputs(Map.of("in", Shape.of(4, 5, 7))))
        .isInstanceOf(GraphException.class)
        .hasMessage("layer split: parts of 6 together do not make extent 2 of 4x5x7");
  }

  @Test
  void anOperationIsInsertedAfterOneOfThem() {
    Graph graph = GraphSurgery.insertAfter(graph(), List.of("high"), "then", new Op.Sigmoid());

    assertThat(graph.nodes()).extracting(Node::name).containsExactly("split", "high.then", "relu");
    assertThat(graph.nodes().getLast().input().name()).isEqualTo("high.then");
    assertThat(graph.outputs().get("low").name()).isEqualTo("low");
  }

  @Test
  void namesAreTakenOnce() {
    GraphBuilder b = Graph.builder();
    Value in = b.input("in", Shape.of(4, 5, 6));

    for (List<String> names :
        List.of(List.of("a", "a"), List.of("in", "b"), List.of("split", "c"))) {
      assertThatThrownBy(() -> b.add("split", HALVES, List.of(in), names))
          .isInstanceOf(GraphException.class)
          .hasMessageEndingWith("the name is taken");
    }
    assertThatThrownBy(() -> b.add("s", HALVES, List.of(in), List.of("d", " ")))
        .hasMessage("a layer has no name");
    assertThatThrownBy(() -> b.add("t", HALVES, List.of(in), List.of("e")))
        .hasMessage("layer t: its operation gives 2 values, named are 1");
    assertThatThrownBy(() -> b.add("u", new Op.Relu(), List.of(in), List.of("v")))
        .hasMessage("layer u: its output is called 'v'");
  }

  @Test
  void aNodeMadeByHandIsValidatedToo() {
    Value in = new Value(0, "in", TensorType.f32(Shape.of(4, 5, 6)));
    Value low = new Value(1, "low", TensorType.f32(Shape.of(4, 5, 2)));
    Value high = new Value(2, "high", TensorType.f32(Shape.of(4, 5, 4)));

    assertThat(byHand(in, new Node("split", HALVES, List.of(in), List.of(low, high))).nodes())
        .hasSize(1);
    assertThatThrownBy(() -> byHand(in, new Node("split", HALVES, List.of(in), List.of(high, low))))
        .hasMessage("layer split: it gives 4x5x2, not 4x5x4");
    assertThatThrownBy(() -> byHand(in, new Node("split", HALVES, List.of(in), low)))
        .hasMessage("layer split: its operation gives 2 values, named are 1");
    assertThatThrownBy(() -> byHand(in, new Node("low", HALVES, List.of(in), List.of(low, high))))
        .hasMessage("layer low: the name is taken");
    assertThatThrownBy(() -> new Node("split", HALVES, List.of(in), List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("layer split gives nothing");
  }

  @Test
  void aConstantReadsNothing() {
    GraphBuilder b = Graph.builder();
    Value in = b.input("in", Shape.of(4, 5, 6));
    Value constant = b.add("two", new Op.Constant(Shape.of(6), DType.F32));
    Graph graph = b.output("out", b.add("sum", new Op.Add(), in, constant)).build();

    assertThat(graph.params())
        .singleElement()
        .isEqualTo(new ParamSpec("two.value", ParamSpec.Role.VALUE, Shape.of(6), DType.F32));
  }

  private static Graph byHand(Value in, Node node) {
    return new Graph(
        List.of(in), List.of(node), new LinkedHashMap<>(Map.of("out", node.outputs().getFirst())));
  }
}
