package liviano.server.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * What the headers of a part of a form say.
 *
 * @param name of its field; empty if it has none
 * @param fileName as the client calls it
 * @param mediaType of its body
 */
record PartHeaders(String name, Optional<String> fileName, Optional<MediaType> mediaType) {
  static final PartHeaders NONE = new PartHeaders("", Optional.empty(), Optional.empty());

  /**
   * With another header; most say nothing that counts.
   *
   * @throws HttpException 400 if it is none, or asks for what is not done
   */
  PartHeaders and(byte[] line) {
    String text = text(line);
    int colon = text.indexOf(':');
    if (colon < 1 || text.charAt(0) == ' ' || text.charAt(0) == '\t') {
      throw Multipart.wrong("a header of a part has no name, or goes on in the next line");
    }
    String value = text.substring(colon + 1).strip();
    return switch (text.substring(0, colon).toLowerCase(Locale.ROOT)) {
      case "content-disposition" -> disposed(value);
      case "content-type" -> new PartHeaders(name, fileName, Optional.of(MediaType.parse(value)));
      case "content-transfer-encoding" -> encoded(value);
      default -> this;
    };
  }

  private static String text(byte[] line) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line)).toString();
    } catch (CharacterCodingException _) {
      throw Multipart.wrong("a header of a part is no UTF-8");
    }
  }

  private PartHeaders disposed(String value) {
    HeaderValue parts =
        HeaderValue.parse(value)
            .filter(given -> given.value().equalsIgnoreCase("form-data"))
            .orElseThrow(
                () -> Multipart.wrong("a part has a Content-Disposition that is no form-data"));
    return new PartHeaders(
        unescaped(parts.parameters().getOrDefault("name", "")),
        Optional.ofNullable(parts.parameters().get("filename")).map(PartHeaders::unescaped),
        mediaType);
  }

  /** Browsers write a quote so (HTML, multipart/form-data encoding algorithm). */
  private static String unescaped(String name) {
    return name.replace("%22", "\"");
  }

  private PartHeaders encoded(String value) {
    if (!value.toLowerCase(Locale.ROOT).matches("binary|8bit|7bit")) {
      throw Multipart.wrong("a part has a Content-Transfer-Encoding; send it as it is");
    }
    return this;
  }
}
