package liviano.formats.npy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import liviano.LivianoException;
import liviano.MalformedModelException;
import liviano.UnsupportedModelException;
import liviano.formats.ModelFiles;
import liviano.graph.Graph;
import liviano.model.Model;
import liviano.model.ModelCard;
import liviano.model.Preprocessing;
import liviano.model.RandomWeights;
import liviano.model.VisionTask;
import liviano.tensor.DType;
import liviano.tensor.Extents;
import liviano.weights.Tensor;
import liviano.weights.Weights;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import liviano.zoo.layers.Norm;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("locale")
class NpzReaderTest {
  private static final Recipe RECIPE =
      Recipe.of("mobilenet_v2").withWidth(0.1).withResolution(32).withClasses(3);

  @TempDir private Path folder;

  private static Model model(Norm norm) {
    Recipe recipe = RECIPE.withNorm(norm);
    Graph graph = Zoo.graph(recipe);
    return new Model(
        graph,
        RandomWeights.of(graph, 5),
        ModelCard.of(VisionTask.CLASSIFICATION, "small", Preprocessing.keras(32, 32)),
        Optional.of(recipe));
  }

  @Test
  void modelsOfOursComeBackWhole() throws IOException {
    for (Norm norm : Norm.values()) {
      Model model = model(norm);
      Path file = folder.resolve(norm + ".npz");
      NpzWriter.write(model.weights(), model.texts(), file);
      assertThat(ModelFiles.read(file)).isEqualTo(model);
    }
  }

  @Test
  void compressedArchivesAreReadToo() throws IOException {
    Model model = model(Norm.FOLDED);
    Path stored = folder.resolve("stored.npz");
    NpzWriter.write(model.weights(), model.texts(), stored);
    Path packed = folder.resolve("packed.npz");
    try (var from = new java.util.zip.ZipFile(stored.toFile());
        var to = new ZipOutputStream(Files.newOutputStream(packed))) {
      for (var entry : java.util.Collections.list(from.entries())) {
        to.putNextEntry(new ZipEntry(entry.getName()));
        from.getInputStream(entry).transferTo(to);
      }
    }
    assertThat(Files.size(packed)).isLessThan(Files.size(stored));
    assertThat(ModelFiles.read(packed)).isEqualTo(model);
  }

  private static Tensor parsed(String descr, boolean fortran, String shape, int... bytes) {
    String header =
        "{'descr': '"
            + descr
            + "', 'fortran_order': "
            + (fortran ? "True" : "False")
            + ", 'shape': "
            + shape
            + ", }\n";
    byte[] file = new byte[10 + header.length() + bytes.length];
    byte[] start = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) header.length(), 0};
    System.arraycopy(start, 0, file, 0, start.length);
    System.arraycopy(
        header.getBytes(StandardCharsets.US_ASCII), 0, file, start.length, header.length());
    for (int i = 0; i < bytes.length; i++) {
      file[10 + header.length() + i] = (byte) bytes[i];
    }
    return Npy.parse("a", MemorySegment.ofArray(file));
  }

  @Test
  void formatsAndOrdersAreThoseOfNumPy() {
    Tensor halves = parsed("<f2", false, "(2,)", 0, 0x3c, 0, 0xc0);
    assertThat(halves.type()).isEqualTo(DType.F16);
    assertThat(halves.toFloats()).containsExactly(1, -2);
    Tensor turned = parsed("|u1", true, "(2, 3)", 1, 2, 3, 4, 5, 6);
    assertThat(turned.dims()).isEqualTo(Extents.of(2, 3));
    assertThat(turned.data().toArray(java.lang.foreign.ValueLayout.JAVA_BYTE))
        .containsExactly(1, 3, 5, 2, 4, 6);
    assertThat(parsed("|b1", false, "()", 1).dims()).isEqualTo(Extents.of());
    assertThatThrownBy(() -> parsed(">f4", false, "(1,)", 0, 0, 0, 0))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("'>f4'");
    assertThatThrownBy(() -> parsed("<f4", false, "(2,)", 0, 0, 0, 0))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining("4 bytes follow the header");
  }

  @Test
  void arraysOfNoNetworkAreListed() throws IOException {
    Path file = folder.resolve("x.npz");
    NpzWriter.write(Weights.of(List.of(Tensor.of("x", Extents.of(2), 1, 2))), Map.of(), file);
    assertThatThrownBy(() -> ModelFiles.read(file))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining(file + ": arrays (1: x [2]) hold no network");
  }

  /** A megabyte of zeros takes a kilobyte. */
  @Test
  void archivesThatUnpackToManyTimesTheirSizeAreRefused() throws IOException {
    Path file = folder.resolve("bomb.npz");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (int i = 0; i < 40; i++) {
        zip.putNextEntry(new ZipEntry(i + ".npy"));
        zip.write(new byte[1 << 20]);
      }
    }
    assertThatThrownBy(() -> ModelFiles.read(file))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("unpacks to 41943040: 900 times the packed size, the limit is 100;");
  }

  @Test
  void damagedArchivesEndInOneKindOfError() throws IOException {
    Path file = folder.resolve("y.npz");
    NpzWriter.write(
        Weights.of(List.of(Tensor.of("y", Extents.of(2), 1, 2))), Map.of("a", "b"), file);
    byte[] whole = Files.readAllBytes(file);
    for (int i = 0; i < whole.length; i++) {
      byte[] cut = java.util.Arrays.copyOf(whole, i);
      byte[] other = whole.clone();
      other[i] ^= (byte) (1 << i % 8);
      for (byte[] damaged : List.of(cut, other)) {
        Files.write(file, damaged);
        assertThatThrownBy(() -> ModelFiles.read(file)).isInstanceOf(LivianoException.class);
      }
    }
  }
}
