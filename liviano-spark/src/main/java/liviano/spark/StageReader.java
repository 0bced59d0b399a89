package liviano.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.util.DefaultParamsReader;

/** Reads a transformer; a model that lies in its folder is the one it uses. */
final class StageReader<T extends PictureTransformer<T>> extends DefaultParamsReader<T> {
  @Override
  public T load(String path) {
    T stage = super.load(path);
    Path file = new Path(path, StageWriter.MODEL);
    try {
      FileSystem system = file.getFileSystem(sparkSession().sparkContext().hadoopConfiguration());
      return system.exists(file) ? stage.embed(system.makeQualified(file).toString()) : stage;
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": " + e.getMessage(), e);
    }
  }
}
