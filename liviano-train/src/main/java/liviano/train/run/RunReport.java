package liviano.train.run;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import liviano.cli.report.HtmlPage;
import liviano.vision.eval.ConfusionMatrix;

/**
 * What the page about a run shows beside its configuration and its curves, which it always does.
 * Immutable; it has no pictures unless they are given.
 *
 * @param title of the page
 * @param notices lines that its reader should know, in their order
 * @param results figures in words by their names, such as {@code test accuracy} and {@code 71.2 %}
 * @param answers about pictures whose class is known, where classes are told apart
 * @param tables further ones
 * @param galleries pictures
 */
public record RunReport(
    String title,
    List<String> notices,
    SequencedMap<String, String> results,
    Optional<Answers> answers,
    List<Grid> tables,
    List<Gallery> galleries) {

  /**
   * What was taken for what.
   *
   * @param part of the data that was asked about, such as {@code test}
   */
  public record Answers(String part, ConfusionMatrix confusion) {}

  /**
   * A table with its heading.
   *
   * @param rows of as many cells as the head
   */
  public record Grid(String title, List<String> head, List<List<String>> rows) {
    public Grid {
      head = List.copyOf(head);
      rows = List.copyOf(rows);
    }
  }

  /**
   * Pictures with their heading.
   *
   * @param large whether what is drawn on them is to be read
   */
  public record Gallery(String title, List<HtmlPage.Figure> figures, boolean large) {
    public Gallery {
      figures = List.copyOf(figures);
    }
  }

  public RunReport {
    notices = List.copyOf(notices);
    results = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(results));
    tables = List.copyOf(tables);
    galleries = List.copyOf(galleries);
  }

  /** A page with nothing but what it always shows. */
  public static RunReport titled(String title) {
    return new RunReport(
        title, List.of(), new LinkedHashMap<>(), Optional.empty(), List.of(), List.of());
  }

  /** The same with another line that its reader should know. */
  public RunReport withNotice(String notice) {
    return new RunReport(title, and(notices, notice), results, answers, tables, galleries);
  }

  /** The same with another figure. */
  public RunReport withResult(String name, String figure) {
    SequencedMap<String, String> more = new LinkedHashMap<>(results);
    more.put(name, figure);
    return new RunReport(title, notices, more, answers, tables, galleries);
  }

  /** The same with the answers about pictures whose class is known. */
  public RunReport withAnswers(String part, ConfusionMatrix confusion) {
    return new RunReport(
        title, notices, results, Optional.of(new Answers(part, confusion)), tables, galleries);
  }

  /** The same with another table. */
  public RunReport withTable(Grid table) {
    return new RunReport(title, notices, results, answers, and(tables, table), galleries);
  }

  /** The same with more pictures. */
  public RunReport withGallery(Gallery gallery) {
    return new RunReport(title, notices, results, answers, tables, and(galleries, gallery));
  }

  private static <T> List<T> and(List<T> some, T more) {
    List<T> all = new ArrayList<>(some);
    all.add(more);
    return all;
  }
}
