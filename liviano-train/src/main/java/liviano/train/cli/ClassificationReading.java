package liviano.train.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import liviano.train.data.ClassificationData;
import liviano.vision.eval.ClassFolders;
import liviano.vision.eval.Examples;
import liviano.vision.eval.ExamplesCsv;

/** Labelled pictures from where a run says they are. */
final class ClassificationReading {
  private ClassificationReading() {}

  static ClassificationData read(Path data, double validation, long seed) throws IOException {
    Examples examples =
        Files.isDirectory(data)
            ? ClassFolders.read(data)
            : ExamplesCsv.read(data, data.toAbsolutePath().getParent());
    return ClassificationData.of(examples, validation, seed);
  }
}
