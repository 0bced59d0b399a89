package liviano.paper.plot.svg;

import java.awt.Font;

/** Words within XML. */
final class SvgText {
  private static final int REPLACEMENT = 0xfffd;

  private SvgText() {}

  /** Text for an element or an attribute in quotes; what XML has no place for is replaced. */
  static String escape(String text) {
    StringBuilder escaped = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\t', '\n', '\r' -> escaped.append("&#").append(c).append(';');
                default -> escaped.appendCodePoint(isCharacter(c) ? c : REPLACEMENT);
              }
            });
    return escaped.toString();
  }

  /** Whether SVG would make the blanks fewer. */
  static boolean hasWideBlanks(String text) {
    return !text.strip().equals(text) || text.contains("  ");
  }

  /** By XML 1.0, section 2.2, without blanks. */
  private static boolean isCharacter(int c) {
    return c >= ' ' && !(c >= 0xd800 && c <= 0xdfff) && c != 0xfffe && c != 0xffff;
  }

  /** What viewers call a font's family: AWT's own names for what every system has are others. */
  static String family(Font font) {
    return switch (font.getFamily()) {
      case Font.SANS_SERIF, Font.DIALOG -> "sans-serif";
      case Font.SERIF -> "serif";
      case Font.MONOSPACED, Font.DIALOG_INPUT -> "monospace";
      default -> "'" + font.getFamily() + "', sans-serif";
    };
  }
}
