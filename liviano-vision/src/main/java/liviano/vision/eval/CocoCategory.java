package liviano.vision.eval;

import java.util.Objects;

/** A category of a COCO data set. COCO's own 80 have ids from 1 to 90, with holes. */
public record CocoCategory(int id, String name) {
  public CocoCategory {
    Objects.requireNonNull(name, "name");
  }
}
