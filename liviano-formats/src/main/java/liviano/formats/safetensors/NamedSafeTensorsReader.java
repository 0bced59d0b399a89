package liviano.formats.safetensors;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import liviano.Limits;
import liviano.formats.ModelReader;
import liviano.formats.ReadModel;
import liviano.formats.names.Checkpoint;
import liviano.formats.names.NamedNetwork;
import liviano.weights.SafeTensors;
import liviano.weights.SafeTensorsFile;

/** Networks known by the names of their tensors, in safetensors files. */
public final class NamedSafeTensorsReader implements ModelReader {
  @Override
  public String reads() {
    return "safetensors of MobileNetV2 under other programs' names";
  }

  @Override
  public Optional<ReadModel> read(Path path, Limits limits) throws IOException {
    if (Files.isDirectory(path)) {
      return Optional.empty();
    }
    SafeTensorsFile file = SafeTensors.read(path, limits);
    return NamedNetwork.read(new Checkpoint("a safetensors file", file.weights(), file.metadata()));
  }
}
