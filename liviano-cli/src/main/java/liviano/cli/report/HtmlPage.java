package liviano.cli.report;

import java.util.List;
import liviano.cli.output.Text;

/**
 * One HTML page that needs nothing beside it: no other file, no address, no script. Texts are those
 * of other people, and are escaped; for one thread.
 */
public final class HtmlPage {
  private static final String STYLE =
      """
      body{font:16px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem;
      color:#1c2430;background:#fff}
      table{border-collapse:collapse;margin:1rem 0}
      th,td{padding:.25rem .6rem;text-align:right;border-bottom:1px solid #dde2e8}
      th:first-child,td:first-child{text-align:left}
      .matrix td,.matrix th{font-size:.85rem;padding:.2rem .4rem}
      .matrix thead th{writing-mode:vertical-rl;text-align:left}
      .big{font-size:2rem;font-weight:600}
      .pictures{display:flex;flex-wrap:wrap;gap:.6rem}
      figure{margin:0;width:8rem;font-size:.75rem;overflow-wrap:anywhere}
      figure img{max-width:6rem;max-height:6rem;display:block}
      .large figure{width:20rem} .large img{max-width:20rem;max-height:20rem}
      .scroll{overflow-x:auto} .note{color:#5a6675} svg{max-width:100%;height:auto}
      """;

  private final StringBuilder page = new StringBuilder();

  /**
   * A picture in a page.
   *
   * @param address one that holds the picture, as {@link Thumbnails} makes them; empty for none
   */
  public record Figure(String address, String caption) {}

  /** A page with its title, which is its first heading too. */
  public HtmlPage(String title) {
    page.append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
        .append("<meta name=\"viewport\" content=\"width=device-width\"><title>")
        .append(escaped(title))
        .append("</title><style>")
        .append(STYLE)
        .append("</style></head><body>\n<h1>")
        .append(escaped(title))
        .append("</h1>\n");
  }

  /** The page so far, as a whole document. */
  public String html() {
    return page + "</body></html>\n";
  }

  /** A heading of the second rank. */
  public void heading(String text) {
    page.append("<h2>").append(escaped(text)).append("</h2>\n");
  }

  /** A paragraph. */
  public void paragraph(String text) {
    page.append("<p>").append(escaped(text)).append("</p>\n");
  }

  /** A figure that catches the eye. */
  public void big(String text) {
    page.append("<p class=\"big\">").append(escaped(text)).append("</p>\n");
  }

  /** A list of lines. */
  public void list(List<String> lines) {
    page.append("<ul>\n");
    lines.forEach(line -> page.append("<li>").append(escaped(line)).append("</li>\n"));
    page.append("</ul>\n");
  }

  /**
   * A table.
   *
   * @param head empty for none
   * @param rows of as many cells as the head
   */
  public void table(List<String> head, List<List<String>> rows) {
    page.append("<table>");
    if (!head.isEmpty()) {
      page.append("<thead>");
      row("th", head);
      page.append("</thead>");
    }
    page.append("<tbody>\n");
    rows.forEach(row -> row("td", row));
    page.append("</tbody></table>\n");
  }

  /** Small pictures side by side, each with its caption. */
  public void figures(List<Figure> figures) {
    figures(figures, "pictures");
  }

  /** The same, large enough that what is drawn on them can be read. */
  public void largeFigures(List<Figure> figures) {
    figures(figures, "pictures large");
  }

  private void figures(List<Figure> figures, String style) {
    page.append("<div class=\"").append(style).append("\">\n");
    for (Figure figure : figures) {
      page.append("<figure>");
      if (!figure.address().isEmpty()) {
        page.append("<img alt=\"\" src=\"").append(escaped(figure.address())).append("\">");
      }
      page.append("<figcaption>")
          .append(escaped(figure.caption()))
          .append("</figcaption></figure>\n");
    }
    page.append("</div>\n");
  }

  /**
   * Something that is shown when it is asked for.
   *
   * @param id what links name
   * @param inside adds it to this page
   */
  public void details(String id, String summary, Runnable inside) {
    page.append("<details id=\"").append(escaped(id)).append("\"><summary>");
    page.append(escaped(summary)).append("</summary>\n");
    inside.run();
    page.append("</details>\n");
  }

  /**
   * Markup as it is: drawings.
   *
   * @param markup sound, every text in it {@linkplain #escaped escaped}
   */
  public void markup(String markup) {
    page.append(markup);
  }

  void row(String cell, List<String> texts) {
    page.append("<tr>");
    for (String text : texts) {
      page.append('<').append(cell).append('>').append(escaped(text));
      page.append("</").append(cell).append('>');
    }
    page.append("</tr>\n");
  }

  /** A text as it stands in markup, in one line. */
  public static String escaped(String text) {
    return Text.oneLine(text)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
