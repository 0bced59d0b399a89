package liviano.formats.export;

import java.util.Optional;
import liviano.formats.names.Naming;
import liviano.formats.onnx.OnnxSettings;
import liviano.tensor.DType;

/**
 * How a model is written.
 *
 * @param naming whose names tensors have in files of tensors
 * @param batch samples at once in an ONNX file; {@link OnnxSettings#ANY} for any number
 * @param withPreprocessing whether the network takes pixels from 0 to 255 and normalises them
 *     itself
 * @param ends in which bytes a quantized network reads its inputs and gives its outputs; empty
 *     where they stay as they are
 */
public record ExportOptions(
    Naming naming, int batch, boolean withPreprocessing, Optional<DType> ends) {
  /** Our names, a batch of one, the network as it is. */
  public static ExportOptions defaults() {
    return new ExportOptions(Naming.LIVIANO, 1, false, Optional.empty());
  }

  public ExportOptions withNaming(Naming newNaming) {
    return new ExportOptions(newNaming, batch, withPreprocessing, ends);
  }

  public ExportOptions withBatch(int newBatch) {
    return new ExportOptions(naming, newBatch, withPreprocessing, ends);
  }

  public ExportOptions withPreprocessing(boolean baked) {
    return new ExportOptions(naming, batch, baked, ends);
  }

  /**
   * With bytes as inputs and outputs of a quantized network.
   *
   * @param format {@link DType#U8} or {@link DType#I8}
   */
  public ExportOptions withEnds(DType format) {
    return new ExportOptions(naming, batch, withPreprocessing, Optional.of(format));
  }
}
