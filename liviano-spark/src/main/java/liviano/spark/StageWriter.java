package liviano.spark;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.util.DefaultParamsWriter;

/** Saves a transformer: its Params, and the model in a file beside them where that is asked for. */
final class StageWriter extends DefaultParamsWriter {
  /** The model's file in the folder of a transformer. */
  static final String MODEL = "model.safetensors";

  private final PictureTransformer<?> stage;

  StageWriter(PictureTransformer<?> stage) {
    super(stage);
    this.stage = stage;
  }

  @Override
  public void saveImpl(String path) {
    if (!stage.getEmbedModel()) {
      super.saveImpl(path);
      return;
    }
    ModelFile model = stage.modelFile(stage.task()); // before anything is written
    super.saveImpl(path);
    Path file = new Path(path, MODEL);
    try (OutputStream out =
        file.getFileSystem(sparkSession().sparkContext().hadoopConfiguration()).create(file)) {
      out.write(model.bytes());
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": " + e.getMessage(), e);
    }
  }
}
