package liviano.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8Test {
  private static final String MARK = "\ufeff";

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "ab\n", "é€😀", "x\ufeff"})
  void readsWithAndWithoutAMark(String text) {
    assertThat(Utf8.decode(text.getBytes(StandardCharsets.UTF_8))).isEqualTo(text);
    assertThat(Utf8.decode((MARK + text).getBytes(StandardCharsets.UTF_8))).isEqualTo(text);
  }

  @Test
  void onlyTheFirstMarkIsOne() {
    assertThat(Utf8.decode((MARK + MARK + "a").getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(MARK + "a");
  }

  @ParameterizedTest
  @CsvSource({"UTF-16LE, UTF-16", "UTF-16BE, UTF-16", "UTF-32LE, UTF-32", "UTF-32BE, UTF-32"})
  void namesOtherEncodingsWithAndWithoutAMark(String charset, String name) {
    for (String text : new String[] {MARK + "{}", MARK, "{\"a\": 1}", "ab"}) {
      byte[] bytes = text.getBytes(Charset.forName(charset));
      assertThatThrownBy(() -> Utf8.decode(bytes))
          .isInstanceOf(EncodingException.class)
          .hasMessage("a text in " + name + ": save it as UTF-8");
    }
  }

  @Test
  void namesTheByteThatIsNone() {
    byte[] latin = "\u00ef\u00bb\u00bfcaf\u00e9s".getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> Utf8.decode(latin))
        .hasMessage("byte 6 is not UTF-8: save the text as UTF-8");
    byte[] cut = {'a', (byte) 0xC3};
    assertThatThrownBy(() -> Utf8.decode(cut))
        .hasMessage("byte 1 is not UTF-8: save the text as UTF-8");
  }
}
