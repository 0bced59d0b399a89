package liviano.paper.lab;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import liviano.cli.UsageException;
import liviano.paper.experiments.ConvolutionExample;
import liviano.paper.experiments.Matrix;
import liviano.vision.Picture;
import liviano.vision.Region;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** What a convolutional layer does, number by number. */
@Command(
    name = "convolution",
    sortOptions = false,
    description = "Convolve the letter A, or a picture, and show every number on the way.",
    footer = {
      "The kernel is not flipped, as in all networks. Besides max pooling there are two other ways"
          + " to make a map smaller: the mean of each 2x2 tile, and a convolution of stride 2. A"
          + " picture is shown by its brightness, from 0 (black) to 1; of one of more than 64 rows"
          + " or columns, JSON has the ranges, and text those and the numbers at the strongest"
          + " edge.",
      "",
      "Named kernels are sobel, blur, sharpen and laplacian; any other is written as "
          + "\"1,0,-1;2,0,-2;1,0,-1\", row by row."
    })
final class ConvolutionExperiment implements Callable<Integer> {
  private static final Pattern CROP =
      Pattern.compile("(\\d{1,9}),(\\d{1,9}),(\\d{1,9}),(\\d{1,9})");

  @ParentCommand private LabCommand lab;

  @Option(
      names = "--picture",
      paramLabel = "FILE",
      description = "Look at this picture instead of the letter.")
  private Optional<Path> picture = Optional.empty();

  @Option(
      names = "--crop",
      paramLabel = "X,Y,W,H",
      description = "Only at this part of it: its left, top, width and height in pixels.")
  private Optional<String> crop = Optional.empty();

  @Option(
      names = "--kernel",
      paramLabel = "KERNEL",
      description = "A name or a matrix; ${DEFAULT-VALUE} if not given.")
  private String kernel = "sobel";

  @Mixin private LabOptions options;

  /** For picocli, which fills the fields. */
  ConvolutionExperiment() {}

  @Override
  public Integer call() throws IOException {
    return options.answer(
        lab.context(),
        () ->
            new ConvolutionAnswer(
                example(),
                picture.map(Path::toString).orElse("the letter A"),
                picture.isPresent(),
                ConvolutionExample.KERNELS.containsKey(kernel) ? kernel : "given"));
  }

  private ConvolutionExample example() throws IOException {
    try {
      return ConvolutionExample.of(input(), kernel());
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
  }

  private Matrix input() throws IOException {
    if (picture.isEmpty()) {
      if (crop.isPresent()) {
        throw new UsageException("--crop needs a --picture to be a part of");
      }
      return ConvolutionExample.LETTER_A;
    }
    Optional<Region> part = crop.map(ConvolutionExperiment::region);
    Picture whole = Picture.read(picture.get());
    return ConvolutionExample.brightness(whole, part.orElseGet(() -> Region.whole(whole)));
  }

  private static Region region(String text) {
    Matcher numbers = CROP.matcher(text);
    if (!numbers.matches()) {
      throw new UsageException(
          String.format(
              Locale.ROOT,
              "--crop: expected four whole numbers X,Y,W,H such as 200,40,12,12, not '%s'",
              text));
    }
    try {
      return new Region(
          Integer.parseInt(numbers.group(1)),
          Integer.parseInt(numbers.group(2)),
          Integer.parseInt(numbers.group(3)),
          Integer.parseInt(numbers.group(4)));
    } catch (IllegalArgumentException e) {
      throw new UsageException("--crop: " + e.getMessage());
    }
  }

  private Matrix kernel() {
    Matrix named = ConvolutionExample.KERNELS.get(kernel);
    try {
      return named == null ? Matrix.parse(kernel) : named;
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          String.format(
              Locale.ROOT,
              "--kernel: %s, or one of %s",
              e.getMessage(),
              String.join(", ", ConvolutionExample.KERNELS.sequencedKeySet())));
    }
  }
}
