package liviano.formats.export;

import liviano.formats.names.Naming;
import liviano.formats.onnx.OnnxSettings;

/**
 * How a model is written.
 *
 * @param naming whose names tensors have in files of tensors
 * @param batch samples at once in an ONNX file; {@link OnnxSettings#ANY} for any number
 * @param withPreprocessing whether the network takes pixels from 0 to 255 and normalises them
 *     itself
 */
public record ExportOptions(Naming naming, int batch, boolean withPreprocessing) {
  /** Our names, a batch of one, the network as it is. */
  public static ExportOptions defaults() {
    return new ExportOptions(Naming.LIVIANO, 1, false);
  }

  public ExportOptions withNaming(Naming newNaming) {
    return new ExportOptions(newNaming, batch, withPreprocessing);
  }

  public ExportOptions withBatch(int newBatch) {
    return new ExportOptions(naming, newBatch, withPreprocessing);
  }

  public ExportOptions withPreprocessing(boolean baked) {
    return new ExportOptions(naming, batch, baked);
  }
}
