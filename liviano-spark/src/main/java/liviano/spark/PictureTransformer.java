package liviano.spark;

import java.io.Serial;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import liviano.LivianoException;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.Function1;

/**
 * What the transformers share: they read a column of pictures and add a column of answers, and one
 * that says what is wrong with pictures that have no answer. Columns of the answer are null there,
 * and both are null where the picture is.
 *
 * <p>Pictures are prepared as the model's own card says. What can be known before a job starts is
 * checked in {@link #transformSchema}: columns, their types, and that there is such a model and it
 * does this task. Nothing runs before an action of Spark's asks for rows.
 *
 * @param <T> the transformer itself
 */
public abstract sealed class PictureTransformer<T extends PictureTransformer<T>> extends Transformer
    implements MLWritable permits RankingTransformer, ImageSegmentation, ImageEmbedding {
  @Serial private static final long serialVersionUID = 1L;

  /** What names pictures in messages, as the data source {@code binaryFile} has it. */
  private static final String PATH = "path";

  private static final int USUAL_BATCH = 16;

  private final String uid;
  private final Param<String> inputCol;
  private final Param<String> outputCol;
  private final Param<String> model;
  private final Param<String> errorCol;
  private final IntParam batchSize;
  private final BooleanParam embedModel;

  /**
   * The model that was saved with it, which stays when its folder is moved or written over; null
   * without one.
   */
  private transient Embedded embedded;

  /**
   * A model from the folder of a saved transformer.
   *
   * @param path of its file, which the Param has as long as no other model is set
   */
  private record Embedded(String path, ModelFile file) {}

  PictureTransformer(String uid, String usualOutput) {
    this.uid = uid; // first: every Param asks for it
    this.inputCol =
        new Param<>(this, "inputCol", "the column of pictures: files as binary, or image structs");
    this.outputCol = new Param<>(this, "outputCol", "the column of answers, which is added");
    this.model =
        new Param<>(
            this,
            "model",
            "the model: a path of any file system that Spark reads, or an installed model's name");
    this.errorCol =
        new Param<>(
            this,
            "errorCol",
            "the column, which is added, of what is wrong with pictures without an answer (default:"
                + " outputCol with _error behind it); if it is empty, the first such picture fails"
                + " the job");
    this.batchSize =
        new IntParam(
            this,
            "batchSize",
            "rows that a task takes at a time where spark.task.cpus gives it several processors",
            check(value -> (int) value >= 1));
    this.embedModel =
        new BooleanParam(
            this, "embedModel", "whether saving writes the model into the folder that is saved");
    setDefault(inputCol, "content");
    setDefault(outputCol, usualOutput);
    setDefault(batchSize, USUAL_BATCH);
    setDefault(embedModel, false);
  }

  /** A predicate as Spark's Params take it; a stage travels with its Params. */
  static Function1<Object, Object> check(Check check) {
    return (Function1<Object, Object> & Serializable) check::test;
  }

  /** Whether a Param may have a value. */
  interface Check extends Predicate<Object>, Serializable {}

  abstract T self();

  /** What is asked of the model, by the Params. */
  abstract Task<?> task();

  @Override
  public final String uid() {
    return uid;
  }

  /** The column of pictures, {@code content} if not set. */
  public final Param<String> inputCol() {
    return inputCol;
  }

  public final T setInputCol(String name) {
    set(inputCol, name);
    return self();
  }

  public final String getInputCol() {
    return getOrDefault(inputCol);
  }

  /** The column of answers. */
  public final Param<String> outputCol() {
    return outputCol;
  }

  public final T setOutputCol(String name) {
    set(outputCol, name);
    return self();
  }

  public final String getOutputCol() {
    return getOrDefault(outputCol);
  }

  /** A path of any file system that Spark reads, or the name of an installed model. */
  public final Param<String> model() {
    return model;
  }

  public final T setModel(String pathOrName) {
    set(model, pathOrName);
    return self();
  }

  public final String getModel() {
    return getOrDefault(model);
  }

  /** The column of errors; empty to fail instead. */
  public final Param<String> errorCol() {
    return errorCol;
  }

  public final T setErrorCol(String name) {
    set(errorCol, name);
    return self();
  }

  /** What was set, otherwise the output's name with {@code _error} behind it. */
  public final String getErrorCol() {
    return isDefined(errorCol) ? getOrDefault(errorCol) : getOutputCol() + "_error";
  }

  /** Rows that a task with several processors takes at a time. */
  public final IntParam batchSize() {
    return batchSize;
  }

  public final T setBatchSize(int rows) {
    set(batchSize, (Object) rows);
    return self();
  }

  public final int getBatchSize() {
    return (int) getOrDefault(batchSize);
  }

  /** Whether saving writes the model into the folder that is saved. */
  public final BooleanParam embedModel() {
    return embedModel;
  }

  public final T setEmbedModel(boolean embedded) {
    set(embedModel, (Object) embedded);
    return self();
  }

  public final boolean getEmbedModel() {
    return (boolean) getOrDefault(embedModel);
  }

  /**
   * Adds the columns of answers and errors; no job is run.
   *
   * @throws IllegalArgumentException as {@link #transformSchema} says
   */
  @Override
  public final Dataset<Row> transform(Dataset<?> dataset) {
    StructType before = dataset.schema();
    StructType after = schema(before);
    SparkSession spark = dataset.sparkSession();
    Task<?> task = task();
    PictureRows rows =
        new PictureRows(
            DriverModels.share(task, modelFile(task), spark),
            pictures(before),
            before.fieldIndex(getInputCol()),
            names(before),
            hasErrors(),
            getBatchSize());
    return dataset.toDF().mapPartitions(rows, Encoders.row(after));
  }

  /**
   * The columns after {@link #transform}: those before it, the answers, and the errors.
   *
   * @throws IllegalArgumentException if there is no such column, it holds no pictures, a column to
   *     be added is there already, or the model is not set, not there, broken, or not for this task
   */
  @Override
  public final StructType transformSchema(StructType schema) {
    StructType after = schema(schema);
    modelFile(task());
    return after;
  }

  private StructType schema(StructType before) {
    pictures(before);
    String output = requireNew(before, outputCol.name(), getOutputCol());
    StructType after = before.add(output, task().type(), true);
    return hasErrors()
        ? after.add(requireNew(after, errorCol.name(), getErrorCol()), DataTypes.StringType, true)
        : after;
  }

  private boolean hasErrors() {
    return !getErrorCol().isEmpty();
  }

  private PictureColumn pictures(StructType schema) {
    String name = getInputCol();
    List<String> columns = List.of(schema.fieldNames());
    if (!columns.contains(name)) {
      throw wrong(
          inputCol, "there is no column '%s'; there is %s", name, String.join(", ", columns));
    }
    DataType type = schema.apply(name).dataType();
    return PictureColumn.of(type)
        .orElseThrow(
            () ->
                wrong(
                    inputCol,
                    "column '%s' is %s; %s",
                    name,
                    type.simpleString(),
                    PictureColumn.EXPECTED));
  }

  /** Columns are the same as Spark's settings say: usually whatever the case of their letters. */
  private String requireNew(StructType schema, String param, String name) {
    boolean exact = SQLConf.get().caseSensitiveAnalysis();
    Optional<String> same =
        Arrays.stream(schema.fieldNames())
            .filter(there -> exact ? there.equals(name) : there.equalsIgnoreCase(name))
            .findFirst();
    if (same.isPresent()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: column '%s' already exists: drop it, or set another name with %s",
              uid,
              same.get(),
              param));
    }
    return name;
  }

  private static int names(StructType schema) {
    return schema.getFieldIndex(PATH).isDefined()
            && schema.apply(PATH).dataType().equals(DataTypes.StringType)
        ? schema.fieldIndex(PATH)
        : -1;
  }

  private IllegalArgumentException wrong(Param<?> param, String format, Object... details) {
    return new IllegalArgumentException(
        uid + ": " + param.name() + ": " + String.format(Locale.ROOT, format, details));
  }

  /** The model, read and tried. */
  final ModelFile modelFile(Task<?> task) {
    if (!isDefined(model)) {
      throw wrong(model, "is not set; give a model's path or name with setModel");
    }
    try {
      Optional<ModelFile> own =
          Optional.ofNullable(embedded)
              .filter(saved -> saved.path().equals(getModel()))
              .map(Embedded::file);
      return own.isPresent()
          ? DriverModels.require(own.get(), task)
          : DriverModels.require(getModel(), task);
    } catch (LivianoException | IllegalArgumentException e) {
      throw new IllegalArgumentException(uid + ": " + e.getMessage(), e);
    }
  }

  /** Takes the model in a file that was saved with it. */
  final T embed(String path) {
    embedded = new Embedded(path, DriverModels.read(path));
    return setModel(path);
  }

  @Override
  public final T copy(ParamMap extra) {
    T copy = defaultCopy(extra);
    PictureTransformer<T> made = copy;
    made.embedded = embedded;
    return copy;
  }

  @Override
  public final MLWriter write() {
    return new StageWriter(this);
  }
}
