package liviano.paper.plot;

import java.awt.Color;

/** How a box of a diagram looks: by what it does to its numbers. */
public enum Look {
  /** A layer with a non-linearity. */
  ACTIVE(Style.tint(Style.PALETTE.get(0), 0.22), false),
  /** A layer over each channel by itself, with a non-linearity. */
  DEPTHWISE(Style.tint(Style.PALETTE.get(4), 0.35), false),
  /** A layer over each channel by itself, without one: hatched. */
  LINEAR_DEPTHWISE(Style.tint(Style.PALETTE.get(4), 0.35), true),
  /** A layer without a non-linearity: hatched. */
  LINEAR(Style.tint(Style.PALETTE.get(0), 0.22), true),
  /** Several layers in one box. */
  BLOCK(Style.tint(Style.PALETTE.get(2), 0.16), false),
  /** What has no weights: sums, pools, reshapes. */
  PLAIN(new Color(0xf2, 0xf2, 0xf2), false),
  /** What goes in or comes out. */
  OUTSIDE(Style.GROUND, false);

  private final Color fill;
  private final boolean hatched;

  Look(Color fill, boolean hatched) {
    this.fill = fill;
    this.hatched = hatched;
  }

  Color fill() {
    return fill;
  }

  boolean hatched() {
    return hatched;
  }
}
