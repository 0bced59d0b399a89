/**
 * Reads ONNX files: {@link liviano.formats.onnx.OnnxReader} takes the protobuf messages apart, and
 * {@link liviano.formats.onnx.NodeKinds} lists how each operation is put into the importer's words.
 * Writes graphs as such files (opset {@value liviano.formats.onnx.OnnxGraph#OPSET}). Start at
 * {@link liviano.formats.onnx.OnnxWriter}.
 *
 * <p>Fields are written by their numbers in the public {@code onnx.proto}, which stand in {@link
 * liviano.formats.onnx.Fields}: the few messages that a network needs are fewer lines than the
 * classes a schema compiler makes of them.
 */
package liviano.formats.onnx;
