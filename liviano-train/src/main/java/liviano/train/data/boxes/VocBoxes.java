package liviano.train.data.boxes;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import liviano.vision.Picture;
import liviano.vision.PictureReader;
import liviano.vision.eval.ClassFolders;
import liviano.vision.eval.DataSetException;
import liviano.vision.eval.FolderNames;
import liviano.vision.eval.Part;
import liviano.vision.eval.VocList;
import liviano.vision.eval.VocPicture;

/**
 * Boxes of PASCAL VOC's XML files; classes are the names of objects, sorted by their characters'
 * numbers. Columns and rows count from 1, and the last ones belong to the box.
 */
final class VocBoxes {
  private static final String ANNOTATIONS = "Annotations";
  private static final List<String> ENDINGS = List.of(".jpg", ".jpeg", ".png", ".bmp");

  private static final Map<String, Part> LISTS =
      new TreeMap<>(Map.of("train", Part.TRAINING, "val", Part.VALIDATION, "test", Part.TEST));

  private final Path folder;
  private final Path images;
  private final BoxCheck check = new BoxCheck();

  private VocBoxes(Path folder, Path images) {
    this.folder = folder;
    this.images = images;
  }

  /** A picture's annotation. */
  private record Entry(Path xml, Part part, VocXml.Annotation annotation) {}

  /** Whether a folder is of this kind. */
  static boolean isAt(Path folder) throws IOException {
    return Files.isDirectory(folder.resolve(ANNOTATIONS)) || !files(folder).isEmpty();
  }

  static BoxData read(Path folder, Optional<Path> images) throws IOException {
    Path annotations = folder.resolve(ANNOTATIONS);
    boolean laidOut = Files.isDirectory(annotations);
    Path pictures = images.orElse(laidOut ? folder.resolve("JPEGImages") : folder);
    VocBoxes reader = new VocBoxes(folder, pictures);
    SequencedMap<Path, Part> files = laidOut ? reader.listed() : new LinkedHashMap<>();
    if (files.isEmpty()) {
      files(laidOut ? annotations : folder).forEach(file -> files.put(file, Part.ANY));
    }
    return reader.read(files);
  }

  /** The annotations that lists name; empty where there are no lists. */
  private SequencedMap<Path, Part> listed() throws IOException {
    SequencedMap<Path, Part> files = new LinkedHashMap<>();
    Map<Path, Path> listOf = new HashMap<>();
    for (Map.Entry<String, Part> entry : LISTS.entrySet()) {
      Path list = folder.resolve("ImageSets").resolve("Main").resolve(entry.getKey() + ".txt");
      if (!Files.exists(list)) {
        continue;
      }
      for (VocPicture picture : VocList.read(folder, list)) {
        Path xml = folder.resolve(ANNOTATIONS).resolve(picture.id() + ".xml").normalize();
        Path before = listOf.putIfAbsent(xml, list);
        if (before != null) {
          throw new DataSetException(
              list.toString(),
              String.format(
                  Locale.ROOT,
                  "'%s' is in %s, too: it can be for one purpose",
                  picture.id(),
                  before));
        }
        files.put(xml, entry.getValue());
      }
    }
    return files;
  }

  private BoxData read(Map<Path, Part> files) throws IOException {
    if (files.isEmpty()) {
      throw new DataSetException(folder.toString(), "no annotations in XML");
    }
    List<Entry> entries = new ArrayList<>();
    TreeSet<String> labels = new TreeSet<>();
    for (Map.Entry<Path, Part> file : files.entrySet()) {
      VocXml.Annotation annotation = VocXml.read(file.getKey());
      entries.add(new Entry(file.getKey(), file.getValue(), annotation));
      annotation.things().forEach(thing -> labels.add(thing.label()));
    }
    if (labels.isEmpty()) {
      throw new DataSetException(folder.toString(), "no objects in any annotation");
    }
    List<String> classes = List.copyOf(labels);
    List<BoxPicture> pictures = new ArrayList<>();
    for (Entry entry : entries) {
      pictures.add(picture(entry, classes));
    }
    return new BoxData(classes, pictures, check.notices());
  }

  private BoxPicture picture(Entry entry, List<String> classes) throws IOException {
    Path file = file(entry);
    BoxPicture.Size size =
        entry.annotation.size().isPresent() ? entry.annotation.size().get() : size(file);
    List<TrueBox> boxes = new ArrayList<>();
    for (VocXml.Thing thing : entry.annotation.things()) {
      check
          .sound(
              new BoxCheck.Drawn(
                  classes.indexOf(thing.label()),
                  (thing.ymin() - 1) / size.height(),
                  (thing.xmin() - 1) / size.width(),
                  thing.ymax() / size.height(),
                  thing.xmax() / size.width(),
                  thing.difficult(),
                  false),
              1.0 / Math.min(size.width(), size.height()),
              String.format(Locale.ROOT, "%s: line %d", entry.xml, thing.line()))
          .ifPresent(boxes::add);
    }
    return new BoxPicture(file, entry.part, Optional.of(size), false, boxes);
  }

  private static BoxPicture.Size size(Path file) throws IOException {
    Picture picture = PictureReader.defaults().asStored().read(file);
    return new BoxPicture.Size(picture.width(), picture.height());
  }

  /** The file that the annotation names, or one called as the annotation is. */
  private Path file(Entry entry) {
    if (entry.annotation.picture().isPresent()) {
      String named = entry.annotation.picture().get();
      try {
        Path file = images.resolve(FolderNames.requireInside(named));
        if (Files.isRegularFile(file)) {
          return file;
        }
      } catch (IllegalArgumentException e) {
        throw new DataSetException(entry.xml.toString(), e.getMessage());
      }
    }
    String xml = entry.xml.getFileName().toString();
    String stem = xml.substring(0, xml.length() - ".xml".length());
    return ENDINGS.stream()
        .map(ending -> images.resolve(stem + ending))
        .filter(Files::isRegularFile)
        .findFirst()
        .orElseThrow(
            () ->
                new DataSetException(
                    entry.xml.toString(),
                    String.format(Locale.ROOT, "its picture is not in %s", images)));
  }

  private static List<Path> files(Path folder) throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder, "*.xml")) {
      for (Path file : stream) {
        files.add(file);
        if (files.size() > ClassFolders.MOST_PICTURES) {
          throw new DataSetException(folder.toString(), "too many files: give fewer");
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    files.sort(null);
    return files;
  }
}
