package liviano.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import liviano.Limits;
import liviano.Limits.Limit;
import liviano.MalformedModelException;
import liviano.graph.Graph;
import liviano.graph.Op;
import liviano.graph.Value;
import liviano.tensor.Shape;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models from streams, arrays and resources, and models with another card. */
class ModelSourcesTest {
  private static final String RESOURCE = "packed.safetensors";

  @TempDir private Path folder;
  private final Model model = dense(4);
  private byte[] bytes;

  /** 3 x 4 weights: a model of few bytes. */
  private static Model dense(int classes) {
    var graph = Graph.builder();
    Value image = graph.input("image", Shape.of(8, 8, 3));
    Value mean = graph.add("pool", new Op.GlobalAveragePool(), image);
    graph.output("logits", graph.add("dense", new Op.Dense(classes, true), mean));
    return model(graph.build(), Optional.empty());
  }

  private static Model model(Graph graph, Optional<Recipe> recipe) {
    ModelCard card = ModelCard.of(VisionTask.CLASSIFICATION, "small", Preprocessing.keras(8, 8));
    return new Model(graph, RandomWeights.of(graph, 1), card, recipe);
  }

  @BeforeEach
  void save() throws IOException {
    Path file = folder.resolve("model.safetensors");
    model.save(file);
    bytes = Files.readAllBytes(file);
  }

  @Test
  void streamsAndArraysGiveWhatTheFileGives() throws IOException {
    assertThat(Model.read(new ByteArrayInputStream(bytes), "upload")).isEqualTo(model);
    assertThat(Model.of(bytes)).isEqualTo(model);
    assertThat(Model.of(bytes).weights().get("dense.weight").data().isNative()).isTrue();
  }

  @Test
  void errorsNameTheStream() {
    byte[] cut = Arrays.copyOf(bytes, bytes.length - 1);
    assertThatThrownBy(() -> Model.read(new ByteArrayInputStream(cut), "upload"))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageStartingWith("upload: at byte " + cut.length)
        .hasMessageEndingWith("is the file truncated?");
    assertThatThrownBy(() -> Model.of(new byte[0]))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageStartingWith("model: at byte 0: the file ends within the length of the header");
  }

  private static Limits loading(long most) {
    return Limits.defaults().with(Limit.LOADED_BYTES, most);
  }

  /** Sixteen bytes that announce a header of 90 MB, and a stream without an end. */
  @Test
  void nothingIsTakenByAHeadersWord() throws IOException {
    byte[] liar = {(byte) 0x80, 0x4A, 0x5D, 0x05, 0, 0, 0, 0, '{', 1, 2, 3, 4, 5, 6, 7};
    assertThatThrownBy(() -> Model.read(new ByteArrayInputStream(liar), "liar"))
        .hasMessage(
            "liar: at byte 16: the file ends within its header of 90000000 bytes: truncated?");
    assertThatThrownBy(() -> Model.of(liar))
        .hasMessageContaining("the file ends within its header");
    CountingStream endless = new CountingStream();
    assertThatThrownBy(() -> Model.read(endless, "endless", loading(10_000_000)))
        .isInstanceOf(MalformedModelException.class)
        .hasMessage(
            "endless: at byte 10000000: longer than the limit of 10000000 bytes: raise it by"
                + " Limits.with(LOADED_BYTES, ...), or load a file");
    assertThat(endless.given).isBetween(10_000_000L, 10_200_000L);
    assertThat(Model.read(new ByteArrayInputStream(bytes), "exact", loading(bytes.length)))
        .isEqualTo(model);
    assertThatThrownBy(
            () -> Model.read(new ByteArrayInputStream(bytes), "less", loading(bytes.length - 1)))
        .hasMessageContaining("longer than the limit");
  }

  /** A header of two bytes, then zeros for ever. */
  private static final class CountingStream extends InputStream {
    private static final byte[] START = {2, 0, 0, 0, 0, 0, 0, 0, '{', '}'};
    private long given;

    @Override
    public int read() {
      return given < START.length ? START[(int) given++] : (int) (0 * given++);
    }
  }

  @Test
  void resourcesAreFoundBesideAClass() throws Exception {
    Path classes =
        Path.of(ModelSourcesTest.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Path packed = classes.resolve("liviano/model").resolve(RESOURCE);
    try {
      Files.write(packed, bytes);
      assertThat(Model.ofResource(ModelSourcesTest.class, RESOURCE)).isEqualTo(model);
      assertThat(Model.ofResource(ModelSourcesTest.class, "/liviano/model/" + RESOURCE))
          .isEqualTo(model);
    } finally {
      Files.deleteIfExists(packed);
    }
    assertThatThrownBy(() -> Model.ofResource(ModelSourcesTest.class, "none"))
        .isInstanceOf(FileNotFoundException.class)
        .hasMessageStartingWith("none: no such resource for liviano.model.ModelSourcesTest");
  }

  @Test
  void cardsAndLabelsAreReplaced() {
    Model named = model.withLabels(List.of("a", "b", "c", "d"));
    assertThat(named.card().labels()).containsExactly("a", "b", "c", "d");
    assertThat(named.weights()).isSameAs(model.weights());
    assertThat(named.withLabels(List.of())).isEqualTo(model);
    assertThat(model.withCard(named.card())).isEqualTo(named);
    assertThatThrownBy(() -> model.withLabels(List.of("a", "b")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("'small' has 4 classes: give 4 labels, in the order of its outputs, not 2");
  }

  @Test
  void labelsOfDetectorsCountTheBackground() {
    Recipe yolo = Zoo.architecture("yolo_v2").defaults().withClasses(2);
    var graph = Graph.builder();
    graph.output(
        "regions",
        graph.add("pool", new Op.GlobalAveragePool(), graph.input("image", Shape.of(8, 8, 3))));
    Graph regions = graph.build();
    assertThat(model(regions, Optional.of(yolo)).withLabels(List.of("background", "a", "b")).card())
        .extracting(ModelCard::labels)
        .isEqualTo(List.of("background", "a", "b"));
    assertThatThrownBy(() -> model(regions, Optional.empty()).withLabels(List.of("a")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("'small' has no output 'logits' to label");
  }
}
