package liviano.formats.keras;

/**
 * What differs between programs that write the same configuration.
 *
 * @param wideHardSigmoid whether {@code hard_sigmoid} is {@code relu6(x + 3) / 6}; before version 3
 *     it is {@code 0.2 x + 0.5} between 0 and 1
 */
record Dialect(boolean wideHardSigmoid) {

  /**
   * That of a version.
   *
   * @param version as the file has it, such as {@code 2.4.0} or {@code tfjs-layers 1.3.1}; empty if
   *     it says none
   */
  static Dialect of(String version) {
    String major = version.split("\\.", 2)[0];
    return new Dialect(major.matches("\\d{1,4}") && Integer.parseInt(major) >= 3);
  }
}
