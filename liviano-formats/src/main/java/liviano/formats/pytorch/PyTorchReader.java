package liviano.formats.pytorch;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import liviano.Limits;
import liviano.UnsupportedModelException;
import liviano.formats.ModelReader;
import liviano.formats.ReadModel;
import liviano.formats.names.Checkpoint;
import liviano.formats.names.NamedNetwork;
import liviano.formats.zip.ZipArchive;

/**
 * PyTorch's state dicts of networks known by the names of their tensors, in files of either form:
 * pickles after one another, or a ZIP archive. Weights are views of the file, which is mapped into
 * memory and must stay as it is while the model is in use.
 */
public final class PyTorchReader implements ModelReader {
  @Override
  public String reads() {
    return "PyTorch state dicts of MobileNetV2 (.pth, .pt)";
  }

  @Override
  public Optional<ReadModel> read(Path path, Limits limits) throws IOException {
    if (!Files.isRegularFile(path)) {
      return Optional.empty();
    }
    MemorySegment bytes = ZipArchive.map(path);
    Optional<StateDict> stateDict =
        LegacyFile.isLegacy(bytes)
            ? Optional.of(LegacyFile.read(bytes, limits))
            : ZipArchive.isZip(bytes)
                ? ZipFile.read(ZipArchive.of(bytes, limits), limits)
                : Optional.empty();
    return stateDict.map(PyTorchReader::model);
  }

  private static ReadModel model(StateDict stateDict) {
    Checkpoint checkpoint = new Checkpoint("a PyTorch state dict", stateDict.tensors(), Map.of());
    return NamedNetwork.read(checkpoint)
        .orElseThrow(
            () ->
                new UnsupportedModelException(
                    stateDict.described()
                        + ": a state dict holds no network, and these are the names of none that"
                        + " is known; export the network to ONNX"));
  }
}
