package liviano.formats.tensorflow;

/** TensorFlow's operations in the importer's words. */
record Operations(
    WindowOperations windows,
    NumberOperations numbers,
    ShapeOperations shapes,
    ArrayOperations arrays) {
  Operations(Translation to) {
    this(
        new WindowOperations(to),
        new NumberOperations(to),
        new ShapeOperations(to),
        new ArrayOperations(to));
  }

  /**
   * Translates a node.
   *
   * @return false if it is not computed here
   * @throws liviano.MalformedModelException if it makes no sense
   * @throws liviano.UnsupportedModelException if it is used as it is not computed here
   */
  boolean translate(GraphNode node) {
    return windows.translate(node)
        || numbers.translate(node)
        || shapes.translate(node)
        || arrays.translate(node);
  }
}
