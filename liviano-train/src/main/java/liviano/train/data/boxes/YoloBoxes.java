package liviano.train.data.boxes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import liviano.vision.eval.ClassFolders;
import liviano.vision.eval.DataSetException;
import liviano.vision.eval.FolderNames;
import liviano.vision.eval.Part;
import liviano.vision.eval.TextFile;

/**
 * Boxes of YOLO's texts. Pictures are in folders that a YAML file names, or that are called {@code
 * images}; boxes are in the files of the same names beneath {@code labels}, or beside the pictures.
 */
final class YoloBoxes {
  private static final List<String> CLASS_LISTS = List.of("classes.txt", "obj.names");
  private static final int DEEPEST = 8;

  private static final Map<String, Part> PARTS =
      new TreeMap<>(Map.of("train", Part.TRAINING, "val", Part.VALIDATION, "test", Part.TEST));

  private final Path root;
  private final List<String> classes;
  private final List<BoxPicture> pictures = new ArrayList<>();
  private final BoxCheck check = new BoxCheck();

  private YoloBoxes(Path root, List<String> classes) {
    this.root = root;
    this.classes = classes;
  }

  /**
   * @param data a YAML file, or a folder with one or with a list of classes
   * @param images the folder that names of pictures start from, instead of the one that is said
   */
  static BoxData read(Path data, Optional<Path> images) throws IOException {
    boolean folder = Files.isDirectory(data);
    Optional<Path> yaml = folder ? yaml(data) : Optional.of(data);
    if (yaml.isPresent()) {
      return byYaml(yaml.get(), images);
    }
    for (String name : CLASS_LISTS) {
      Path list = data.resolve(name);
      if (Files.exists(list)) {
        return byFolders(images.orElse(data), classes(list));
      }
    }
    throw new DataSetException(
        data.toString(),
        "no data set of boxes: neither Annotations (VOC) nor data.yaml or classes.txt (YOLO)");
  }

  private static Optional<Path> yaml(Path folder) {
    return Stream.of("data.yaml", "data.yml", "dataset.yaml")
        .map(folder::resolve)
        .filter(Files::exists)
        .findFirst();
  }

  private static List<String> classes(Path list) throws IOException {
    List<String> classes =
        TextFile.read(list).lines().map(String::strip).filter(name -> !name.isEmpty()).toList();
    if (classes.isEmpty() || classes.stream().distinct().count() < classes.size()) {
      throw new DataSetException(list.toString(), "give the names of the classes, each once");
    }
    return classes;
  }

  private static BoxData byYaml(Path file, Optional<Path> images) throws IOException {
    YoloYaml yaml = YoloYaml.read(file);
    Path root = file.toAbsolutePath().getParent();
    if (images.isPresent()) {
      root = images.get();
    } else if (yaml.path().isPresent()) {
      root = root.resolve(inside(file, yaml.path().get()));
    }
    YoloBoxes reader = new YoloBoxes(root, yaml.classes());
    for (Map.Entry<String, Part> part : PARTS.entrySet()) {
      Optional<String> place = yaml.part(part.getKey());
      if (place.isPresent()) {
        reader.addAll(root.resolve(inside(file, place.get())), part.getValue());
      }
    }
    return reader.found(file);
  }

  /** A name that the file gives, in its folder. */
  private static Path inside(Path file, String name) {
    try {
      return name.equals(".") || name.equals("./") ? Path.of("") : FolderNames.requireInside(name);
    } catch (IllegalArgumentException e) {
      throw new DataSetException(
          file.toString(),
          String.format(
              Locale.ROOT,
              "'%s' leads out of the folder: write it without .., or give the folder by --images",
              name));
    }
  }

  private static BoxData byFolders(Path root, List<String> classes) throws IOException {
    YoloBoxes reader = new YoloBoxes(root, classes);
    Path images = root.resolve("images");
    if (Files.isDirectory(images.resolve("train"))) {
      for (Map.Entry<String, Part> part : PARTS.entrySet()) {
        if (Files.isDirectory(images.resolve(part.getKey()))) {
          reader.addAll(images.resolve(part.getKey()), part.getValue());
        }
      }
    } else {
      reader.addAll(Files.isDirectory(images) ? images : root, Part.ANY);
    }
    return reader.found(root);
  }

  private BoxData found(Path where) {
    if (pictures.isEmpty()) {
      throw new DataSetException(where.toString(), "no pictures (jpg, png, bmp, gif, webp)");
    }
    return new BoxData(classes, pictures, check.notices());
  }

  private void addAll(Path place, Part part) throws IOException {
    if (Files.isDirectory(place)) {
      for (Path file : below(place)) {
        add(file, part);
      }
    } else if (place.toString().endsWith(".txt")) {
      addListed(place, part);
    } else {
      throw new DataSetException(
          place.toString(), "neither a folder of pictures nor a list (.txt)");
    }
  }

  private void addListed(Path list, Part part) throws IOException {
    List<String> lines = TextFile.read(list).lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).isBlank()) {
        try {
          add(root.resolve(FolderNames.requireInside(lines.get(i).strip())), part);
        } catch (IllegalArgumentException e) {
          throw new DataSetException(list.toString(), i + 1, e.getMessage());
        }
      }
    }
  }

  private static List<Path> below(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder, DEEPEST, FileVisitOption.FOLLOW_LINKS)) {
      return all.filter(ClassFolders::isPicture)
          .limit(ClassFolders.MOST_PICTURES + 1L)
          .sorted()
          .toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private void add(Path file, Part part) throws IOException {
    if (pictures.size() == ClassFolders.MOST_PICTURES) {
      throw new DataSetException(root.toString(), "too many pictures: give fewer");
    }
    Path labels = labels(file);
    List<TrueBox> boxes = List.of();
    if (Files.exists(labels)) {
      boxes = YoloLabels.read(labels, classes.size(), check);
    } else {
      check.unlabelled(file.toString());
    }
    pictures.add(new BoxPicture(file, part, Optional.empty(), true, boxes));
  }

  /** Beneath {@code labels} where the picture is beneath {@code images}; otherwise beside it. */
  private Path labels(Path picture) {
    String name = picture.getFileName().toString();
    int dot = name.lastIndexOf('.');
    Path text = picture.resolveSibling((dot < 0 ? name : name.substring(0, dot)) + ".txt");
    Path base = root.toAbsolutePath().normalize();
    Path within = base.relativize(text.toAbsolutePath().normalize());
    for (int i = within.getNameCount() - 2; i >= 0; i--) {
      if (isImages(within.getName(i))) {
        Path above = i == 0 ? base : base.resolve(within.subpath(0, i));
        return above.resolve("labels").resolve(within.subpath(i + 1, within.getNameCount()));
      }
    }
    return isImages(base.getFileName()) && !Files.exists(text)
        ? base.resolveSibling("labels").resolve(within)
        : text;
  }

  private static boolean isImages(Path folder) {
    return folder != null && folder.toString().equals("images");
  }
}
