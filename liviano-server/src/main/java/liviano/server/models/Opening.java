package liviano.server.models;

import java.lang.System.Logger.Level;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import liviano.engine.CompileOptions;
import liviano.json.Json;
import liviano.server.ModelSource.Offer;

/**
 * How models are read and compiled; the log says what failed.
 *
 * @param sessions that use a model at a time
 * @param memory the most bytes of a model
 */
record Opening(int sessions, long memory, CompileOptions compile) {
  private static final System.Logger LOGGER = System.getLogger("liviano.server");

  /** Reads and compiles a model, whatever that may throw. */
  LoadedModel open(Offer offer) throws FailedLoad {
    LoadedModel model;
    try {
      model = new LoadedModel(offer, offer.opener().open(), sessions, compile).prepare();
    } catch (Exception | OutOfMemoryError | StackOverflowError e) {
      LOGGER.log(Level.ERROR, called(offer) + " cannot be loaded: " + reason(e), e);
      throw failed(offer, 503, "cannot be loaded; the server's log says why");
    }
    if (model.bytes() > memory) {
      String message =
          String.format(
              Locale.ROOT,
              "takes %d bytes of memory, and all models together may take %d",
              model.bytes(),
              memory);
      LOGGER.log(Level.ERROR, called(offer) + " " + message);
      throw failed(offer, 507, message);
    }
    return model;
  }

  /** For the log; files that are not there have nothing but their names as messages. */
  static String reason(Throwable e) {
    return e instanceof NoSuchFileException missing
        ? missing.getMessage() + ": there is no such file"
        : String.valueOf(e.getMessage());
  }

  private static FailedLoad failed(Offer offer, int status, String what) {
    return new FailedLoad(
        new Failure(offer.stamp(), System.nanoTime(), status, called(offer) + " " + what));
  }

  private static String called(Offer offer) {
    return "the model " + Json.quote(offer.name());
  }
}
