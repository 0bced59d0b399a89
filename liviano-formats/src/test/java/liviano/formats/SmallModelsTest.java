package liviano.formats;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import liviano.model.Model;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The small files that other tests damage are read when they are whole. */
class SmallModelsTest {
  private static final int SMALL = 1 << 14;

  @TempDir Path folder;

  static List<SmallModel> all() throws IOException {
    return SmallModels.all();
  }

  @ParameterizedTest
  @MethodSource("all")
  void aSmallModelIsReadAndSmall(SmallModel small) throws IOException {
    for (Map.Entry<String, byte[]> file : small.files().entrySet()) {
      Files.write(folder.resolve(file.getKey()), file.getValue());
      assertThat(file.getValue()).hasSizeLessThan(SMALL);
    }
    Model model = ModelFiles.read(folder.resolve(small.main()));
    assertThat(model.graph().nodes()).isNotEmpty();
  }
}
