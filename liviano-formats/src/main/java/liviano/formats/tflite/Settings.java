package liviano.formats.tflite;

import com.google.flatbuffers.FlatBufferBuilder;
import java.util.ArrayList;
import java.util.List;

/** An operator's table of settings: one of the union {@code BuiltinOptions}, or none. */
final class Settings {
  /** More than any table here has. */
  private static final int MOST_FIELDS = 8;

  private interface Field {
    void to(FlatBufferBuilder builder);
  }

  private final byte type;
  private final List<Field> fields = new ArrayList<>();

  /**
   * @param type the table's number in the union
   */
  Settings(int type) {
    this.type = (byte) type;
  }

  /** Where an operation has none to make. */
  static Settings none() {
    return new Settings(0);
  }

  byte type() {
    return type;
  }

  Settings integer(int field, int value) {
    fields.add(to -> to.addInt(field, value, 0));
    return this;
  }

  /** An enumeration's number, or a truth value. */
  Settings small(int field, int value) {
    fields.add(to -> to.addByte(field, (byte) value, 0));
    return this;
  }

  Settings real(int field, float value) {
    fields.add(to -> to.addFloat(field, value, 0));
    return this;
  }

  /** Writes the table and answers where. */
  int write(FlatBufferBuilder builder) {
    builder.startTable(MOST_FIELDS);
    fields.forEach(field -> field.to(builder));
    return builder.endTable();
  }
}
