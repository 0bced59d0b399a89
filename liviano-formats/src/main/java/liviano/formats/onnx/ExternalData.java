package liviano.formats.onnx;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import liviano.Limits;
import liviano.Limits.Limit;
import liviano.MalformedModelException;

/** Numbers of tensors that lie in files beside the model's, in its own folder and nowhere else. */
final class ExternalData {
  private final Optional<Path> folder;
  private final Limits limits;
  private final Map<String, MemorySegment> files = new HashMap<>();

  /**
   * Of a model in that folder.
   *
   * @param folder empty for a model that has none
   */
  ExternalData(Optional<Path> folder) {
    this(folder, Limits.defaults());
  }

  /**
   * The same, each file within limits.
   *
   * @param folder empty for a model that has none
   */
  ExternalData(Optional<Path> folder, Limits limits) {
    this.folder = folder;
    this.limits = limits;
  }

  /**
   * The numbers of a tensor.
   *
   * @param bytes how many it takes
   * @throws MalformedModelException if the file is missing, is not in the folder, or is too short
   * @throws UncheckedIOException if it cannot be read
   */
  Supplier<MemorySegment> data(String tensor, List<WireMessage> entries, long bytes) {
    String location = "";
    long offset = 0;
    long length = bytes;
    for (WireMessage entry : entries) {
      String value = entry.text(OnnxFields.Entry.VALUE);
      switch (entry.text(OnnxFields.Entry.KEY)) {
        case "location" -> location = value;
        case "offset" -> offset = number(tensor, value);
        case "length" -> length = number(tensor, value);
        default -> {}
      }
    }
    MemorySegment file = files.get(location);
    if (file == null) {
      file = mapped(tensor, location);
      files.put(location, file);
    }
    if (length != bytes || offset > file.byteSize() || bytes > file.byteSize() - offset) {
      throw new MalformedModelException(
          String.format(
              java.util.Locale.ROOT,
              "tensor %s takes %d bytes, but %d from byte %d of '%s' are named, which has %d",
              tensor,
              bytes,
              length,
              offset,
              location,
              file.byteSize()));
    }
    MemorySegment data = file.asSlice(offset, bytes);
    return () -> data;
  }

  private static long number(String tensor, String text) {
    try {
      long number = Long.parseLong(text);
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new MalformedModelException(
        "tensor " + tensor + ": '" + shortened(text) + "' is no place in a file");
  }

  private static String shortened(String text) {
    return liviano.formats.importer.LayerNames.shortened(text);
  }

  private MemorySegment mapped(String tensor, String location) {
    Path file = inFolder(tensor, location);
    if (!Files.exists(file)) {
      throw new MalformedModelException(
          "its weights are in the file '"
              + shortened(location)
              + "', which is not beside it; put it there");
    }
    try {
      Path real = file.toRealPath();
      if (!real.startsWith(folder.orElseThrow().toRealPath()) || !Files.isRegularFile(real)) {
        throw outside(tensor, location);
      }
      try (FileChannel channel = FileChannel.open(real, StandardOpenOption.READ)) {
        limits.require(Limit.FILE_BYTES, channel.size(), file.toString());
        return channel.map(MapMode.READ_ONLY, 0, channel.size(), Arena.ofAuto());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path inFolder(String tensor, String location) {
    try {
      Path relative = Path.of(location);
      boolean upwards = false;
      for (Path part : relative) {
        upwards |= part.toString().equals("..");
      }
      if (folder.isPresent() && !location.isEmpty() && !relative.isAbsolute() && !upwards) {
        return folder.get().resolve(relative);
      }
    } catch (InvalidPathException e) {
      // Said below.
    }
    throw outside(tensor, location);
  }

  private static MalformedModelException outside(String tensor, String location) {
    return new MalformedModelException(
        "the numbers of tensor "
            + tensor
            + " are in '"
            + shortened(location)
            + "', which is no file in the model's own folder");
  }
}
