package liviano.formats.tflite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import liviano.Limits;
import liviano.LivianoException;
import liviano.MalformedModelException;
import liviano.UnsupportedModelException;
import liviano.formats.ModelFiles;
import liviano.formats.importer.GraphImporter;
import liviano.graph.Graph;
import liviano.model.RandomWeights;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files in which some bytes are others: read, or refused in one line. */
class DamagedFilesTest {
  private static final int IMPORTS = 20_000;
  private static final int FILES = 200;

  @TempDir Path folder;
  private byte[] whole;

  @BeforeEach
  void write() throws IOException {
    Graph graph = TfLiteReaderTest.foreign();
    TfLiteWriter.write(graph, RandomWeights.of(graph, 5), file());
    whole = Files.readAllBytes(file());
  }

  @Test
  void networksAreImportedOrRefused() {
    SplittableRandom random = new SplittableRandom(3);
    int refused = 0;
    for (int i = 0; i < IMPORTS; i++) {
      Limits limits = Limits.defaults();
      MemorySegment bytes = MemorySegment.ofArray(changed(random));
      try {
        GraphImporter.of(TfLiteNetwork.of(ModelParser.parse(bytes, limits), limits), limits);
      } catch (MalformedModelException | UnsupportedModelException e) {
        assertThat(e.getMessage()).doesNotContain("\n");
        refused++;
      }
    }
    assertThat(refused).isBetween(IMPORTS / 10, IMPORTS);
  }

  @Test
  void filesAreReadOrRefusedByTheirNames() throws IOException {
    SplittableRandom random = new SplittableRandom(4);
    int refused = 0;
    for (int i = 0; i < FILES; i++) {
      Files.write(file(), changed(random));
      try {
        ModelFiles.read(file());
      } catch (LivianoException e) {
        assertThat(e.getMessage()).startsWith(file() + ": ");
        refused++;
      }
    }
    assertThat(refused).isBetween(FILES / 10, FILES);
  }

  private byte[] changed(SplittableRandom random) {
    byte[] changed = whole.clone();
    for (int changes = random.nextInt(1, 5); changes > 0; changes--) {
      changed[random.nextInt(changed.length)] = (byte) random.nextInt();
    }
    return changed;
  }

  private Path file() {
    return folder.resolve("network.tflite");
  }
}
