package liviano.formats.tflite;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import liviano.Limits;
import liviano.MalformedModelException;
import liviano.formats.importer.ImportedModel.NamedClasses;
import liviano.formats.importer.LabelLines;
import liviano.model.Normalization;
import liviano.model.Rgb;

/**
 * What TensorFlow Lite's metadata say of a network: a table of its own among the file's metadata,
 * and files in a ZIP archive that is appended to the model. Fields are read by their numbers in the
 * public {@code metadata_schema.fbs}.
 *
 * @param title of the network
 * @param normalization from pixels to input values
 * @param classes labels of the first output
 */
record TfLiteMetadata(
    Optional<String> title, Optional<Normalization> normalization, Optional<NamedClasses> classes) {
  private static final String ENTRY = "TFLITE_METADATA";
  private static final String IDENTIFIER = "M001";
  private static final int MOST_ENTRIES = 1 << 10;
  private static final int MOST_COLOURS = 3;
  private static final int LONGEST_TITLE = 100;

  /** Of {@code ProcessUnitOptions}. */
  private static final int NORMALIZATION = 1;

  /** Of {@code AssociatedFileType}. */
  private static final int AXIS_LABELS = 2;

  /** A file in the archive: no path, and no hidden file. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_. -]{0,254}");

  /**
   * The metadata of a model; nothing where it has none.
   *
   * @param file that it was read from
   * @throws MalformedModelException if they are broken
   * @throws IOException if the archive cannot be read
   */
  static TfLiteMetadata of(TfLiteModel model, Path file, Limits limits) throws IOException {
    MemorySegment bytes = model.metadata().get(ENTRY);
    if (bytes == null || bytes.byteSize() == 0) {
      return new TfLiteMetadata(Optional.empty(), Optional.empty(), Optional.empty());
    }
    try {
      return of(new FlatBuffer(bytes, limits).root(IDENTIFIER), file, limits);
    } catch (MalformedModelException e) {
      throw e.file().isPresent()
          ? e
          : new MalformedModelException(file.toString(), "its metadata: " + e.getMessage());
    }
  }

  private static TfLiteMetadata of(FlatTable root, Path file, Limits limits) throws IOException {
    List<FlatTable> subgraphs = root.tables(3, MOST_ENTRIES);
    Optional<FlatTable> input = first(subgraphs, 2);
    Optional<FlatTable> output = first(subgraphs, 3);
    Optional<String> labels = output.flatMap(TfLiteMetadata::labelFile);
    String title = root.text(0).strip();
    return new TfLiteMetadata(
        Optional.of(title).filter(t -> !t.isEmpty() && t.length() <= LONGEST_TITLE),
        input.flatMap(TfLiteMetadata::normalization),
        labels.isEmpty() ? Optional.empty() : Optional.of(labels(file, labels.get(), limits)));
  }

  /** What is said of the first input or output of the network. */
  private static Optional<FlatTable> first(List<FlatTable> subgraphs, int field) {
    return subgraphs.stream()
        .limit(1)
        .flatMap(subgraph -> subgraph.tables(field, MOST_ENTRIES).stream())
        .findFirst();
  }

  /** {@code (x - mean) / std}, one number for all colours or one for each. */
  private static Optional<Normalization> normalization(FlatTable input) {
    for (FlatTable unit : input.tables(4, MOST_ENTRIES)) {
      if (unit.uint8(0, 0) == NORMALIZATION && unit.table(1).isPresent()) {
        return Optional.of(normalized(unit.table(1).get()));
      }
    }
    return Optional.empty();
  }

  private static Normalization normalized(FlatTable options) {
    try {
      return new Normalization(rgb(options, 0), rgb(options, 1));
    } catch (IllegalArgumentException e) {
      throw options.error(1, e.getMessage());
    }
  }

  private static Rgb rgb(FlatTable options, int field) {
    List<Float> numbers = options.reals(field, MOST_ENTRIES);
    return switch (numbers.size()) {
      case 1 -> Rgb.all(numbers.getFirst());
      case MOST_COLOURS -> new Rgb(numbers.get(0), numbers.get(1), numbers.get(2));
      default ->
          throw options.error(
              field,
              String.format(Locale.ROOT, "%d numbers to normalise 3 colours by", numbers.size()));
    };
  }

  private static Optional<String> labelFile(FlatTable output) {
    return output.tables(6, MOST_ENTRIES).stream()
        .filter(file -> file.uint8(2, 0) == AXIS_LABELS)
        .map(file -> file.text(0))
        .findFirst();
  }

  private static NamedClasses labels(Path file, String name, Limits limits) throws IOException {
    if (!NAME.matcher(name).matches()) {
      throw new MalformedModelException("its labels are in '" + name + "', which is no file name");
    }
    try (ZipFile archive = new ZipFile(file.toFile())) {
      ZipEntry entry = archive.getEntry(name);
      if (entry == null) {
        throw new MalformedModelException("there is no file '" + name + "' with its labels in it");
      }
      try (InputStream in = archive.getInputStream(entry)) {
        return new NamedClasses(LabelLines.read(in, file.toString(), limits), name + " in it");
      }
    } catch (ZipException e) {
      throw new MalformedModelException("the archive at its end is broken: " + e.getMessage());
    }
  }
}
