package liviano.cli.output;

import liviano.json.JsonValue;

/**
 * A JSON array written element by element, so that ten thousand pictures need no more memory than
 * one. Closing it ends the document.
 */
public final class JsonList implements AutoCloseable {
  private final Console console;
  private boolean empty = true;

  /** Starts the document. */
  public JsonList(Console console) {
    this.console = console;
    console.json("[");
  }

  /** Writes the next element. */
  public void add(JsonValue element) {
    console.json((empty ? "\n" : ",\n") + element.toPrettyJson().indent(2).stripTrailing());
    empty = false;
  }

  @Override
  public void close() {
    console.json(empty ? "]\n" : "\n]\n");
  }
}
