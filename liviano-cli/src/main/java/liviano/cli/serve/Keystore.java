package liviano.cli.serve;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.UnrecoverableKeyException;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import liviano.cli.CommandException;

/** The key of a server of HTTPS. */
final class Keystore {
  /** The variable with the password, which no command line shows to other users. */
  static final String PASSWORD = "LIVIANO_KEYSTORE_PASSWORD";

  private Keystore() {}

  /**
   * What a server shows to its clients.
   *
   * @throws CommandException if the password is wrong, or this is no keystore with a private key
   * @throws IOException if the file cannot be read
   */
  static SSLContext read(Path file, Map<String, String> environment) throws IOException {
    char[] password = environment.getOrDefault(PASSWORD, "").toCharArray();
    try {
      KeyStore keys = load(file, password);
      if (!hasKey(keys)) {
        throw wrong(file, "has no private key", null);
      }
      KeyManagerFactory managers =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      managers.init(keys, password);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(managers.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw wrong(file, e instanceof UnrecoverableKeyException ? lock() : String.valueOf(e.getMessage()), e);
    }
  }

  private static KeyStore load(Path file, char[] password)
      throws IOException, GeneralSecurityException {
    if (!Files.isRegularFile(file)) {
      throw new NoSuchFileException(file.toString());
    }
    try {
      return KeyStore.getInstance(file.toFile(), password);
    } catch (FileSystemException e) {
      throw e;
    } catch (IOException e) {
      boolean locked = e.getCause() instanceof UnrecoverableKeyException;
      throw wrong(file, locked ? lock() : "is no keystore (" + e.getMessage() + ")", e);
    } catch (KeyStoreException e) {
      throw wrong(file, "is no keystore, PKCS12 or JKS", e);
    }
  }

  private static boolean hasKey(KeyStore keys) throws GeneralSecurityException {
    for (String alias : Collections.list(keys.aliases())) {
      if (keys.isKeyEntry(alias)) {
        return true;
      }
    }
    return false;
  }

  private static String lock() {
    return "cannot be opened: its password must be in " + PASSWORD;
  }

  private static CommandException wrong(Path file, String what, Exception cause) {
    return new CommandException(String.format(Locale.ROOT, "%s %s", file, what), cause);
  }
}
