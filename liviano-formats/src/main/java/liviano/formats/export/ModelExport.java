package liviano.formats.export;

import java.io.IOException;
import java.nio.file.Path;
import liviano.UnsupportedModelException;
import liviano.formats.GraphRewriting.Rewritten;
import liviano.formats.IntegerRounding;
import liviano.formats.names.Naming;
import liviano.formats.npy.NpzWriter;
import liviano.formats.onnx.OnnxIntegers;
import liviano.formats.onnx.OnnxSettings;
import liviano.formats.onnx.OnnxWriter;
import liviano.formats.tflite.RoundingText;
import liviano.formats.tflite.TfLiteIntegers;
import liviano.formats.tflite.TfLiteWriter;
import liviano.formats.tflite.XnnpackRounding;
import liviano.model.FoldedNorms;
import liviano.model.Model;
import liviano.weights.SafeTensors;

/**
 * Writes a model as a file of some kind. What only we know of it (its card, its recipe, its layers'
 * names) travels in the file's own place for such texts, so that reading the file back gives the
 * same model.
 */
public final class ModelExport {
  private ModelExport() {}

  /**
   * Writes the file: the whole of it or nothing.
   *
   * @return what was written: the model itself, or what the kind of file made of it
   * @throws UnsupportedModelException if that kind of file has no such network, which the message
   *     says by a layer
   * @throws IOException if it cannot be written
   */
  public static Model write(Model model, FileKind kind, ExportOptions options, Path file)
      throws IOException {
    Model written = options.withPreprocessing() ? NormalizedInput.of(model) : model;
    if (options.ends().isPresent()) {
      written = with(written, IntegerEnds.of(written, options.ends().get()));
    }
    switch (kind) {
      case SAFETENSORS -> {
        Naming.Named named = options.naming().of(written);
        SafeTensors.write(file, named.tensors(), named.texts());
      }
      case NPZ -> {
        Naming.Named named = options.naming().of(written);
        NpzWriter.write(named.tensors(), named.texts(), file);
      }
      case ONNX -> {
        Rewritten form = OnnxIntegers.of(written.graph(), written.weights());
        written = with(written, form);
        OnnxWriter.write(form, new OnnxSettings(options.batch(), written.texts()), file);
      }
      case TFLITE -> {
        written = FoldedNorms.of(written);
        IntegerRounding rounding = XnnpackRounding.roundingOf(written.graph());
        Rewritten form = TfLiteIntegers.of(written.graph(), written.weights());
        written = with(written, form);
        TfLiteWriter.write(form, RoundingText.with(written, rounding), file);
        written = rounding == IntegerRounding.XNNPACK ? XnnpackRounding.of(written) : written;
      }
    }
    return written;
  }

  private static Model with(Model model, Rewritten form) {
    return form.graph() == model.graph()
        ? model
        : new Model(form.graph(), form.weights(), model.card(), model.recipe());
  }
}
