package liviano.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.UnrecoverableKeyException;
import java.util.Collections;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** The key that a server of HTTPS shows, from a key store as {@code keytool} makes it. */
public final class ServerKeys {
  private ServerKeys() {}

  /**
   * The key and certificates of a PKCS #12 or JKS file.
   *
   * @param password of the file and of the key in it
   * @throws IOException if the file cannot be read, is no key store, has another password, or holds
   *     no key; the message names the file
   */
  public static SSLContext read(Path file, char[] password) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException(file + ": no such file");
    }
    try {
      KeyStore store = KeyStore.getInstance(file.toFile(), password);
      requireKey(store, file);
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, password);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return context;
    } catch (UnrecoverableKeyException e) {
      throw new IOException(file + ": the key has another password than the key store", e);
    } catch (GeneralSecurityException e) {
      throw new IOException(file + ": no key store that can be read: " + e.getMessage(), e);
    } catch (IOException e) {
      throw e.getCause() instanceof UnrecoverableKeyException
          ? new IOException(file + ": the password of the key store is another", e)
          : e;
    }
  }

  private static void requireKey(KeyStore store, Path file)
      throws GeneralSecurityException, IOException {
    for (String alias : Collections.list(store.aliases())) {
      if (store.isKeyEntry(alias)) {
        return;
      }
    }
    throw new IOException(
        file + ": the key store holds no key, only certificates; keytool -genkeypair makes one");
  }
}
