package liviano.server.inference;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * What an inference gives.
 *
 * @param model by its name
 * @param version of the model
 * @param id of the request, where it has one
 * @param outputs in the order in which they were asked for
 */
record InferAnswer(String model, String version, Optional<String> id, List<Tensor> outputs) {

  InferAnswer {
    outputs = List.copyOf(outputs);
  }

  /**
   * An output.
   *
   * @param binary whether it is sent as bytes behind the JSON
   */
  record Tensor(String name, Datatype type, List<Long> shape, Content content, boolean binary) {
    Tensor {
      shape = List.copyOf(shape);
    }
  }

  /** The elements of a tensor, row-major. */
  sealed interface Content {
    /** How many bytes they take as binary data. */
    long bytes();
  }

  /**
   * Numbers.
   *
   * @param data little-endian, at any address
   */
  record Numbers(MemorySegment data) implements Content {
    @Override
    public long bytes() {
      return data.byteSize();
    }
  }

  /** Texts, sent in UTF-8. */
  record Texts(List<String> texts) implements Content {
    public Texts {
      texts = List.copyOf(texts);
    }

    @Override
    public long bytes() {
      return texts.stream()
          .mapToLong(text -> Integer.BYTES + (long) text.getBytes(StandardCharsets.UTF_8).length)
          .sum();
    }
  }
}
