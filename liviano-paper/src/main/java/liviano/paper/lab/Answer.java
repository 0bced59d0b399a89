package liviano.paper.lab;

import java.io.IOException;
import liviano.json.JsonObject;

/** The result of an experiment, as text, as JSON and as pictures. */
interface Answer {
  /** The numbers, unrounded. */
  JsonObject.Builder json();

  /** The same as text. */
  void print(Page page);

  /** The same as pictures. */
  void draw(PictureFolder folder) throws IOException;
}
