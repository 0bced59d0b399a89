package liviano.server.guard;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A host and a port, as {@code Host} has them.
 *
 * @param host in small letters, without a dot at the end; an IPv6 address in its brackets
 * @param port if it is given
 */
record Authority(String host, OptionalInt port) {
  private static final Pattern FORM =
      Pattern.compile("(\\[[0-9A-Fa-f:.]{2,45}]|[A-Za-z0-9._-]{1,253})(?::([0-9]{1,5}))?");
  private static final Pattern IPV4 = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");

  /** Empty where the text is no authority. */
  static Optional<Authority> parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return Optional.empty();
    }
    OptionalInt port =
        form.group(2) == null
            ? OptionalInt.empty()
            : OptionalInt.of(Integer.parseInt(form.group(2)));
    return Optional.of(new Authority(name(form.group(1)), port));
  }

  /** The one spelling of a host's name that names are compared in. */
  static String name(String host) {
    String small = host.toLowerCase(Locale.ROOT);
    return small.endsWith(".") ? small.substring(0, small.length() - 1) : small;
  }

  /** Whether it is an address, which no name server can turn into another. */
  boolean isAddress() {
    return host.startsWith("[") || IPV4.matcher(host).matches();
  }

  int portOr(int usual) {
    return port.orElse(usual);
  }
}
