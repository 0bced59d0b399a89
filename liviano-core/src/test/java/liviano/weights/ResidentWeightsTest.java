package liviano.weights;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import liviano.engine.CompileOptions;
import liviano.engine.Engine;
import liviano.engine.Program;
import liviano.graph.Graph;
import liviano.graph.Op;
import liviano.graph.Padding;
import liviano.graph.Window;
import liviano.model.Model;
import liviano.model.ModelCard;
import liviano.model.Preprocessing;
import liviano.model.RandomWeights;
import liviano.model.VisionTask;
import liviano.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A file's numbers are not held in memory beside their packed form. */
@EnabledOnOs(OS.LINUX)
class ResidentWeightsTest {
  private static final Pattern RESIDENT = Pattern.compile("\nRss: +(\\d+) kB");

  @TempDir private Path folder;

  @Test
  void neitherCheckingNorCompilingKeepsThePagesOfTheFile() throws IOException {
    Path file = write();
    Model model = Model.load(file);
    assertThat(resident(file)).as("loaded").isLessThan(Files.size(file) / 4);
    Program program = Engine.compile(model.graph(), model.weights(), CompileOptions.defaults());
    assertThat(resident(file)).as("compiled").isLessThan(Files.size(file) / 4);
    // They are there when they are read again.
    assertThat(model.weights()).isEqualTo(Model.load(file).weights());
    assertThat(resident(file)).as("read").isGreaterThan(Files.size(file) / 4);
    assertThat(program).isNotNull();
  }

  /**
   * The system maps pages around each that is read, which no layer of these asks to be released.
   */
  @Test
  void norDoesCompilingSmallLayers() throws IOException {
    var builder = Graph.builder();
    var map = builder.input("in", Shape.of(4, 4, 64));
    for (int i = 0; i < 60; i++) {
      map =
          builder.add("c" + i, new Op.Conv2d(64, Window.square(1, 1, Padding.NONE), 1, true), map);
    }
    Path file = write(builder.output("out", map).build());
    Model model = Model.load(file);
    Program program = Engine.compile(model.graph(), model.weights(), CompileOptions.defaults());

    assertThat(Files.size(file)).isGreaterThan(900_000);
    assertThat(resident(file)).isLessThan(Files.size(file) / 8);
    assertThat(program).isNotNull();
  }

  /** Two dense layers of 4 MiB each. */
  private Path write() throws IOException {
    var builder = Graph.builder();
    var map = builder.input("in", Shape.of(4, 4, 64));
    map = builder.add("wide", new Op.Conv2d(1024, Window.square(4, 1, Padding.NONE), 1, true), map);
    map = builder.add("pool", new Op.GlobalAveragePool(), map);
    return write(
        builder.output("out", builder.add("dense", new Op.Dense(1024, true), map)).build());
  }

  private Path write(Graph graph) throws IOException {
    ModelCard card = ModelCard.of(VisionTask.CLASSIFICATION, "", Preprocessing.keras(4, 4));
    Path file = folder.resolve("model.safetensors");
    new Model(graph, RandomWeights.of(graph, 3), card, Optional.empty()).save(file);
    return file;
  }

  /** Bytes of the file's mappings that are in this process's memory. */
  private static long resident(Path file) throws IOException {
    long bytes = 0;
    for (String mapping :
        Files.readString(Path.of("/proc/self/smaps")).split("(?m)^(?=[0-9a-f]+-)")) {
      if (mapping.lines().findFirst().orElse("").endsWith(file.toRealPath().toString())) {
        Matcher line = RESIDENT.matcher(mapping);
        bytes += line.find() ? 1024 * Long.parseLong(line.group(1)) : 0;
      }
    }
    return bytes;
  }
}
