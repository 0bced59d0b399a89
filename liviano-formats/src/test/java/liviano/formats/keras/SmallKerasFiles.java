package liviano.formats.keras;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import liviano.formats.SmallModel;
import liviano.formats.keras.Hdf5Writer.Group;
import liviano.json.JsonObject;

/** Small Keras models in all kinds of files. */
public final class SmallKerasFiles {
  private SmallKerasFiles() {}

  /** An HDF5 file. */
  public static SmallModel h5() {
    return SmallModel.of("Keras HDF5", "model.h5", Hdf5Writer.file(SmallKeras.file()));
  }

  /** An HDF5 file with an array in compressed chunks. */
  public static SmallModel chunks() {
    Group file = new Group();
    file.text("model_config", dense().toJson());
    file.at("model_weights/dense")
        .fixed("weight_names", "dense/kernel:0")
        .chunked("dense/kernel:0", new int[] {3, 2}, new int[] {2, 2}, 1, 2, 3, 4, 5, 6);
    return SmallModel.of("Keras HDF5 in chunks", "model.h5", Hdf5Writer.file(file));
  }

  /** A {@code .keras} archive. */
  public static SmallModel archive() throws IOException {
    Group weights = new Group();
    weights.at("layers/dense/vars").array("0", new int[] {3, 2}, 1, 2, 3, 4, 5, 6);
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("metadata.json", "{\"keras_version\": \"3.3.3\"}".getBytes(UTF_8));
    entries.put("config.json", dense().toJson().getBytes(UTF_8));
    entries.put("model.weights.h5", Hdf5Writer.file(weights));
    return SmallModel.of("Keras archive", "model.keras", zip(entries));
  }

  /** The layers model of TensorFlow.js, its weights in one byte each. */
  public static SmallModel layersModel() throws IOException {
    LayersModel model =
        new LayersModel(dense())
            .bytes("dense/kernel", new int[] {3, 2}, 0.5, 0, new byte[] {0, 2, 4, 6, 8, 10});
    return SmallModel.inFolder("TensorFlow.js layers", "model.json", model::write);
  }

  private static JsonObject dense() {
    return SmallKeras.sequence(
        SmallKeras.layer(
            "Dense",
            "dense",
            JsonObject.builder()
                .put("batch_input_shape", SmallKeras.shape(3))
                .put("units", 2)
                .put("activation", "softmax")
                .put("use_bias", false)));
  }

  private static byte[] zip(Map<String, byte[]> entries) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        ZipEntry written = new ZipEntry(entry.getKey());
        written.setTime(0);
        out.putNextEntry(written);
        out.write(entry.getValue());
      }
    }
    return bytes.toByteArray();
  }
}
