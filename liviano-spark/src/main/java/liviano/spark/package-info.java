/**
 * The vision tasks on Apache Spark: transformers of Spark's machine learning ({@link
 * liviano.spark.ImageClassification}, {@link liviano.spark.ObjectDetection}, {@link
 * liviano.spark.ImageSegmentation}, {@link liviano.spark.ImageEmbedding}) and the SQL functions
 * that {@link liviano.spark.LivianoExtensions} registers. They answer what the tasks of {@link
 * liviano.vision} answer, bit for bit.
 *
 * <p>The driver reads the model, whatever its format, and broadcasts it as a file of our own. Each
 * executor compiles it once, however many tasks and transformers ask for it, and every task has the
 * memory of one inference.
 */
package liviano.spark;
