package liviano.formats.pytorch;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import liviano.Limits;
import liviano.MalformedModelException;
import liviano.UnsupportedModelException;
import liviano.formats.FileContent;
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
    if (LegacyFile.isLegacy(bytes)) {
      return Optional.of(model(LegacyFile.read(bytes, limits)));
    }
    if (ZipArchive.isZip(bytes)) {
      return ZipFile.read(ZipArchive.of(bytes, limits), limits).map(PyTorchReader::model);
    }
    if (FileContent.of(path).filter(FileContent::isPickle).isPresent()) {
      throw barePickle(bytes, limits);
    }
    return Optional.empty();
  }

  /**
   * Why a pickle by itself is refused: it holds no numbers of tensors, which a checkpoint has
   * outside its pickle.
   *
   * @throws MalformedModelException if it is broken
   * @throws UnsupportedModelException if it names what no state dict needs; it is not made
   */
  private static UnsupportedModelException barePickle(MemorySegment bytes, Limits limits) {
    StateDictUnpickler.read(bytes, 0, limits);
    return new UnsupportedModelException(
        "is a Python pickle and no PyTorch checkpoint: save one with"
            + " torch.save(model.state_dict(), FILE)");
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
