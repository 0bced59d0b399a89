package liviano.cli.install;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import liviano.cli.Failures;
import liviano.formats.store.Digest;
import liviano.formats.store.Source;

/**
 * The tarballs of packages, without npm: from the registry that the user's settings of npm name,
 * with the credentials and certificates that they name for it. Where no registry is named none is
 * asked: this project names none either.
 *
 * @param environment environment variables
 */
record NpmRegistry(
    Map<String, String> environment,
    Proxies proxies,
    Patience patience,
    Silence silence,
    Pause pause) {
  /**
   * Fetches the tarball of a package, and checks it.
   *
   * @param target where it is to be
   * @return what it is, in full
   * @throws IOException if no registry is set, it cannot be reached, or brings something else
   */
  Digest get(Source.NpmPackage source, Path target, Workplace place, Listener listener)
      throws IOException {
    NpmConfig config = config();
    String registry =
        config
            .registry(source.name())
            .orElseThrow(
                () ->
                    new IOException(
                        "npm is not on the PATH, and its settings (~/.npmrc, npm_config_registry)"
                            + " name no registry"));
    URI tarball = tarball(registry, source);
    Map<String, String> headers =
        config.credentials(tarball).map(value -> Map.of("Authorization", value)).orElse(Map.of());
    Clients clients = new Clients(proxies, trust(config));
    Web web = new Web(new HttpsFetcher(clients, patience, silence, pause, InstantSource.system()));
    try {
      return web.get(new Download(tarball, source.tarball(), headers), target, place, listener);
    } catch (AbsentException e) {
      throw new IOException("the registry of npm's settings: " + e.getMessage(), e);
    }
  }

  private NpmConfig config() throws IOException {
    try {
      return NpmConfig.of(environment);
    } catch (IOException e) { // of another kind, as the disk for the models is not to blame
      throw new IOException("cannot read npm's settings: " + Failures.describe(e), e);
    }
  }

  /** Every registry has the tarballs there. */
  private static URI tarball(String registry, Source.NpmPackage source) throws IOException {
    String name = source.name().substring(source.name().indexOf('/') + 1);
    String file = String.format(Locale.ROOT, "%s-%s.tgz", name, source.version());
    try {
      URI base = URI.create(registry.endsWith("/") ? registry : registry + "/");
      URI tarball = base.resolve(source.name() + "/-/" + file);
      if (Addresses.isAllowed(tarball)) {
        return tarball;
      }
    } catch (IllegalArgumentException e) {
      // Not an address either; the setting is not quoted, since it may hold a password.
    }
    throw new IOException("the registry of npm's settings is no address behind HTTPS");
  }

  private static Optional<SSLContext> trust(NpmConfig config) throws IOException {
    Optional<Path> file = config.certificates();
    if (file.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(trust(file.get()));
    } catch (IOException | GeneralSecurityException e) {
      throw new IOException(
          String.format(
              Locale.ROOT, "the cafile of npm's settings, %s: %s", file.get(), e.getMessage()),
          e);
    }
  }

  /** Those who signed certificates of this file, and nobody else: so does npm. */
  private static SSLContext trust(Path file) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    try (InputStream in = Files.newInputStream(file)) {
      Collection<? extends Certificate> all =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      for (Certificate one : all) {
        store.setCertificateEntry("ca" + store.size(), one);
      }
    }
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return context;
  }
}
