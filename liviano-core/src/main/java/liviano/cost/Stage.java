package liviano.cost;

/** The part of a network that a layer belongs to, by its name. */
final class Stage {
  private Stage() {}

  /** {@code blocks.3} of {@code blocks.3.expand.norm}, and {@code stem} of {@code stem.conv}. */
  static String of(String layer) {
    String[] parts = layer.split("\\.");
    boolean numbered = parts.length > 1 && parts[1].chars().allMatch(Character::isDigit);
    return numbered ? parts[0] + "." + parts[1] : parts[0];
  }
}
