package liviano.server;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import liviano.engine.CompileOptions;

/**
 * Settings of a server, as {@link ServerBuilder} explains them.
 *
 * @param bind address to listen at
 * @param port 0 for any
 * @param models in the order of the defaults
 * @param sessions inferences at a time
 * @param queue requests that wait at most
 * @param maxBody bytes
 * @param maxPixels of a picture
 * @param compile how networks are compiled
 * @param token that requests must carry, if any
 * @param tls what a server of HTTPS shows, if it is one
 * @param hosts names that it is known by beside its own
 * @param allowedOrigins of pages that may ask it
 * @param basePath empty, or a slash and words
 * @param deadline of requests that name none
 * @param patience with bodies
 * @param memory bytes of loaded models at most
 * @param warm whether models are loaded at the start
 * @param watch whether models are replaced when they change
 * @param repository whether models may be loaded and unloaded by request
 * @param installer of published models, if they may be installed
 * @param teach whether models may be taught
 * @param requestLog takes a line a request, if it is kept
 */
record ServerOptions(
    InetAddress bind,
    int port,
    ModelSource models,
    int sessions,
    int queue,
    long maxBody,
    long maxPixels,
    CompileOptions compile,
    Optional<String> token,
    Optional<SSLContext> tls,
    List<String> hosts,
    List<String> allowedOrigins,
    String basePath,
    Duration deadline,
    Duration patience,
    long memory,
    boolean warm,
    boolean watch,
    boolean repository,
    Optional<ModelInstaller> installer,
    boolean teach,
    Optional<Consumer<String>> requestLog) {

  ServerOptions {
    hosts = List.copyOf(hosts);
    allowedOrigins = List.copyOf(allowedOrigins);
  }
}
