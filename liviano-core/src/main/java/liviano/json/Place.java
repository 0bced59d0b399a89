package liviano.json;

/**
 * Where an array or object stood in the text it was parsed from.
 *
 * @param parent the place around it, null at the root
 * @param key its name in the object around it; null in an array or at the root
 * @param index its index in the array around it; -1 elsewhere
 * @param offset first byte of its key, or of itself where it has none; -1 if it was not parsed
 */
record Place(Place parent, String key, int index, int offset) {

  /** The place of whatever was built rather than parsed: no path, no offset. */
  static final Place ROOT = new Place(null, null, -1, -1);

  /** The place of a scalar in this object; scalars keep no offset of their own. */
  Place member(String name) {
    return new Place(this, name, -1, offset);
  }

  /** The place of a scalar in this array. */
  Place element(int position) {
    return new Place(this, null, position, offset);
  }

  String path() {
    var text = new StringBuilder();
    appendTo(text);
    return text.toString();
  }

  private void appendTo(StringBuilder text) {
    if (parent != null) {
      parent.appendTo(text);
    }
    if (index >= 0) {
      text.append('[').append(index).append(']');
    } else if (key != null && isPlain(key)) {
      text.append(text.isEmpty() ? "" : ".").append(key);
    } else if (key != null) {
      text.append('[').append(Json.quote(key)).append(']');
    }
  }

  private static boolean isPlain(String key) {
    return !key.isEmpty()
        && key.length() <= Json.QUOTED_LENGTH
        && key.chars()
            .allMatch(
                c ->
                    c >= 'a' && c <= 'z'
                        || c >= 'A' && c <= 'Z'
                        || c >= '0' && c <= '9'
                        || c == '_'
                        || c == '-');
  }
}
