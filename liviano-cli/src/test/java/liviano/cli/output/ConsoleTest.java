package liviano.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import liviano.json.Json;
import liviano.json.JsonArray;
import liviano.json.JsonObject;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("locale")
class ConsoleTest {
  private static final Terminal TERMINAL =
      new Terminal(true, true, false, 60, StandardCharsets.UTF_8);
  private static final Terminal PIPES = Terminal.none(StandardCharsets.ISO_8859_1);

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void resultsAndErrorsTakeTheStatusLineAwayFirst() {
    Console console = console(TERMINAL);
    console.status("half done");
    console.error("cat.jpg: truncated");
    console.status("nearly done");
    console.line("result");
    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            "half done\r         \rliviano: cat.jpg: truncated"
                + System.lineSeparator()
                + "nearly done\r           \r");
  }

  /** As in {@code liviano ... > file}: results do not touch the terminal, and the line stays. */
  @Test
  void statusLineStaysWhileResultsGoElsewhere() {
    Console console = console(new Terminal(false, true, true, 60, StandardCharsets.UTF_8));
    console.status("half done");
    console.line("result");
    console.json("[]");
    console.jsonLine("{}");
    assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("half done");
    console.error("cat.jpg: truncated");
    assertThat(err.toString(StandardCharsets.UTF_8))
        .startsWith("half done\r         \r")
        .contains("\033[31mliviano:");
    console.status("nearly done");
    console.flush();
    assertThat(err.toString(StandardCharsets.UTF_8)).endsWith("nearly done\r           \r");
    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualTo("result" + System.lineSeparator() + "[]{}\n");
    assertThat(console.styled("bold", Console.Style.STRONG)).isEqualTo("bold");
  }

  /** As in {@code liviano ... 2> file}: no status line reaches the file, results show at once. */
  @Test
  void noStatusLineReachesAFile() {
    Console console = console(new Terminal(true, false, true, 60, StandardCharsets.UTF_8));
    console.status("half done");
    console.line("result");
    assertThat(err.size()).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("result" + System.lineSeparator());
    console.error("cat.jpg: truncated");
    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualTo("liviano: cat.jpg: truncated" + System.lineSeparator());
    assertThat(console.styled("bold", Console.Style.STRONG)).isNotEqualTo("bold");
  }

  @Test
  void afterTheLastWordNothingIsWritten() {
    Console console = console(TERMINAL);
    console.status("half done");
    console.tidy();
    assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("half done\r         \r");
    console.status("late");
    console.error("late");
    console.line("late");
    console.jsonLine("late");
    console.flush();
    assertThat(err.toString(StandardCharsets.UTF_8)).doesNotContain("late");
    assertThat(out.size()).isZero();
  }

  @Test
  void errorsAreOneLineWhateverTheyQuote() {
    console(PIPES).error("a\nliviano: forged \033[31m\u2028.jpg: no such file");
    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            "liviano: a\\nliviano: forged \\x1b[31m\\u2028.jpg: no such file"
                + System.lineSeparator());
  }

  @Test
  void jsonIsUtf8WhereTextIsNot() {
    Console console = console(PIPES);
    console.json("\"ñ\"\n");
    console.line("ñ");
    console.flush();
    byte[] bytes = out.toByteArray();
    assertThat(bytes).startsWith(34, 0xc3, 0xb1, 34, 10, 0xf1);
  }

  @Test
  void jsonListIsOneDocument() {
    Console console = console(PIPES);
    try (JsonList list = new JsonList(console)) {
      list.add(JsonObject.builder().put("picture", "a\n\"b\".jpg").build());
      list.add(JsonArray.ofFloats(0.5f, 1));
    }
    console.flush();
    assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("[\n  {\n").endsWith("]\n]\n");
    JsonArray read = Json.parse(out.toByteArray()).asArray();
    assertThat(read.size()).isEqualTo(2);
    assertThat(read.object(0).string("picture")).isEqualTo("a\n\"b\".jpg");
    assertThat(read.array(1).floats()).containsExactly(0.5f, 1);
  }

  @Test
  void emptyJsonListIsADocumentToo() {
    Console console = console(PIPES);
    new JsonList(console).close();
    console.flush();
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("[]\n");
  }

  @Test
  void progressShowsOnlyAfterASecondAndGoes() {
    AtomicLong now = new AtomicLong();
    Console console = console(TERMINAL);
    try (Progress progress = new Progress(console, 200, now::get)) {
      for (int i = 0; i < 50; i++) {
        now.addAndGet(20_000_000);
        progress.advance("early.jpg");
      }
      assertThat(err.toString(StandardCharsets.UTF_8))
          .isEqualTo(" 25% [#####---------------] 50/200  50.0/s  ETA 0:03  ea...");
    }
    assertThat(err.toString(StandardCharsets.UTF_8)).endsWith("\r" + " ".repeat(59) + "\r");
  }

  @Test
  void progressIsNotRedrawnForEveryPicture() {
    AtomicLong now = new AtomicLong();
    try (Progress progress = new Progress(console(TERMINAL), 100_000, now::get)) {
      for (int i = 0; i < 30_000; i++) {
        now.addAndGet(100_000);
        progress.advance("a.jpg");
      }
    }
    assertThat(err.toString(StandardCharsets.UTF_8).split("ETA")).hasSizeBetween(20, 23);
  }

  @Test
  void progressIsSilentOffTerminals() {
    AtomicLong now = new AtomicLong();
    try (Progress progress = new Progress(console(PIPES), 2, now::get)) {
      now.set(5_000_000_000L);
      progress.advance("a.jpg");
    }
    assertThat(err.size()).isZero();
  }

  private Console console(Terminal terminal) {
    return new Console(InputStream.nullInputStream(), out, err, terminal);
  }
}
