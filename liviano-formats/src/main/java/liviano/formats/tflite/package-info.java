/**
 * Reads and writes TensorFlow Lite files. Reading starts at {@link
 * liviano.formats.tflite.TfLiteReader}: a checked view of the file's tables becomes records, these
 * the importer's words, and these a model. Writing starts at {@link
 * liviano.formats.tflite.TfLiteWriter}.
 *
 * <p>Tables are read and written by the field numbers of the public {@code schema.fbs}, noted next
 * to each: a float network needs few of them.
 */
package liviano.formats.tflite;
