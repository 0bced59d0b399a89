package liviano.formats.safetensors;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import liviano.Limits;
import liviano.formats.ModelReader;
import liviano.formats.ReadModel;
import liviano.model.Model;
import liviano.weights.SafeTensors;
import liviano.weights.SafeTensorsFile;

/** Our own model file. */
public final class LivianoReader implements ModelReader {
  @Override
  public String reads() {
    return "Liviano's own model files";
  }

  @Override
  public Optional<ReadModel> read(Path path, Limits limits) throws IOException {
    if (Files.isDirectory(path)) {
      return Optional.empty();
    }
    SafeTensorsFile file = SafeTensors.read(path, limits);
    return Model.isModel(file.metadata())
        ? Optional.of(ReadModel.of(Model.of(file, path.toString(), limits)))
        : Optional.empty();
  }
}
