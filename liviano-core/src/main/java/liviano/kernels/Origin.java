package liviano.kernels;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Which constant of a model a parameter is. Parameters of equal origin, among those of one model,
 * hold the same numbers, whichever program asks for them; what is packed of one is kept under its
 * origin. No name that a file can choose makes two origins equal: what is stored and what is made
 * are different records.
 */
public sealed interface Origin {

  /** For messages. */
  String name();

  /** How many times over it was made of others; 0 for what is stored. */
  int depth();

  /** Whether it has numbers: a network may be planned before it has weights. */
  boolean hasNumbers();

  /**
   * As the model stores it.
   *
   * @param name unique in the model
   */
  record Stored(String name) implements Origin {
    @Override
    public int depth() {
      return 0;
    }

    @Override
    public boolean hasNumbers() {
      return true;
    }
  }

  /**
   * Of a network that has no weights yet.
   *
   * @param name unique in the network
   */
  record Missing(String name) implements Origin {
    @Override
    public int depth() {
      return 0;
    }

    @Override
    public boolean hasNumbers() {
      return false;
    }
  }

  /**
   * Made of others.
   *
   * @param how by what rule
   * @param from of what, in the rule's order
   */
  record Made(Rule how, List<Origin> from) implements Origin {
    public Made {
      from = List.copyOf(from);
    }

    @Override
    public String name() {
      return from.stream().map(Origin::name).collect(Collectors.joining(", ", how + " of ", ""));
    }

    @Override
    public int depth() {
      return 1 + from.stream().mapToInt(Origin::depth).max().orElse(0);
    }

    @Override
    public boolean hasNumbers() {
      return from.stream().allMatch(Origin::hasNumbers);
    }
  }

  /**
   * How numbers are computed from others: a record or a constant of an enum, which says all that
   * the result depends on besides them.
   */
  interface Rule {}
}
