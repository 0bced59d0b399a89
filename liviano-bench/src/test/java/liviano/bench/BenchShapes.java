package liviano.bench;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import liviano.cli.output.Console;
import liviano.cli.output.Terminal;
import liviano.cli.shapes.HeldShapes;
import liviano.json.Json;
import liviano.json.JsonValue;

/** The JSON of this module that docs/compatibility.md speaks of. */
public final class BenchShapes {
  public static final HeldShapes HELD = HeldShapes.of(BenchShapes.class);

  private BenchShapes() {}

  /** The document that something prints. */
  public static JsonValue printed(Consumer<Console> printing) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Console console =
        new Console(InputStream.nullInputStream(), out, out, Terminal.none(StandardCharsets.UTF_8));
    printing.accept(console);
    console.flush();
    return Json.parse(out.toString(StandardCharsets.UTF_8));
  }
}
