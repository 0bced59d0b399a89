package liviano.train.run;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import liviano.LivianoException;
import liviano.weights.SafeTensors;
import liviano.weights.SafeTensorsFile;
import liviano.weights.Tensor;
import liviano.weights.Weights;

/**
 * Reads and writes checkpoints. The file's metadata hold where the run stands under {@code
 * checkpoint.*}, the texts of the state under {@code state.*}, and the CRC-32C of all numbers in
 * the order of the tensors: safetensors alone notices a file that is cut short, but not a block
 * that the disk lost.
 */
final class CheckpointFile {
  private static final int VERSION = 1;
  private static final String OWN = "checkpoint.";
  private static final String STATE = "state.";

  /** Bytes that are summed at once: a view has at most 2 GiB. */
  private static final long AT_ONCE = 1 << 26;

  private CheckpointFile() {}

  /** A checkpoint in a file, and whether it was the best when it was written. */
  record Stored(Checkpoint checkpoint, boolean best) {}

  /**
   * Writes a file whole or not at all, and waits until it is on the disk. Tensors are written as
   * they lie in memory, a MiB at a time.
   *
   * @throws IOException naming the file
   */
  static void write(Path file, Checkpoint checkpoint, boolean best) throws IOException {
    Map<String, String> texts = new TreeMap<>();
    texts.put(OWN + "version", String.valueOf(VERSION));
    texts.put(OWN + "epoch", String.valueOf(checkpoint.epoch()));
    texts.put(OWN + "batch", String.valueOf(checkpoint.batch()));
    texts.put(OWN + "step", String.valueOf(checkpoint.step()));
    texts.put(OWN + "best", String.valueOf(best));
    texts.put(OWN + "crc32c", sum(checkpoint.tensors()));
    checkpoint.state().forEach((name, text) -> texts.put(STATE + name, text));
    SafeTensors.write(file, checkpoint.tensors(), texts);
  }

  /**
   * Reads a file and sums it.
   *
   * @throws LivianoException if it is not whole, no checkpoint, or of a newer version; it names the
   *     file
   * @throws IOException if it cannot be read
   */
  static Stored read(Path file) throws IOException {
    SafeTensorsFile whole = SafeTensors.read(file);
    Map<String, String> texts = whole.metadata();
    long version = number(file, texts, "version");
    if (version > VERSION) {
      throw RunException.newer(file, version, VERSION);
    }
    if (!text(file, texts, "crc32c").equals(sum(whole.weights()))) {
      throw new RunException(file, "damaged: its numbers are not those that were written");
    }
    Map<String, String> state = new TreeMap<>();
    texts.forEach(
        (name, text) -> {
          if (name.startsWith(STATE)) {
            state.put(name.substring(STATE.length()), text);
          }
        });
    Checkpoint checkpoint =
        new Checkpoint(
            number(file, texts, "epoch"),
            number(file, texts, "batch"),
            number(file, texts, "step"),
            whole.weights(),
            state);
    return new Stored(checkpoint, text(file, texts, "best").equals("true"));
  }

  private static String text(Path file, Map<String, String> texts, String name) {
    String text = texts.get(OWN + name);
    if (text == null) {
      throw new RunException(file, "no checkpoint: its metadata lack " + OWN + name);
    }
    return text;
  }

  private static long number(Path file, Map<String, String> texts, String name) {
    String text = text(file, texts, name);
    if (!text.matches("[0-9]{1,18}")) {
      throw new RunException(
          file, OWN + name + " is '" + LivianoException.oneLine(text) + "', expected a number");
    }
    return Long.parseLong(text);
  }

  private static String sum(Weights weights) {
    CRC32C sum = new CRC32C();
    for (Tensor tensor : weights.tensors()) {
      MemorySegment data = tensor.data();
      for (long from = 0; from < data.byteSize(); from += AT_ONCE) {
        long length = Math.min(AT_ONCE, data.byteSize() - from);
        sum.update(data.asSlice(from, length).asByteBuffer());
      }
    }
    return String.format(Locale.ROOT, "%08x", sum.getValue());
  }
}
