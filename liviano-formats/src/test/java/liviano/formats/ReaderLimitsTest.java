package liviano.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import liviano.Limits;
import liviano.Limits.Limit;
import liviano.UnsupportedModelException;
import liviano.model.Model;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a file may hold is for the caller to say. */
class ReaderLimitsTest {
  @TempDir Path folder;

  /** A limit that is less than a small file needs, and one that is enough. */
  @ParameterizedTest
  @CsvSource({
    "safetensors, FILE_BYTES, 100, 10000",
    "safetensors, TENSORS, 3, 10",
    "safetensors, TEXT_BYTES, 100, 10000",
    "safetensors, JSON_VALUES, 5, 1000",
    "safetensors, NODES, 3, 100",
    "TensorFlow.js graph, LOADED_BYTES, 80, 1000",
    "TensorFlow.js graph, TEXT_BYTES, 100, 10000",
    "TensorFlow.js graph, JSON_VALUES, 5, 1000",
    "TensorFlow.js layers, LOADED_BYTES, 5, 100",
    "TensorFlow.js layers, JSON_VALUES, 5, 1000",
    "Keras HDF5, TENSORS, 5, 100",
    "Keras HDF5, TEXT_BYTES, 50, 10000",
    "Keras HDF5, NESTING, 1, 20",
    "Keras HDF5, JSON_VALUES, 5, 1000",
    "Keras archive, TEXT_BYTES, 50, 10000",
    "Keras archive, LOADED_BYTES, 50, 10000",
    "Keras archive, ARCHIVE_ENTRIES, 2, 3",
    "Keras archive, JSON_VALUES, 5, 1000",
    "npz, ARCHIVE_ENTRIES, 2, 100",
    "npz, TEXT_BYTES, 100, 10000",
    "pth, PICKLE_STEPS, 100, 10000",
    "pth, PICKLE_BYTES, 100, 100000",
    "pth, TENSORS, 5, 100",
    "legacy pth, PICKLE_BYTES, 100, 100000",
    "ONNX, NUMBERS, 50, 10000",
    "ONNX, TEXT_BYTES, 50, 10000",
    "GraphDef, TENSORS, 3, 100",
    "GraphDef, NUMBERS, 3, 1000",
    "GraphDef, NAME_BYTES, 3, 100",
    "GraphDef, TEXT_BYTES, 30, 10000",
    "TensorFlow Lite, TENSORS, 3, 100",
    "TensorFlow Lite, NAME_BYTES, 3, 100",
    "TensorFlow Lite, TEXT_BYTES, 50, 10000",
  })
  void eachLimitHoldsAndIsTheCallersToSet(String kind, Limit limit, long less, long enough)
      throws IOException {
    Path file = written(kind);

    assertThatThrownBy(() -> ModelFiles.read(file, limits(limit, less), _ -> {}))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageStartingWith(folder.toString())
        .hasMessageContaining(limit.name())
        .hasMessageContaining("-Dliviano.limits=")
        .hasMessageNotContaining("\n");
    assertThat(ModelFiles.read(file, limits(limit, enough), _ -> {}).graph().nodes()).isNotEmpty();
  }

  @Test
  void labelsBesideAModelAreLimited() throws IOException {
    Path file = written("GraphDef");
    Files.writeString(folder.resolve("labels.txt"), "a\nb\nc\nd\n");

    assertThatThrownBy(() -> ModelFiles.read(file, limits(Limit.LABEL_BYTES, 7), _ -> {}))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("LABEL_BYTES");
    assertThat(ModelFiles.read(file, limits(Limit.LABEL_BYTES, 8), _ -> {}).card().labels())
        .hasSize(4);
  }

  @Test
  void aCutGraphHasTheCallersLimits() throws IOException {
    Path file = written("GraphDef");
    Model whole = ModelFiles.read(file);
    String last = whole.graph().nodes().getLast().name();
    GraphCut cut = new GraphCut(List.of(), List.of(last));
    assertThat(
            ModelFiles.read(
                    file,
                    ReadOptions.defaults().withCut(cut).withLimits(limits(Limit.TENSORS, 100)),
                    _ -> {})
                .graph()
                .nodes())
        .isNotEmpty();
    assertThatThrownBy(
            () ->
                ModelFiles.read(
                    file,
                    ReadOptions.defaults().withCut(cut).withLimits(limits(Limit.TENSORS, 3)),
                    _ -> {}))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("TENSORS");
  }

  private static Limits limits(Limit limit, long most) {
    return Limits.defaults().with(limit, most);
  }

  private Path written(String kind) throws IOException {
    SmallModel small =
        SmallModels.all().stream().filter(model -> model.name().equals(kind)).findFirst().get();
    for (Map.Entry<String, byte[]> file : small.files().entrySet()) {
      Files.write(folder.resolve(file.getKey()), file.getValue());
    }
    return folder.resolve(small.main());
  }
}
