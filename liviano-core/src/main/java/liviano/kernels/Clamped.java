package liviano.kernels;

/** A task whose results are held in a range at the end. */
public sealed interface Clamped permits Linear, Elementwise.Add, Elementwise.Clip, Rows.Affine {
  /** The range of the results. */
  Clamp clamp();

  /** The same task with another range, its output stored otherwise. */
  Task withClamp(Clamp clamp, Formats formats);
}
