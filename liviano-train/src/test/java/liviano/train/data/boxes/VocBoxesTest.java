package liviano.train.data.boxes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import liviano.train.data.Pictures;
import liviano.vision.eval.DataSetException;
import liviano.vision.eval.Part;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("locale")
class VocBoxesTest {
  @TempDir Path folder;

  private static String object(String name, String box) {
    String[] edges = box.split(" ");
    return String.format(
        Locale.ROOT,
        """
        <object><name>%s</name><difficult>0</difficult><part><name>x</name><bndbox><xmin>9</xmin>
        </bndbox></part><bndbox><xmin>%s</xmin><ymin>%s</ymin><xmax>%s</xmax><ymax>%s</ymax></bndbox>
        </object>
        """,
        name,
        edges[0],
        edges[1],
        edges[2],
        edges[3]);
  }

  private static String annotation(String picture, String objects) {
    return "<annotation><filename>"
        + picture
        + "</filename><size><width>20</width><height>10</height><depth>3</depth></size>\n"
        + objects
        + "</annotation>\n";
  }

  private void add(String id, String objects) throws IOException {
    Pictures.write(Pictures.slope(20, 10), folder.resolve("JPEGImages/" + id + ".png"));
    Pictures.text(folder.resolve("Annotations/" + id + ".xml"), annotation(id + ".png", objects));
  }

  private BoxData read() throws IOException {
    return BoxData.read(folder, Optional.empty());
  }

  @Test
  void boxesArePartsOfThePicture() throws IOException {
    add("1", object("dog", "1 1 20 10") + object("cat", "11 6 15 10"));
    add("2", "");
    BoxData data = read();
    assertThat(data.classes()).containsExactly("cat", "dog");
    assertThat(data.notices()).isEmpty();
    assertThat(data.pictures()).hasSize(2);
    BoxPicture picture = data.pictures().getFirst();
    assertThat(picture.file()).isEqualTo(folder.resolve("JPEGImages/1.png"));
    assertThat(picture.size()).contains(new BoxPicture.Size(20, 10));
    assertThat(picture.part()).isEqualTo(Part.ANY);
    assertThat(picture.boxes())
        .containsExactly(
            new TrueBox(1, 0, 0, 1, 1, false, false),
            new TrueBox(0, 0.5, 0.5, 1, 0.75, false, false));
    assertThat(data.counts(Part.ANY)).containsExactly(1, 1);
  }

  @Test
  void listsSayWhatPicturesAreFor() throws IOException {
    for (String id : new String[] {"1", "2", "3", "4"}) {
      add(id, object("a", "1 1 9 9"));
    }
    Pictures.text(folder.resolve("ImageSets/Main/train.txt"), "1\n3\n");
    Pictures.text(folder.resolve("ImageSets/Main/val.txt"), "2\n");
    BoxData data = read();
    assertThat(data.of(Part.TRAINING)).hasSize(2);
    assertThat(data.of(Part.VALIDATION)).hasSize(1);
    assertThat(data.pictures()).hasSize(3);
    Pictures.text(folder.resolve("ImageSets/Main/test.txt"), "3\n");
    assertThatThrownBy(this::read)
        .isInstanceOf(DataSetException.class)
        .hasMessageContaining("'3' is in")
        .hasMessageEndingWith("too: it can be for one purpose");
  }

  @Test
  void listsLeadNowhereElse() throws IOException {
    add("1", object("a", "1 1 9 9"));
    Pictures.text(folder.resolve("ImageSets/Main/train.txt"), "1\n../../1\n");
    assertThatThrownBy(this::read)
        .isInstanceOf(DataSetException.class)
        .hasMessageContaining("train.txt: line 2:");
  }

  @Test
  void filesBesideTheirPicturesAreReadToo() throws IOException {
    Pictures.write(Pictures.slope(20, 10), folder.resolve("p.png"));
    Pictures.text(folder.resolve("p.xml"), annotation("other.jpg", object("a", "1 1 9 9")));
    assertThat(read().pictures().getFirst().file()).isEqualTo(folder.resolve("p.png"));
    Files.move(folder.resolve("p.png"), folder.resolve("q.png"));
    assertThatThrownBy(this::read).hasMessageContaining("p.xml: its picture is not in");
    Pictures.text(folder.resolve("p.xml"), annotation("q.png", object("a", "1 1 9 9")));
    assertThat(read().pictures()).hasSize(1);
  }

