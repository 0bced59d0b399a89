package liviano.vision.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Labelled pictures as a folder or a list has them.
 *
 * @param pictures in the order of their classes and names
 * @param notices what was left out, in a line each
 */
public record Examples(List<Example> pictures, List<String> notices) {
  public Examples {
    pictures = List.copyOf(pictures);
    notices = List.copyOf(notices);
  }

  /** These and others. */
  public Examples and(Examples more) {
    List<Example> all = new ArrayList<>(pictures);
    all.addAll(more.pictures);
    List<String> said = new ArrayList<>(notices);
    said.addAll(more.notices);
    return new Examples(all, said);
  }

  /** The names of the classes, sorted by their characters' numbers, whatever the language. */
  public List<String> labels() {
    TreeSet<String> labels = new TreeSet<>();
    pictures.forEach(picture -> labels.add(picture.label()));
    return List.copyOf(labels);
  }
}
