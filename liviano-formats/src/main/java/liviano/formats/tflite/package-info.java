/**
 * Writes graphs as TensorFlow Lite files. {@link liviano.formats.tflite.TfLiteWriter} is the door.
 *
 * <p>Tables are written by the field numbers of the public {@code schema.fbs}, which stand beside
 * each: a float network needs few of them.
 */
package liviano.formats.tflite;
