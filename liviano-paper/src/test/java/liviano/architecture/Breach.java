package liviano.architecture;

import java.util.Locale;

/**
 * A class that breaks a rule: without one nobody would notice a rule that can no longer fail.
 *
 * @param packageName where it lives
 * @param className its simple name, of which there is one in its package
 * @param body its members, in Java
 */
record Breach(String packageName, String className, String body) {
  String source() {
    return String.format(
        Locale.ROOT, "package %s; public class %s { %s }", packageName, className, body);
  }

  String name() {
    return packageName + "." + className;
  }
}
