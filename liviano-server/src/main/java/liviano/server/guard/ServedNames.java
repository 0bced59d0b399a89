package liviano.server.guard;

import java.net.InetAddress;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/**
 * The names that a server answers to. A page of another site may give its own name our address (DNS
 * rebinding), and then reads our answers as its own; but it cannot keep browsers from sending that
 * name.
 */
final class ServedNames {
  private final Set<String> names = new TreeSet<>(Set.of("localhost", "127.0.0.1", "[::1]"));
  private final boolean everyAddress;

  /**
   * @param bound where the server listens; where that is every address, requests may name any
   * @param more names that it is known by
   */
  ServedNames(InetAddress bound, Collection<String> more) {
    this.everyAddress = bound.isAnyLocalAddress();
    String address = bound.getHostAddress().split("%", 2)[0];
    names.add(Authority.name(address.contains(":") ? "[" + address + "]" : address));
    more.forEach(name -> names.add(Authority.name(name)));
  }

  boolean contains(Authority authority) {
    return names.contains(authority.host()) || everyAddress && authority.isAddress();
  }
}
