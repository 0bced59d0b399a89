/**
 * Writes graphs as ONNX files (opset {@value liviano.formats.onnx.OnnxGraph#OPSET}). Start at
 * {@link liviano.formats.onnx.OnnxWriter}.
 *
 * <p>Fields are written by their numbers in the public {@code onnx.proto}, which stand in {@link
 * liviano.formats.onnx.Fields}: the few messages that a network needs are fewer lines than the
 * classes a schema compiler makes of them.
 */
package liviano.formats.onnx;
