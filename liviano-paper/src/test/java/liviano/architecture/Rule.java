package liviano.architecture;

import com.tngtech.archunit.lang.ArchRule;

/** A rule that every class must keep, and a class that does not. */
record Rule(ArchRule rule, Breach breach) {
  @Override
  public String toString() {
    return rule.getDescription();
  }
}
