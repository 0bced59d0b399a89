package liviano.formats.onnx;

/** How an operation of ONNX is put into the importer's words. */
@FunctionalInterface
interface NodeKind {
  void add(OnnxNode node, Sheet sheet);
}
