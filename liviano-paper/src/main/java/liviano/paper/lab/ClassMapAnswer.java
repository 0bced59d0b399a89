package liviano.paper.lab;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import liviano.cli.output.Text;
import liviano.json.JsonArray;
import liviano.json.JsonObject;
import liviano.paper.experiments.Matrix;
import liviano.vision.Picture;
import liviano.vision.drawing.Drawing;
import liviano.vision.explain.ClassMap;
import liviano.vision.json.AnswerJson;

/**
 * The class maps of a picture.
 *
 * @param file the picture's
 */
record ClassMapAnswer(Path file, Picture picture, List<ClassMap> maps) implements Answer {
  private static final int MOST_SHOWN = 12;

  @Override
  public JsonObject.Builder json() {
    return JsonObject.builder()
        .put("picture", file.toString())
        .put("classes", JsonArray.of(maps.stream().map(AnswerJson::classMap).toList()));
  }

  @Override
  public void print(Page page) {
    maps.forEach(map -> print(page, map));
  }

  private void print(Page page, ClassMap map) {
    String title =
        String.format(
            Locale.ROOT,
            "%s: %s, %s",
            file,
            map.category().label(),
            Numbers.percent(map.category().score()));
    page.heading(Text.oneLine(title));
    page.blank();
    page.lines(
        MatrixBlock.of(page.word("class map"), matrix(map), MOST_SHOWN).lines().stream()
            .map(line -> "  " + line)
            .toList());
    page.blank();
    page.indented(
        "  ",
        String.format(
            Locale.ROOT,
            "mean %.4f + bias %.4f = %.4f; the network's logit is %.4f",
            map.mean(),
            map.bias(),
            map.mean() + map.bias(),
            map.logit()));
    page.blank();
  }

  private static Matrix matrix(ClassMap map) {
    return Matrix.of(map.height(), map.width(), map::at);
  }

  /** Under the picture's own name, with an ending that it cannot have itself. */
  @Override
  public void draw(PictureFolder folder) throws IOException {
    String name = file.getFileName().toString();
    String stem = name.lastIndexOf('.') > 0 ? name.substring(0, name.lastIndexOf('.')) : name;
    for (int place = 0; place < maps.size(); place++) {
      String number = place == 0 ? "" : "-" + (place + 1);
      folder.write(stem + ".class-map" + number, Drawing.classMap(picture, maps.get(place)));
    }
  }
}
