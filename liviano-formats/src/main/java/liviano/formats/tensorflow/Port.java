package liviano.formats.tensorflow;

/**
 * One of the tensors that a node gives.
 *
 * @param node its name
 * @param index which of its outputs, from 0
 */
record Port(String node, int index) {

  /** From {@code name}, which is the first output, or {@code name:2}. */
  static Port of(String text) {
    int colon = text.lastIndexOf(':');
    if (colon > 0 && text.substring(colon + 1).matches("[0-9]{1,4}")) {
      return new Port(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
    }
    return new Port(text, 0);
  }

  @Override
  public String toString() {
    return index == 0 ? node : node + ":" + index;
  }
}
