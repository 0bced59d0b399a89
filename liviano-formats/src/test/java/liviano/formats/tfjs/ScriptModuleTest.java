package liviano.formats.tfjs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import liviano.MalformedModelException;
import liviano.UnsupportedModelException;
import liviano.json.JsonException;
import liviano.json.JsonLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Data in scripts, which are read and never run. */
class ScriptModuleTest {
  private static final String BEFORE = "!function(e){}({1:[function(e,t,n){t.exports=";
  private static final String AFTER = "},{}]},{},[1])(1)});";

  @TempDir Path folder;

  private Path script(String text) throws IOException {
    return Files.writeString(folder.resolve("model.min.js"), text);
  }

  private String json(String value) throws IOException {
    return ScriptModule.json(script(BEFORE + value + AFTER), JsonLimits.defaults()).toJson();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {a:1,"b":[],$c_1:{d:null}}    | {"a":1,"b":[],"$c_1":{"d":null}}
          [!0,!1,true,false]            | [true,false,true,false]
          [.5,-.25,1.,3e2,-2.5e-3,7]    | [0.5,-0.25,1,300.0,-0.0025,7]
          {null:1,true:2}               | {"null":1,"true":2}
          ["a\\"b\\\\",", é]"]          | ["a\\"b\\\\",", é]"]
          {  a: 1 ,b: [ ] }             | {"a":1,"b":[]}
          """)
  void literalsAreRead(String script, String expected) throws IOException {
    assertThat(json(script)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[1+1]",
        "{a:f()}",
        "{a:b}",
        "[!2]",
        "[void 0]",
        "[-]",
        "[.]",
        "['a']",
        "[`a`]",
        "[\"\\x41\"]",
        "[0x10]",
        "{a:function(){}}",
        "[/a/]",
        "[new Date]"
      })
  void whatIsNoLiteralIsRefused(String value) {
    assertThatThrownBy(() -> json(value))
        .isInstanceOfAny(MalformedModelException.class, JsonException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[1,,2]", "{a:1 b:2}", "[1}", "{a}", "{a:}", "[01]", "[1 2]"})
  void whatIsNoJsonAfterAllIsRefused(String value) {
    assertThatThrownBy(() -> json(value))
        .isInstanceOfAny(MalformedModelException.class, JsonException.class);
  }

  @Test
  void theEndMayComeTooEarly() throws IOException {
    for (String cut : new String[] {"", "{", "{a", "{a:", "{a:\"b", "{a:\"b\\", "[1,", "[!"}) {
      Path file = script(BEFORE + cut);
      assertThatThrownBy(() -> ScriptModule.json(file, JsonLimits.defaults()))
          .as(cut)
          .isInstanceOf(MalformedModelException.class);
    }
  }

  @Test
  void nestingIsBounded() {
    assertThatThrownBy(() -> json("[".repeat(100_000) + "]".repeat(100_000)))
        .isInstanceOf(JsonException.class);
  }

  @Test
  void aLongScriptIsRefusedUnread() throws IOException {
    Path file = script("");
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(1L << 40);
    }
    assertThatThrownBy(() -> ScriptModule.json(file, JsonLimits.defaults()))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("1099511627776 bytes");
  }

  @Test
  void base64IsStrict() throws IOException {
    assertThat(ScriptModule.base64(script(BEFORE + "\"AQID/w==\"" + AFTER)))
        .containsExactly(1, 2, 3, 255);
    assertThat(ScriptModule.base64(script(BEFORE + "\"\"" + AFTER))).isEmpty();
    for (String broken : new String[] {"\"AQ*D\"", "\"AQ\\nD\"", "\"AQID", "[1]", "{a:\"AQID\"}"}) {
      Path file = script(BEFORE + broken + (broken.endsWith("D") ? "" : AFTER));
      assertThatThrownBy(() -> ScriptModule.base64(file))
          .as(broken)
          .isInstanceOf(MalformedModelException.class);
    }
  }
}
