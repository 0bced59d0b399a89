package liviano.cli.serve;

import java.util.List;
import java.util.Optional;
import liviano.cli.options.PrecisionOption;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/** The options of the verb, as they were given. Each has a variable, see {@link Settings}. */
final class ServeOptions {

  /** Of all options, as {@code --max-body}. */
  static List<String> names() {
    return CommandSpec.forAnnotatedObject(new ServeOptions()).options().stream()
        .map(OptionSpec::longestName)
        .toList();
  }

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "The port to listen at; 8080 if not given, 0 for any that is free.")
  Optional<String> port = Optional.empty();

  @Option(
      names = "--bind",
      paramLabel = "ADDRESS",
      description =
          "The address to listen at; 127.0.0.1 if not given, which only this machine reaches.")
  Optional<String> bind = Optional.empty();

  @Option(
      names = {"-m", "--model"},
      paramLabel = "MODEL",
      description =
          "A model to serve beside the installed ones, a file or a name; the first of its task is"
              + " its default. Can be given several times.")
  List<String> models = List.of();

  @Option(
      names = "--precision",
      paramLabel = PrecisionOption.VALUES,
      description = PrecisionOption.DESCRIPTION)
  Optional<String> precision = Optional.empty();

  @Option(
      names = "--sessions",
      paramLabel = "N",
      description = "Pictures worked on at a time; one a core if not given.")
  Optional<String> sessions = Optional.empty();

  @Option(
      names = "--queue",
      paramLabel = "N",
      description = "Requests that wait at most; 64 if not given. Others are told to come back.")
  Optional<String> queue = Optional.empty();

  @Option(
      names = "--deadline",
      paramLabel = "TIME",
      description = "The time of a request that asks for no other; 30s if not given.")
  Optional<String> deadline = Optional.empty();

  @Option(
      names = "--max-body",
      paramLabel = "BYTES",
      description = "The longest body of a request; 32M if not given.")
  Optional<String> maxBody = Optional.empty();

  @Option(
      names = "--max-pixels",
      paramLabel = "N",
      description = "The most pixels of a picture; 50000000 if not given.")
  Optional<String> maxPixels = Optional.empty();

  @Option(
      names = "--model-memory",
      paramLabel = "BYTES",
      description = "What loaded models may take together; those used least lately are dropped.")
  Optional<String> modelMemory = Optional.empty();

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "Answer only requests that carry the token in this file.")
  Optional<String> tokenFile = Optional.empty();

  @Option(
      names = "--tls-keystore",
      paramLabel = "FILE",
      description =
          "Serve HTTPS with the key in this keystore, PKCS12 or JKS; its password is in"
              + " $LIVIANO_KEYSTORE_PASSWORD.")
  Optional<String> keystore = Optional.empty();

  @Option(
      names = "--host",
      paramLabel = "NAME",
      description =
          "A name that this server is reached by, beside its address. Can be given several times.")
  List<String> hosts = List.of();

  @Option(
      names = "--allow-origin",
      paramLabel = "ORIGIN",
      description =
          "Pages from there may ask this server, such as https://example.org. Can be given several"
              + " times.")
  List<String> origins = List.of();

  @Option(
      names = "--base-path",
      paramLabel = "PATH",
      description = "What all paths begin with, such as /vision.")
  Optional<String> basePath = Optional.empty();

  @Option(
      names = "--warm",
      description = "Load models before the first request: the default ones, and those of --model.")
  boolean warm;

  @Option(names = "--watch", description = "Replace models when their files change.")
  boolean watch;

  @Option(
      names = "--repository",
      description = "Let clients of the inference protocol load and unload models.")
  boolean repository;

  @Option(
      names = "--allow-install",
      description = "Let clients on this machine, or with the token, install published models.")
  boolean allowInstall;

  @Option(
      names = "--request-log",
      description = "Print a line of JSON for each request to standard output.")
  boolean requestLog;
}
