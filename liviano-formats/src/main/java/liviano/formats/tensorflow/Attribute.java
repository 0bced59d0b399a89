package liviano.formats.tensorflow;

import java.util.List;
import java.util.Optional;
import liviano.formats.importer.ForeignConstant;

/** A setting of an operation. */
sealed interface Attribute {
  record Text(String text) implements Attribute {}

  record Whole(long number) implements Attribute {}

  record Real(float number) implements Attribute {}

  record Flag(boolean set) implements Attribute {}

  record Type(DataType type) implements Attribute {}

  /**
   * Extents.
   *
   * @param dims open ones are negative; empty if not even their number is known
   */
  record Dims(Optional<List<Long>> dims) implements Attribute {}

  record Wholes(List<Long> numbers) implements Attribute {}

  record Texts(List<String> texts) implements Attribute {}

  record Constant(ForeignConstant constant) implements Attribute {}

  /** A kind of setting that no operation here has. */
  record Other() implements Attribute {}
}
