package liviano.server.inference;

import static liviano.server.inference.ProtocolErrors.bad;

import java.util.Optional;
import java.util.OptionalLong;

/** Headers that the protocol gives a meaning. */
final class BinaryExtension {
  /** How many bytes of the body, from its start, are JSON. */
  static final String HEADER = "Inference-Header-Content-Length";

  /** The media type of JSON with the bytes of tensors behind it. */
  static final String MEDIA_TYPE = "application/octet-stream";

  private BinaryExtension() {}

  /**
   * The length of the JSON.
   *
   * @param value of the header; empty where the request has none
   */
  static OptionalLong length(Optional<String> value) {
    if (value.isEmpty()) {
      return OptionalLong.empty();
    }
    String text = value.get().strip();
    if (!text.matches("[0-9]{1,10}")) {
      throw bad("%s must be the number of bytes of the JSON", HEADER);
    }
    return OptionalLong.of(Long.parseLong(text));
  }
}
