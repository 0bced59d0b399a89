package liviano.formats.keras;

import io.jhdf.HdfFile;
import io.jhdf.Superblock;
import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Supplier;
import liviano.Limits;
import liviano.Limits.Limit;
import liviano.LivianoException;
import liviano.MalformedModelException;
import liviano.UnsupportedModelException;
import liviano.formats.importer.ForeignConstant;
import liviano.json.JsonLimits;
import liviano.tensor.NativeMemory;

/**
 * An HDF5 file in memory: the texts that its groups have as attributes, and its arrays of numbers.
 * Links that lead to other places or files are not followed.
 */
final class Hdf5File {
  private static final int LONGEST_NODE = 1 << 16;

  /** Attributes of over 64 KiB are cut into several, whose names end in numbers. */
  private static final int MOST_PARTS = 1 << 10;

  private final Limits limits;
  private final Hdf5Texts texts;
  private final Map<String, Map<String, Attribute>> groups = new LinkedHashMap<>();
  private final SequencedMap<String, ForeignConstant> arrays = new LinkedHashMap<>();

  private Hdf5File(HdfFile file, MemorySegment bytes, Limits limits) {
    this.limits = limits;
    requireWhole(file.getHdfBackingStorage().getSuperblock(), bytes.byteSize());
    Hdf5Trees trees = new Hdf5Trees(file.getHdfBackingStorage(), limits);
    Hdf5Arrays reader = new Hdf5Arrays(file.getHdfBackingStorage(), bytes, trees, limits);
    this.texts = new Hdf5Texts(file.getHdfBackingStorage(), limits);
    add(file, "/", 0, trees, reader);
  }

  /**
   * Reads what there is.
   *
   * @param bytes the whole file; arrays are views of it
   * @throws MalformedModelException if it is no sound HDF5 file
   */
  static Hdf5File of(MemorySegment bytes, Limits limits) {
    if (bytes.byteSize() > Integer.MAX_VALUE - LONGEST_NODE) {
      throw new UnsupportedModelException("an HDF5 file of 2 GiB or more; save it as .keras");
    }
    QuietLogging.start();
    ByteBuffer buffer = withZerosAfter(bytes);
    return sound(() -> new Hdf5File(HdfFile.fromByteBuffer(buffer), bytes, limits));
  }

  /** The file says its own length. */
  private static void requireWhole(Superblock superblock, long length) {
    long end = superblock.getEndOfFileAddress();
    if (end < 0 || end > length) {
      throw new MalformedModelException(
          "is an HDF5 file that is cut off: " + length + " of its " + end + " bytes are there");
    }
  }

  private void add(Group group, String path, int depth, Hdf5Trees trees, Hdf5Arrays reader) {
    trees.require(group.getAddress());
    groups.put(path, group.getAttributes());
    limits.require(Limit.NESTING, depth, "its groups");
    if (depth == JsonLimits.DEEPEST) {
      throw new MalformedModelException("its groups are nested too deep");
    }
    limits.require(Limit.TENSORS, groups.size() + arrays.size(), "its groups and arrays");
    for (Node child : group.getChildren().values()) {
      if (child.isLink()) {
        continue;
      }
      String name = path + child.getName();
      switch (child) {
        case Group inner -> add(inner, name + "/", depth + 1, trees, reader);
        case Dataset dataset ->
            reader.array(name, dataset).ifPresent(array -> arrays.put(name, array));
        default -> {}
      }
    }
  }

  /** Whether there is such a group; its path begins and ends with a slash. */
  boolean has(String group) {
    return groups.containsKey(group);
  }

  /** The paths of all groups. */
  Iterable<String> groups() {
    return groups.keySet();
  }

  /** Arrays of numbers by their paths, which begin with a slash. */
  SequencedMap<String, ForeignConstant> arrays() {
    return arrays;
  }

  /** A text that a group has as an attribute. */
  Optional<String> text(String group, String attribute) {
    return Optional.ofNullable(groups.getOrDefault(group, Map.of()).get(attribute))
        .map(found -> sound(() -> texts.of(found)))
        .filter(list -> list.size() == 1)
        .map(List::getFirst);
  }

  /** Texts that a group has as an attribute, or as several of which each holds a part. */
  Optional<List<String>> texts(String group, String attribute) {
    Map<String, Attribute> attributes = groups.getOrDefault(group, Map.of());
    if (attributes.containsKey(attribute)) {
      return Optional.of(sound(() -> texts.of(attributes.get(attribute))));
    }
    List<String> all = new ArrayList<>();
    for (int i = 0; i < MOST_PARTS && attributes.containsKey(attribute + i); i++) {
      Attribute part = attributes.get(attribute + i);
      all.addAll(sound(() -> texts.of(part)));
    }
    return attributes.containsKey(attribute + 0) ? Optional.of(all) : Optional.empty();
  }

  /**
   * A copy with zeros after it: the library reads whole nodes, of which a file holds the used part.
   */
  private static ByteBuffer withZerosAfter(MemorySegment bytes) {
    MemorySegment copy = NativeMemory.allocate(bytes.byteSize() + LONGEST_NODE);
    return copy.copyFrom(bytes).asByteBuffer();
  }

  /** What the library throws where a structure leads nowhere, or in circles. */
  static <T> T sound(Supplier<T> reading) {
    try {
      return reading.get();
    } catch (LivianoException e) {
      throw e;
    } catch (RuntimeException | StackOverflowError e) {
      throw new MalformedModelException(
          "", -1, "is an HDF5 file that is damaged or cut off; fetch or copy it again", e);
    }
  }
}
