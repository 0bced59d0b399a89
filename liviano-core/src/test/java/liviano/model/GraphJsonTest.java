package liviano.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import liviano.Limits;
import liviano.Limits.Limit;
import liviano.LivianoException;
import liviano.UnsupportedModelException;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.Op;
import liviano.graph.TensorType;
import liviano.graph.Value;
import liviano.json.Json;
import liviano.json.JsonObject;
import liviano.tensor.DType;
import liviano.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Graphs as JSON: nodes of several outputs, constants, and what a file may say wrongly of them. */
class GraphJsonTest {
  private static final String SPLIT =
      """
      {"inputs":[{"name":"in","shape":[4],"dtype":"i64"}],
       "nodes":[{"name":"s","inputs":["in"],%s"op":"split","axis":0,"sizes":[1,3]}],
       "outputs":{"out":"b"}}
      """;

  private static Graph read(String json) {
    return GraphJson.read(Json.parse(json).asObject(), Limits.defaults());
  }

  @Test
  void aGraphOfAllThatReadsAndGivesOtherThanOneComesBack() {
    GraphBuilder b = Graph.builder();
    Value in = b.input("in", new TensorType(Shape.of(4), DType.I64, Optional.empty()));
    Value constant = b.add("c", new Op.Constant(Shape.of(1), DType.I64));
    Value sum = b.add("sum", new Op.Add(), in, constant);
    List<Value> parts = b.add("s", new Op.Split(0, List.of(1, 3)), List.of(sum), List.of("a", "b"));
    Graph graph = b.output("out", parts.getLast()).build();

    JsonObject json = GraphJson.write(graph);

    assertThat(GraphJson.read(json, Limits.defaults())).isEqualTo(graph);
    assertThat(json.array("nodes").objects().getLast().toJson())
        .isEqualTo(
            "{\"name\":\"s\",\"inputs\":[\"sum\"],\"outputs\":[\"a\",\"b\"],"
                + "\"op\":\"split\",\"axis\":0,\"sizes\":[1,3]}");
  }

  /** As files were written before nodes had several. */
  @Test
  void aNodeOfOneOutputIsWrittenWithoutItsName() {
    String text =
        "{\"inputs\":[{\"name\":\"in\",\"shape\":[4],\"dtype\":\"f32\"}],"
            + "\"nodes\":[{\"name\":\"r\",\"inputs\":[\"in\"],\"op\":\"relu\"}],"
            + "\"outputs\":{\"out\":\"r\"}}";

    assertThat(GraphJson.write(read(text)).toJson()).isEqualTo(text);
    assertThat(read(text.replace("[\"in\"],", "[\"in\"],\"outputs\":[\"r\"],")))
        .isEqualTo(read(text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "                        | layer s: its operation gives 2 values, named are 1",
        "\"outputs\":[],         | layer s: its operation gives 2 values, named are 0",
        "\"outputs\":[\"b\"],    | layer s: its operation gives 2 values, named are 1",
        "\"outputs\":[\"a\",\"b\",\"c\"], | layer s: its operation gives 2 values, named are 3",
        "\"outputs\":[\"b\",\"b\"],       | layer b: the name is taken",
        "\"outputs\":[\"b\",\"in\"],      | layer in: the name is taken",
        "\"outputs\":[\"s\",\"b\"],       | layer s: the name is taken",
        "\"outputs\":[\"b\",\"\"],        | a layer has no name",
        "\"outputs\":[\"b\",3],           | nodes[0].outputs[1]: expected a string but found a number",
        "\"outputs\":\"b\",               | nodes[0].outputs: expected an array but found a string",
      })
  void wrongOutputsAreRefusedInOneLine(String outputs, String reason) {
    assertThatThrownBy(() -> read(String.format(SPLIT, outputs == null ? "" : outputs)))
        .isInstanceOf(LivianoException.class)
        .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1))
        .hasMessageContaining(reason);
  }

  @Test
  void theOutputOfANodeThatGivesOneHasTheNodesName() {
    String text =
        """
        {"inputs":[{"name":"in","shape":[4],"dtype":"f32"}],
         "nodes":[{"name":"r","inputs":["in"],"outputs":["x"],"op":"relu"}],
         "outputs":{"out":"x"}}
        """;

    assertThatThrownBy(() -> read(text)).hasMessage("layer r: its output is called 'x'");
  }

  /** A few bytes of a file may not ask for more values than nodes are allowed. */
  @Test
  void outputsCountAsNodesDo() {
    String names =
        "\"outputs\":[" + "\"b\",".repeat((int) Limits.defaults().most(Limit.NODES)) + "\"c\"],";

    assertThatThrownBy(() -> read(String.format(SPLIT, names)))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("its graph");
  }
}
