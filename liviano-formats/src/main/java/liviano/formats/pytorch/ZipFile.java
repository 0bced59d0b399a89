package liviano.formats.pytorch;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import liviano.Limits;
import liviano.MalformedModelException;
import liviano.UnsupportedModelException;
import liviano.formats.pytorch.StateDictUnpickler.Unpickled;
import liviano.formats.zip.ZipArchive;

/**
 * The form of PyTorch since 1.6: a ZIP archive with one folder of any name, in it {@code data.pkl}
 * and a file {@code data/KEY} for each storage.
 */
final class ZipFile {
  private static final String PICKLE = "data.pkl";
  private static final int LONGEST_ORDER = 16;

  private ZipFile() {}

  /**
   * Reads one; empty if the archive is something else.
   *
   * @throws MalformedModelException if it is broken
   * @throws UnsupportedModelException if it holds anything but a state dict
   */
  static Optional<StateDict> read(ZipArchive archive, Limits limits) {
    Optional<String> folder = folder(archive);
    if (folder.isEmpty()) {
      if (archive.entries().keySet().stream().anyMatch(name -> name.endsWith("/version"))) {
        throw new MalformedModelException("is a PyTorch checkpoint without its 'data.pkl'");
      }
      return Optional.empty();
    }
    String prefix = folder.get();
    if (archive.entries().keySet().stream().anyMatch(name -> name.startsWith(prefix + "code/"))) {
      throw new UnsupportedModelException(
          "is a TorchScript program and no state dict: save what it has learned with"
              + " torch.save(model.state_dict(), FILE), or export it to ONNX");
    }
    requireLittleEndian(archive, prefix);
    MemorySegment pickle = archive.read(archive.entries().get(prefix + PICKLE));
    Unpickled object = StateDictUnpickler.read(pickle, 0, limits);
    Map<String, MemorySegment> numbers = new HashMap<>();
    object
        .storages()
        .values()
        .forEach(storage -> numbers.put(storage.key(), numbers(archive, prefix, storage)));
    return Optional.of(StateDict.of(object.value(), numbers, limits));
  }

  private static Optional<String> folder(ZipArchive archive) {
    return archive.entries().keySet().stream()
        .filter(name -> name.endsWith("/" + PICKLE) && name.indexOf('/') == name.lastIndexOf('/'))
        .map(name -> name.substring(0, name.length() - PICKLE.length()))
        .findFirst();
  }

  private static void requireLittleEndian(ZipArchive archive, String prefix) {
    ZipArchive.Entry entry = archive.entries().get(prefix + "byteorder");
    if (entry == null) {
      return;
    }
    MemorySegment said = archive.read(entry);
    byte[] order =
        said.asSlice(0, Math.min(said.byteSize(), LONGEST_ORDER)).toArray(ValueLayout.JAVA_BYTE);
    if (!new String(order, US_ASCII).strip().equals("little")) {
      throw bigEndian();
    }
  }

  static UnsupportedModelException bigEndian() {
    return new UnsupportedModelException(
        "its numbers are big-endian: load and save it again on a little-endian machine");
  }

  private static MemorySegment numbers(ZipArchive archive, String prefix, Storage storage) {
    String name = prefix + "data/" + storage.key();
    ZipArchive.Entry entry = archive.entries().get(name);
    if (entry == null) {
      throw new MalformedModelException("there is no '" + name + "' in it");
    }
    if (entry.size() / storage.type().bytes() != storage.count()
        || entry.size() % storage.type().bytes() != 0) {
      throw new MalformedModelException(
          String.format(
              Locale.ROOT,
              "'%s' in it has %d bytes, its storage %d numbers (%s)",
              name,
              entry.size(),
              storage.count(),
              storage.type()));
    }
    return archive.read(entry);
  }
}