  @Test
  void aPictureOutsideTheFolderIsRefused() throws IOException {
    for (String name : new String[] {"../1.png", "/etc/passwd", "a/../../1.png"}) {
      add("1", object("a", "1 1 9 9"));
      Pictures.text(folder.resolve("Annotations/1.xml"), annotation(name, object("a", "1 1 9 9")));
      assertThatThrownBy(this::read)
          .isInstanceOf(DataSetException.class)
          .hasMessageContaining("1.xml: '" + name + "' is not a picture inside the folder");
    }
  }

  @Test
  void oddBoxesAreCountedOnceAKind() throws IOException {
    add("1", object("a", "-9 1 9 9") + object("a", "1 1 29 9") + object("a", "0 0 20 10"));
    add("2", object("a", "21 1 25 9") + object("a", "3 3 9 9"));
    BoxData data = read();
    assertThat(data.pictures().get(0).boxes()).hasSize(3);
    assertThat(data.pictures().get(0).boxes().get(1))
        .isEqualTo(new TrueBox(0, 0, 0, 0.9, 1, false, false));
    assertThat(data.pictures().get(1).boxes()).hasSize(1);
    assertThat(data.notices())
        .containsExactly(
            "2 boxes reach beyond their picture and were cut, first "
                + folder.resolve("Annotations/1.xml")
                + ": line 2",
            "1 boxes are empty and were left out, first "
                + folder.resolve("Annotations/2.xml")
                + ": line 2");
  }

  @Test
  void aBoxOfOnePixelIsKeptAndTold() throws IOException {
    Pictures.write(Pictures.slope(400, 300), folder.resolve("p.png"));
    Pictures.text(
        folder.resolve("p.xml"),
        "<annotation>"
            + object("a", "7 8 7 8")
            + "<size><width>0</width><height>0</height></size>"
            + "</annotation>");
    BoxData data = read();
    assertThat(data.pictures().getFirst().boxes())
        .containsExactly(new TrueBox(0, 7 / 300.0, 6 / 400.0, 8 / 300.0, 7 / 400.0, false, false));
    assertThat(data.notices()).singleElement().asString().startsWith("1 boxes are less than 1 %");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<annotation>|it is not the XML of an annotation",
        "''|it is not the XML of an annotation",
        "<other/>|line 1: it begins with <other>, not <annotation>",
        "<!DOCTYPE a [<!ENTITY b 'c'>]><annotation/>|document types and entities are not read",
        "<annotation><object/></annotation>|line 1: an object without a name",
        "<annotation><object><name>a</name></object></annotation>|line 1: an object without <xmin>",
      })
  void whatIsNoAnnotationIsRefused(String xml, String message) throws IOException {
    Pictures.text(folder.resolve("p.xml"), xml);
    assertThatThrownBy(this::read)
        .isInstanceOf(DataSetException.class)
        .hasMessageContaining("p.xml: line 1: ")
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "9 1 8 9|line 2: box from (9.0, 1.0) to (8.0, 9.0): its edges are not in order",
        "1 x 8 9|line 2: ymin 'x' is not a number",
        "1 NaN 8 9|line 2: ymin 'NaN' is not a number",
        "1 1f 8 9|line 2: ymin '1f' is not a number",
        "1 1 1e300 9|line 2: xmax 1e300 is out of all proportion",
      })
  void boxesThatCannotBeAreRefused(String box, String message) throws IOException {
    add("1", object("a", box));
    assertThatThrownBy(this::read)
        .isInstanceOf(DataSetException.class)
        .hasMessage(folder.resolve("Annotations/1.xml") + ": " + message);
  }

  @Test
  void difficultObjectsAreMarked() throws IOException {
    add("1", object("a", "1 1 9 9").replace("<difficult>0", "<difficult>1"));
    assertThat(read().pictures().getFirst().boxes().getFirst().difficult()).isTrue();
    add("1", object("a", "1 1 9 9").replace("<difficult>0", "<difficult>maybe"));
    assertThatThrownBy(this::read).hasMessageContaining("difficult 'maybe' is neither 0 nor 1");
  }

  @Test
  void aFolderOfNothingIsRefused() throws IOException {
    Files.createDirectories(folder.resolve("Annotations"));
    assertThatThrownBy(this::read).hasMessage(folder + ": no annotations in XML");
    add("1", "");
    assertThatThrownBy(this::read).hasMessage(folder + ": no objects in any annotation");
  }

  @Test
  void anAnnotationThatListsNameIsMissed() throws IOException {
    add("1", object("a", "1 1 9 9"));
    Pictures.text(folder.resolve("ImageSets/Main/train.txt"), "1\n2\n");
    assertThatThrownBy(this::read).isInstanceOf(IOException.class).hasMessageContaining("2.xml");
  }
}
