package liviano.cli.page;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.Route.FulfillOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Answers of models that are the same each time, in place of the server's: what the page does with
 * an answer needs no network. The requests that were answered so are kept.
 */
final class Answers {
  private static final String TIMING = "queue;dur=0.1, decode;dur=3, prepare;dur=1, infer;dur=9";

  private static final String MODELS =
      """
      {"models": [
        {"name": "looker", "title": "Looker", "task": "classification",
         "tasks": ["classify", "explain", "embed"],
         "defaultOf": ["classify", "explain", "embed"], "width": 224, "height": 224,
         "classes": 1000, "bytes": 14000000, "licence": "Apache-2.0", "loaded": true},
        {"name": "finder", "title": "Finder", "task": "detection", "tasks": ["detect"],
         "defaultOf": ["detect"], "width": 300, "height": 300, "classes": 90,
         "bytes": 18000000, "licence": "Apache-2.0", "loaded": true},
        {"name": "painter", "title": "Painter", "task": "segmentation", "tasks": ["segment"],
         "defaultOf": ["segment"], "width": 257, "height": 257, "classes": 21,
         "bytes": 9000000, "licence": "Apache-2.0", "loaded": true}],
       "installable": [
        {"name": "small", "title": "Small looker", "task": "classification",
         "licence": "Apache-2.0", "bytes": 6700000}],
       "mayInstall": true, "mayTeach": true,
       "limits": {"pictures": 2000, "bytes": 268435456, "seconds": 60}}""";

  private final List<String> asked = new ArrayList<>();

  private Answers() {}

  /** Answers of the models that every test may count on. */
  static Answers on(Page page) {
    Answers answers = new Answers();
    answers.to(page, "models", MODELS);
    answers.to(page, "detect", detections());
    answers.to(page, "segment", segmentation());
    answers.to(page, "classify", CLASSES);
    answers.to(page, "explain", MAP);
    return answers;
  }

  /** Answers a task. */
  void to(Page page, String task, String json) {
    page.route("**/v1/" + task + "*", route -> answer(route, 200, json));
    page.route("**/v1/" + task, route -> answer(route, 200, json));
  }

  /** Refuses a task. */
  void refuse(Page page, String task, int status, String message) {
    page.route(
        "**/v1/" + task + "*", route -> answer(route, status, "{\"error\": \"" + message + "\"}"));
  }

  private void answer(Route route, int status, String json) {
    asked.add(route.request().url());
    route.fulfill(
        new FulfillOptions()
            .setStatus(status)
            .setContentType("application/json")
            .setHeaders(
                Map.of(
                    "Content-Type", "application/json",
                    "Server-Timing", TIMING,
                    "Retry-After", "1"))
            .setBody(json));
  }

  /** The requests to a task. */
  List<String> asked(String task) {
    return asked.stream().filter(url -> url.contains("/v1/" + task)).toList();
  }

  /** Three things of two classes in a picture of 640 x 480. */
  private static String detections() {
    return head(
        "\"detections\": ["
            + detection(85, "clock", 0.91, 340, 30, 200, 200)
            + ", "
            + detection(55, "orange", 0.62, 32, 290, 120, 120)
            + ", "
            + detection(55, "orange", 0.21, 290, 295, 120, 120)
            + "]");
  }

  private static String detection(
      int id, String label, double score, int x, int y, int width, int height) {
    return String.format(
        Locale.ROOT,
        "{\"categoryId\": %d, \"label\": \"%s\", \"score\": %s,"
            + " \"box\": {\"x\": %d, \"y\": %d, \"width\": %d, \"height\": %d}}",
        id,
        label,
        score,
        x,
        y,
        width,
        height);
  }

  /** Columns 160 to 319 of 640 are a cat, all others the background. */
  private static String segmentation() {
    return head(
        """
        "classes": [
          {"index": 0, "label": "background", "share": 0.75,
           "mask": {"size": [480, 640], "counts": [0, 76800, 76800, 153600]}},
          {"index": 8, "label": "cat", "share": 0.25,
           "mask": {"size": [480, 640], "counts": [76800, 76800, 153600]}}]""");
  }

  private static final String CLASSES =
      head(
          """
          "categories": [
            {"index": 893, "label": "wall clock", "score": 0.75},
            {"index": 951, "label": "<b>orange</b>", "score": 0.2}]""");

  /** The upper right quarter spoke for the class, all else did not. */
  private static final String MAP =
      head(
          """
          "classes": [
            {"index": 893, "label": "wall clock", "score": 0.75, "logit": 9, "bias": 0.1,
             "map": [[0, 8], [0, 0]], "first": [160, 120], "step": [320, 240],
             "view": [0, 0, 640, 480]}]""");

  private static String head(String members) {
    return "{\"width\": 640, \"height\": 480, \"model\": \"M\", \"modelName\": \"m\","
        + " \"modelDigest\": \"0\", "
        + members.lines().map(String::strip).collect(Collectors.joining(" "))
        + "}";
  }
}
