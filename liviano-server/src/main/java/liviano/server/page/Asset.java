package liviano.server.page;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A file of the page.
 *
 * @param mediaType as its ending says
 * @param bytes not to be changed
 * @param tag of these bytes and no others, in quotation marks
 */
record Asset(String mediaType, byte[] bytes, String tag) {
  private static final int TAG_BYTES = 12;

  /**
   * @throws IllegalArgumentException if the page has no files of that kind
   */
  static Asset of(String path, byte[] bytes) {
    return new Asset(mediaType(path), bytes, tag(bytes));
  }

  private static String mediaType(String path) {
    return switch (path.substring(path.lastIndexOf('.') + 1)) {
      case "html" -> "text/html; charset=utf-8";
      case "css" -> "text/css; charset=utf-8";
      case "js" -> "text/javascript; charset=utf-8";
      case "svg" -> "image/svg+xml";
      case "png" -> "image/png";
      default -> throw new IllegalArgumentException("of which media type is " + path + "?");
    };
  }

  private static String tag(byte[] bytes) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return '"' + HexFormat.of().formatHex(Arrays.copyOf(digest, TAG_BYTES)) + '"';
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /**
   * Whether a client has these bytes already.
   *
   * @param known its {@code If-None-Match}: tags, separated by commas, or {@code *}
   */
  boolean isAmong(String known) {
    return Arrays.stream(known.split(","))
        .map(one -> one.strip().replaceFirst("^W/", ""))
        .anyMatch(one -> one.equals(tag) || one.equals("*"));
  }
}
