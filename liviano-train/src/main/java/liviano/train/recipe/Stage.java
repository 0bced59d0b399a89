package liviano.train.recipe;

import java.util.List;
import liviano.json.JsonObject;
import liviano.train.recipe.RateSchedule.Constant;
import liviano.train.recipe.RateSchedule.Cosine;
import liviano.train.recipe.RateSchedule.Exponential;

/**
 * A part of a training with rules of its own.
 *
 * @param name in a word
 * @param epochs at least 1
 * @param headOnly whether the new last layers alone are trained, and all below stays
 * @param bodyFactor what the rate is multiplied by for the layers below
 */
public record Stage(
    String name,
    int epochs,
    boolean headOnly,
    double bodyFactor,
    OptimizerSettings optimizer,
    RateSchedule rate) {
  private static final int MOST_EPOCHS = 100_000;

  /**
   * @throws IllegalArgumentException if a number is beyond its range
   */
  public Stage {
    requireEpochs(epochs);
    if (!(rate.rate() > 0 && rate.rate() <= 1000)) {
      throw new IllegalArgumentException(
          "the learning rate must be above 0, up to 1000, is " + rate.rate());
    }
  }

  /** The same with another number of epochs; a cosine falls over all of them. */
  Stage withEpochs(int number) {
    requireEpochs(number);
    RateSchedule fitted =
        rate instanceof Cosine(double top, double warmUp, double whole)
            ? new Cosine(top, warmUp * number / whole, number)
            : rate;
    return new Stage(name, number, headOnly, bodyFactor, optimizer, fitted);
  }

  private static void requireEpochs(int number) {
    if (number < 1 || number > MOST_EPOCHS) {
      throw new IllegalArgumentException(
          "epochs must be from 1 to " + MOST_EPOCHS + ", are " + number);
    }
  }

  Stage withRate(double top) {
    return new Stage(name, epochs, headOnly, bodyFactor, optimizer, rate.withRate(top));
  }

  JsonObject toJson() {
    return JsonObject.builder()
        .put("name", name)
        .put("epochs", epochs)
        .put("headOnly", headOnly)
        .put("bodyFactor", bodyFactor)
        .put("optimizer", optimizerJson())
        .put("rate", rateJson())
        .build();
  }

  private JsonObject optimizerJson() {
    return switch (optimizer) {
      case OptimizerSettings.RmsProp(double decay, double momentum, double epsilon) ->
          JsonObject.builder()
              .put("kind", "rmsprop")
              .put("decay", decay)
              .put("momentum", momentum)
              .put("epsilon", epsilon)
              .build();
      case OptimizerSettings.Sgd(double momentum, boolean nesterov) ->
          JsonObject.builder()
              .put("kind", "sgd")
              .put("momentum", momentum)
              .put("nesterov", nesterov)
              .build();
    };
  }

  private JsonObject rateJson() {
    return switch (rate) {
      case Constant(double top) ->
          JsonObject.builder().put("kind", "constant").put("rate", top).build();
      case Exponential(double top, double factor, double every, boolean stairs) ->
          JsonObject.builder()
              .put("kind", "exponential")
              .put("rate", top)
              .put("factor", factor)
              .put("epochs", every)
              .put("stairs", stairs)
              .build();
      case Cosine(double top, double warmUp, double whole) ->
          JsonObject.builder()
              .put("kind", "cosine")
              .put("rate", top)
              .put("warmUp", warmUp)
              .put("epochs", whole)
              .build();
    };
  }

  static Stage of(JsonObject json) {
    json.requireOnly(List.of("name", "epochs", "headOnly", "bodyFactor", "optimizer", "rate"));
    try {
      return new Stage(
          json.string("name"),
          json.integer("epochs"),
          json.bool("headOnly"),
          json.number("bodyFactor"),
          optimizer(json.object("optimizer")),
          rate(json.object("rate")));
    } catch (IllegalArgumentException e) {
      throw json.error(e.getMessage());
    }
  }

  private static OptimizerSettings optimizer(JsonObject json) {
    return switch (json.string("kind")) {
      case "rmsprop" -> {
        json.requireOnly(List.of("kind", "decay", "momentum", "epsilon"));
        yield new OptimizerSettings.RmsProp(
            json.number("decay"), json.number("momentum"), json.number("epsilon"));
      }
      case "sgd" -> {
        json.requireOnly(List.of("kind", "momentum", "nesterov"));
        yield new OptimizerSettings.Sgd(json.number("momentum"), json.bool("nesterov"));
      }
      default -> throw json.error("kind", "expected rmsprop or sgd");
    };
  }

  private static RateSchedule rate(JsonObject json) {
    return switch (json.string("kind")) {
      case "constant" -> {
        json.requireOnly(List.of("kind", "rate"));
        yield new Constant(json.number("rate"));
      }
      case "exponential" -> {
        json.requireOnly(List.of("kind", "rate", "factor", "epochs", "stairs"));
        yield new Exponential(
            json.number("rate"), json.number("factor"), json.number("epochs"), json.bool("stairs"));
      }
      case "cosine" -> {
        json.requireOnly(List.of("kind", "rate", "warmUp", "epochs"));
        yield new Cosine(json.number("rate"), json.number("warmUp"), json.number("epochs"));
      }
      default -> throw json.error("kind", "expected constant, exponential or cosine");
    };
  }
}
