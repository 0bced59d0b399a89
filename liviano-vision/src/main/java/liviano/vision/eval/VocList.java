package liviano.vision.eval;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The pictures of a folder laid out as PASCAL VOC's, {@code JPEGImages/ID.jpg} with {@code
 * SegmentationClass/ID.png}, that a list such as {@code val.txt} names: one id a line, blank lines
 * passed over.
 */
public final class VocList {
  private final Path folder;
  private final String list;
  private final Map<Path, Integer> lineOf = new HashMap<>();

  private VocList(Path folder, Path list) {
    this.folder = folder;
    this.list = list.toString();
  }

  /**
   * Reads a list.
   *
   * @return its pictures in their order, at least one; that their files are there is seen when they
   *     are read
   * @throws DataSetException naming the line, if an id leads out of the folder or is listed twice
   * @throws IOException if the list cannot be read
   */
  public static List<VocPicture> read(Path folder, Path list) throws IOException {
    return new VocList(folder, list).pictures(TextFile.read(list).lines().toList());
  }

  private List<VocPicture> pictures(List<String> lines) {
    List<VocPicture> pictures = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).isBlank()) {
        pictures.add(picture(lines.get(i).strip(), i + 1));
      }
    }
    if (pictures.isEmpty()) {
      throw new DataSetException(list, "it lists no pictures");
    }
    return List.copyOf(pictures);
  }

  private VocPicture picture(String id, int line) {
    if (id.chars().anyMatch(Character::isWhitespace)) {
      throw error(line, "more than one word: give one id a line");
    }
    Path name;
    try {
      name = FolderNames.requireInside(id);
    } catch (IllegalArgumentException e) {
      throw error(line, e.getMessage());
    }
    Integer before = lineOf.putIfAbsent(name, line);
    if (before != null) {
      throw error(
          line, String.format(Locale.ROOT, "'%s' is listed twice, first in line %d", id, before));
    }
    return new VocPicture(
        id,
        folder.resolve("JPEGImages").resolve(name + ".jpg"),
        folder.resolve("SegmentationClass").resolve(name + ".png"));
  }

  private DataSetException error(int line, String reason) {
    return new DataSetException(list, line, reason);
  }
}
