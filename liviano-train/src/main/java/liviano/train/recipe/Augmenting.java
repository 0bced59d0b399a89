package liviano.train.recipe;

/** How strongly pictures are changed while training. */
public enum Augmenting {
  /** Not at all. */
  NONE,
  /** Mirrored, cut out lightly: at least half of the area. */
  LIGHT,
  /** Inception's crops, from 8 % of the area on, mirrored. */
  INCEPTION,
  /** The same, colours changed, and RandAugment's operations. */
  STRONG
}
