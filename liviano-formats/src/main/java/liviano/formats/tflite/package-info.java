/**
 * Writes graphs as TensorFlow Lite files. Start at {@link liviano.formats.tflite.TfLiteWriter}.
 *
 * <p>Tables are written by the field numbers of the public {@code schema.fbs}, noted next to each:
 * a float network needs few of them.
 */
package liviano.formats.tflite;
