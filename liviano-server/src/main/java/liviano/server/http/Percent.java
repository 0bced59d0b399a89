package liviano.server.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import liviano.json.Json;

/** Texts of addresses, as bytes of UTF-8 behind percent signs (RFC 3986). */
final class Percent {
  private Percent() {}

  /**
   * Decodes a text once.
   *
   * @throws HttpException 400 if a percent sign has no two hexadecimal digits behind it, the bytes
   *     are no UTF-8, or a character is no ASCII
   */
  static String decode(String raw) {
    byte[] bytes = new byte[raw.length()];
    int length = 0;
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c == '%') {
        int high = i + 2 < raw.length() ? digit(raw.charAt(i + 1)) : -1;
        int low = i + 2 < raw.length() ? digit(raw.charAt(i + 2)) : -1;
        if (high < 0 || low < 0) {
          throw wrong(raw);
        }
        bytes[length++] = (byte) (high << 4 | low);
        i += 2;
      } else if (c < 0x80) {
        bytes[length++] = (byte) c;
      } else {
        throw wrong(raw);
      }
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, 0, length))
          .toString();
    } catch (CharacterCodingException _) {
      throw wrong(raw);
    }
  }

  private static int digit(char c) {
    return c < 0x80 ? Character.digit(c, 16) : -1;
  }

  private static HttpException wrong(String raw) {
    return new HttpException(
        400, "the address has what is no UTF-8 behind % at " + Json.quote(raw));
  }
}
