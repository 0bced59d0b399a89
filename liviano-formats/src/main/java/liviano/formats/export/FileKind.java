package liviano.formats.export;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The kinds of files that models are written as. */
public enum FileKind {
  /** Ours, or checkpoints of other programs. */
  SAFETENSORS,
  /** A network for ONNX Runtime and others. */
  ONNX,
  /** A network for TensorFlow Lite. */
  TFLITE,
  /** NumPy's arrays. */
  NPZ;

  /** How the names of such files end. */
  public String ending() {
    return "." + name().toLowerCase(Locale.ROOT);
  }

  /** All endings. */
  public static List<String> endings() {
    return Arrays.stream(values()).map(FileKind::ending).toList();
  }

  /** The kind that a file's name says. */
  public static Optional<FileKind> ofName(String name) {
    return Arrays.stream(values()).filter(kind -> name.endsWith(kind.ending())).findFirst();
  }
}
