package liviano.formats;

import java.util.List;
import liviano.model.Model;

/**
 * A model as it was read from somebody's file.
 *
 * @param notices what was assumed or left out on the way, a line each: for whoever uses the model
 */
public record ReadModel(Model model, List<String> notices) {
  public ReadModel {
    notices = List.copyOf(notices);
  }

  /** A model of which there is nothing to say. */
  public static ReadModel of(Model model) {
    return new ReadModel(model, List.of());
  }
}
