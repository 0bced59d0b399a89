package liviano.cli.options;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import liviano.cli.UsageException;
import liviano.model.ChannelOrder;
import liviano.model.Normalization;
import liviano.model.Preprocessing;
import liviano.model.Preset;
import liviano.model.Rgb;
import liviano.vision.PixelRule;
import picocli.CommandLine.Option;

/** How pictures are prepared, where the model's card is not to say it. */
public final class PreparationOptions {
  private static final double BYTE = 255;

  @Option(
      names = "--preset",
      paramLabel = "PRESET",
      description =
          "Prepare pictures as a tool does: ${COMPLETION-CANDIDATES}; as the model's card says if "
              + "not given.")
  private Optional<Preset> preset = Optional.empty();

  @Option(
      names = "--scale",
      paramLabel = "A",
      description = "A pixel of 0 to 255 becomes pixel * A + B.")
  private Optional<Double> scale = Optional.empty();

  @Option(names = "--offset", paramLabel = "B", description = "B of --scale; 0 if not given.")
  private Optional<Double> offset = Optional.empty();

  @Option(
      names = "--mean",
      paramLabel = "R,G,B",
      split = ",",
      description =
          "A pixel becomes (pixel / 255 - mean) / std; or (pixel - mean) / std if a number of --mean "
              + "or --std is above 1. One number stands for all three.")
  private List<Double> mean = new ArrayList<>();

  @Option(names = "--std", paramLabel = "R,G,B", split = ",", description = "See --mean.")
  private List<Double> deviation = new ArrayList<>();

  @Option(
      names = "--channels",
      paramLabel = "ORDER",
      description = "The network's channels: rgb, bgr or gray.")
  private Optional<ChannelOrder> channels = Optional.empty();

  /** For picocli, which fills the fields. */
  public PreparationOptions() {}

  /**
   * The preparation of a model with this card.
   *
   * @throws UsageException if the options contradict each other
   */
  public Preprocessing of(Preprocessing card) {
    Preprocessing chosen =
        preset
            .map(
                tool ->
                    tool.preprocessing(card.width(), card.height()).withChannels(card.channels()))
            .orElse(card);
    chosen = channels.map(chosen::withChannels).orElse(chosen);
    return rule()
        .map(PreparationOptions::normalization)
        .map(chosen::withNormalization)
        .orElse(chosen);
  }

  /**
   * What a pixel becomes; empty if the options leave it to the model.
   *
   * @throws UsageException if the options contradict each other
   */
  public Optional<PixelRule> rule() {
    boolean affine = scale.isPresent() || offset.isPresent();
    boolean standard = !mean.isEmpty() || !deviation.isEmpty();
    if (affine && standard) {
      throw new UsageException("give --scale and --offset, or --mean and --std, not both");
    }
    return checked(
        () -> affine ? Optional.of(affine()) : standard ? Optional.of(standard()) : preset());
  }

  private Optional<PixelRule> preset() {
    return preset.map(tool -> PixelRule.of(tool.preprocessing(1, 1).normalization()));
  }

  private PixelRule affine() {
    if (scale.filter(factor -> factor == 0).isPresent()) {
      throw new UsageException("--scale 0 leaves nothing of the picture: give another number");
    }
    return new PixelRule.Affine(scale.orElse(1.0), offset.orElse(0.0));
  }

  private PixelRule standard() {
    List<Double> means = colours("--mean", mean);
    List<Double> deviations = colours("--std", deviation);
    boolean pixels =
        means.stream().anyMatch(number -> Math.abs(number) > 1)
            || deviations.stream().anyMatch(number -> Math.abs(number) > 1);
    return new PixelRule.Standard(pixels ? 1 : BYTE, means, deviations);
  }

  private static List<Double> colours(String option, List<Double> numbers) {
    return switch (numbers.size()) {
      case 1 -> List.of(numbers.getFirst(), numbers.getFirst(), numbers.getFirst());
      case 3 -> List.copyOf(numbers);
      default ->
          throw new UsageException(
              "give --mean and --std together, one number or three each; "
                  + option
                  + " has "
                  + numbers.size());
    };
  }

  private static <T> T checked(Supplier<T> making) {
    try {
      return making.get();
    } catch (IllegalArgumentException e) {
      throw new UsageException("--scale, --mean or --std: " + e.getMessage());
    }
  }

  /** {@code (pixel - mean) / deviation} in the numbers of the tasks, which are floats. */
  private static Normalization normalization(PixelRule rule) {
    return checked(
        () ->
            switch (rule) {
              case PixelRule.Affine(double factor, double summand) ->
                  new Normalization(
                      Rgb.all((float) (-summand / factor)), Rgb.all((float) (1 / factor)));
              case PixelRule.Standard(double unit, List<Double> means, List<Double> deviations) ->
                  new Normalization(times(means, unit), times(deviations, unit));
            });
  }

  private static Rgb times(List<Double> numbers, double factor) {
    Function<Integer, Float> of = i -> (float) (numbers.get(i) * factor);
    return new Rgb(of.apply(0), of.apply(1), of.apply(2));
  }
}
