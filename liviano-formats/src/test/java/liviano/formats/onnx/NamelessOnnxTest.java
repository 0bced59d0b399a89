package liviano.formats.onnx;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import liviano.MalformedModelException;
import liviano.formats.ModelFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** ONNX leaves names empty for what an operation does without; what is needed has one. */
class NamelessOnnxTest {
  @TempDir private Path folder;

  @Test
  void inputsOfTheNetworkHaveNamesOfTheirOwn() throws IOException {
    for (String name : new String[] {"", "image"}) {
      Message twice =
          SmallOnnx.graph(SmallOnnx.node("Relu", "image", "answer"))
              .message(Fields.Graph.INPUT, SmallOnnx.value(name, 1, 2));
      refuses(twice, "two inputs, or one without a name, are called '" + name + "'");
    }
  }

  @Test
  void operationsGiveSomething() throws IOException {
    for (String op : new String[] {"Relu", "DequantizeLinear", "Constant", "MaxPool"}) {
      Message named = SmallOnnx.node("Relu", "image", "answer");
      refuses(SmallOnnx.graph(named, SmallOnnx.node(op, "image", "")), "it gives nothing");
      Message none = new Message().text(Fields.Node.INPUT, "image").text(Fields.Node.OP_TYPE, op);
      refuses(SmallOnnx.graph(named, none), "it gives nothing");
    }
  }

  private void refuses(Message graph, String reason) throws IOException {
    Path file = Files.write(folder.resolve("model.onnx"), SmallOnnx.model(graph));
    assertThatThrownBy(() -> ModelFiles.read(file))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageStartingWith(file + ": ")
        .hasMessageContaining(reason);
  }
}
