package liviano.formats.onnx;

/**
 * A named setting of an ONNX node.
 *
 * @param message as it is written
 */
record Attribute(Message message) {
  static Attribute of(String name, long value) {
    return of(name, Fields.Attribute.TYPE_INT, new Message().integer(Fields.Attribute.INT, value));
  }

  static Attribute of(String name, float value) {
    return of(name, Fields.Attribute.TYPE_FLOAT, new Message().real(Fields.Attribute.FLOAT, value));
  }

  static Attribute of(String name, String value) {
    return of(
        name, Fields.Attribute.TYPE_STRING, new Message().text(Fields.Attribute.STRING, value));
  }

  static Attribute ints(String name, int... values) {
    Message message = new Message();
    for (int value : values) {
      message.integer(Fields.Attribute.INTS, value);
    }
    return of(name, Fields.Attribute.TYPE_INTS, message);
  }

  private static Attribute of(String name, int type, Message value) {
    return new Attribute(
        value.text(Fields.Attribute.NAME, name).integer(Fields.Attribute.TYPE, type));
  }
}
