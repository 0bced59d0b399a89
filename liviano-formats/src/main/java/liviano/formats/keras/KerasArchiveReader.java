package liviano.formats.keras;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import liviano.Budget;
import liviano.Budget.Limit;
import liviano.MalformedModelException;
import liviano.UnsupportedModelException;
import liviano.formats.ModelReader;
import liviano.formats.ReadModel;
import liviano.json.Json;
import liviano.json.JsonException;
import liviano.json.JsonLimits;
import liviano.json.JsonObject;

/**
 * Keras models in archives ({@code .keras}): a ZIP of the network in {@code config.json} and the
 * weights in {@code model.weights.h5}.
 */
public final class KerasArchiveReader implements ModelReader {
  private static final byte[] MARK = {'P', 'K', 3, 4};
  private static final String CONFIG = "config.json";
  private static final String METADATA = "metadata.json";
  private static final String WEIGHTS = "model.weights.h5";
  private static final int MOST_ENTRIES = 1 << 10;
  private static final long MOST_BYTES = 1L << 30;

  /** Floats hardly become smaller, and text up to ten times. */
  private static final long MOST_GROWTH = 64;

  private static final long SMALL = 1 << 20;

  @Override
  public String reads() {
    return "Keras archives (.keras)";
  }

  @Override
  public Optional<ReadModel> read(Path path) throws IOException {
    if (!Files.isRegularFile(path) || !isMarked(path)) {
      return Optional.empty();
    }
    try (ZipFile zip = new ZipFile(path.toFile())) {
      return zip.getEntry(CONFIG) == null ? Optional.empty() : Optional.of(model(path, zip));
    } catch (ZipException | EOFException e) {
      throw new MalformedModelException(
          path.toString(), -1, "is a damaged or cut off ZIP archive; fetch or copy it again", e);
    } catch (JsonException e) {
      throw new MalformedModelException(path.toString(), -1, CONFIG + ": " + e.getMessage(), e);
    } catch (MalformedModelException e) {
      throw e.inFile(path.toString());
    } catch (UnsupportedModelException e) {
      throw e.inFile(path.toString());
    }
  }

  private static boolean isMarked(Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      return Arrays.equals(in.readNBytes(MARK.length), MARK);
    }
  }

  private static ReadModel model(Path path, ZipFile zip) throws IOException {
    if (zip.size() > MOST_ENTRIES) {
      throw new MalformedModelException("an archive of " + zip.size() + " entries");
    }
    KerasModel model = TopologyReader.read(json(zip, CONFIG));
    KerasNetwork.requireKnown(model);
    String version =
        zip.getEntry(METADATA) == null
            ? ""
            : json(zip, METADATA).optionalString("keras_version").orElse("");
    Hdf5File file = Hdf5File.of(bytes(zip, WEIGHTS, MOST_BYTES));
    LayerWeights weights = NumberedWeights.of(model, file);
    return KerasImport.of(model, weights, Dialect.of(version), "a Keras archive", path);
  }

  private static JsonObject json(ZipFile zip, String name) throws IOException {
    Budget budget = Budget.defaults();
    byte[] bytes = bytes(zip, name, budget.most(Limit.JSON_BYTES)).toArray(ValueLayout.JAVA_BYTE);
    return Json.parse(bytes, JsonLimits.within(budget).withMaxDepth(JsonLimits.DEEPEST)).asObject();
  }

  /** An entry, whose size is believed only as far as its compressed size allows. */
  private static MemorySegment bytes(ZipFile zip, String name, long most) throws IOException {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      throw new MalformedModelException("the archive has no " + name);
    }
    long size = entry.getSize();
    long packed = entry.getCompressedSize();
    if (size < 0 || size > most || size > SMALL && size / MOST_GROWTH > packed) {
      throw new MalformedModelException(
          String.format(Locale.ROOT, "%s of %d bytes, packed into %d", name, size, packed));
    }
    MemorySegment bytes = Arena.ofAuto().allocate(size, Long.BYTES);
    ByteBuffer into = bytes.asByteBuffer();
    try (ReadableByteChannel channel = Channels.newChannel(zip.getInputStream(entry))) {
      while (into.hasRemaining() && channel.read(into) >= 0) {
        // Reads until the entry is whole or the archive ends.
      }
    }
    if (into.hasRemaining()) {
      throw new MalformedModelException(name + " is cut off");
    }
    return bytes.asReadOnly();
  }
}
