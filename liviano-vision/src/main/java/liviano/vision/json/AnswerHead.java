package liviano.vision.json;

import java.util.Optional;
import liviano.json.JsonObject;
import liviano.model.Model;
import liviano.model.ModelDigest;
import liviano.vision.Picture;

/**
 * What the JSON of every answer begins with: the picture, and the model that looked at it.
 *
 * @param picture its name; empty where it has none
 * @param width of the picture upright, in pixels, which is how it was looked at
 * @param model which model answered
 */
public record AnswerHead(Optional<String> picture, int width, int height, Origin model) {
  /**
   * A model as answers call it.
   *
   * @param title of its card
   * @param name that its user knows it by
   * @param digest {@link ModelDigest} of it
   */
  public record Origin(String title, String name, String digest) {
    /** Reads all weights, for their digest. */
    public static Origin of(String name, Model model) {
      return new Origin(model.card().title(), name, ModelDigest.of(model));
    }
  }

  /** That of a picture. */
  public static AnswerHead of(Optional<String> name, Picture picture, Origin model) {
    return new AnswerHead(name, picture.width(), picture.height(), model);
  }

  /** An object that begins with these members, for those of a task to be added. */
  public JsonObject.Builder begin() {
    JsonObject.Builder object = JsonObject.builder();
    picture.ifPresent(name -> object.put("picture", name));
    return object
        .put("width", width)
        .put("height", height)
        .put("model", model.title())
        .put("modelName", model.name())
        .put("modelDigest", model.digest());
  }
}
