package liviano.weights;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import liviano.MalformedModelException;
import liviano.json.Json;
import liviano.tensor.DType;
import liviano.tensor.Extents;
import liviano.tensor.MappedPages;
import liviano.text.NearNames;

/** Tensors under their names, in order. Immutable; where the tensors are mapped, so are these. */
public final class Weights {
  private final String file;
  private final SequencedMap<String, Tensor> tensors;

  /** What the tensors' data make up; {@link MemorySegment#NULL} where that is not known. */
  private final MemorySegment data;

  /** Found out once: models share weights. */
  private volatile boolean finite;

  private Weights(String file, SequencedMap<String, Tensor> tensors, MemorySegment data) {
    this.file = file;
    this.tensors = tensors;
    this.data = data;
  }

  /**
   * Weights in memory.
   *
   * @throws IllegalArgumentException if two tensors have the same name
   */
  public static Weights of(Collection<Tensor> tensors) {
    return of("", tensors, MemorySegment.NULL);
  }

  /**
   * Weights whose errors name the file they came from.
   *
   * @param data what the tensors' data make up, without anything between them
   */
  static Weights of(String file, Collection<Tensor> tensors, MemorySegment data) {
    SequencedMap<String, Tensor> named = new LinkedHashMap<>();
    for (Tensor tensor : tensors) {
      if (named.putIfAbsent(tensor.name(), tensor) != null) {
        throw new IllegalArgumentException("two tensors named " + Json.quote(tensor.name()));
      }
    }
    return new Weights(file, Collections.unmodifiableSequencedMap(named), data);
  }

  /** The file they were read from, as it was named then. */
  public Optional<String> file() {
    return file.isEmpty() ? Optional.empty() : Optional.of(file);
  }

  public int size() {
    return tensors.size();
  }

  public List<String> names() {
    return List.copyOf(tensors.keySet());
  }

  public List<Tensor> tensors() {
    return List.copyOf(tensors.values());
  }

  public boolean contains(String name) {
    return tensors.containsKey(name);
  }

  public Optional<Tensor> find(String name) {
    return Optional.ofNullable(tensors.get(name));
  }

  /**
   * The tensor of this name.
   *
   * @throws MalformedModelException if there is none; it names those spelled most like it
   */
  public Tensor get(String name) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new MalformedModelException(file, "no tensor " + Json.quote(name) + near(name));
    }
    return tensor;
  }

  /**
   * The tensor of this name and these dimensions.
   *
   * @throws MalformedModelException if there is none, or it has other dimensions
   */
  public Tensor require(String name, Extents dims) {
    Tensor tensor = get(name);
    if (!tensor.dims().equals(dims)) {
      throw new MalformedModelException(
          file,
          "tensor " + Json.quote(name) + " has shape " + tensor.dims() + ", expected " + dims);
    }
    return tensor;
  }

  /**
   * Returns these weights after checking that every floating-point number is finite, because one
   * NaN makes every answer NaN.
   *
   * @throws MalformedModelException naming the first tensor and element that is not
   */
  public Weights requireFinite() {
    if (!finite) {
      if (!areFloatsOfOneFile() || FiniteFloats.firstNot(data) >= 0) {
        requireFiniteEach();
      }
      finite = true;
    }
    return this;
  }

  /**
   * Looks through all numbers where the file still is, if they are floats. What is not finite, or
   * cannot be read, {@link #requireFinite} will find.
   *
   * @param dataStart where in the file the data begin
   */
  void lookThrough(FileChannel file, long dataStart) throws IOException {
    finite = areFloatsOfOneFile() && FiniteFloats.areAll(file, dataStart, data.byteSize());
  }

  private void requireFiniteEach() {
    long looked = 0;
    for (Tensor tensor : tensors.values()) {
      long index = tensor.firstNotFinite();
      if (index >= 0) {
        throw new MalformedModelException(
            file,
            "tensor "
                + Json.quote(tensor.name())
                + " is not finite at element "
                + index
                + " of "
                + tensor.elementCount());
      }
      MappedPages.release(tensor.data()); // read again when it is packed
      looked += tensor.data().byteSize();
      if (looked >= MappedPages.TOGETHER) { // of many small ones
        releasePages();
        looked = 0;
      }
    }
    releasePages();
  }

  /** Whether {@link #data} is nothing but floats, which are looked through faster at once. */
  private boolean areFloatsOfOneFile() {
    for (Tensor tensor : tensors.values()) {
      if (tensor.type() != DType.F32) {
        return false;
      }
    }
    return data.byteSize() > 0;
  }

  /**
   * Counts the pages of the file, if it is mapped, no longer as this process's memory: once weights
   * are packed, few models read them again. Pages that nobody has read are there too, because the
   * system maps some around each that is read.
   */
  public void releasePages() {
    MappedPages.release(data);
  }

  /** Bytes of all the tensors' data. */
  public long totalBytes() {
    return tensors.values().stream().mapToLong(tensor -> tensor.data().byteSize()).sum();
  }

  private String near(String name) {
    String near =
        NearNames.of(name, tensors.keySet()).stream()
            .map(Json::quote)
            .collect(Collectors.joining(", "));
    return " among " + size() + (near.isEmpty() ? "" : "; nearest: " + near);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Weights that && tensors().equals(that.tensors());
  }

  @Override
  public int hashCode() {
    return tensors().hashCode();
  }

  @Override
  public String toString() {
    return size() + " tensors, " + totalBytes() + " bytes";
  }
}
