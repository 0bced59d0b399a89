package liviano.paper.lab;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import liviano.cli.CommandContext;
import liviano.cli.Kernels;
import liviano.cli.options.ModelOption;
import liviano.cli.options.NamedModel;
import liviano.cli.pictures.Explanations;
import liviano.vision.ClassifierOptions;
import liviano.vision.Picture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Shows that global average pooling allows tracing an answer back to places in the picture. */
@Command(
    name = "class-map",
    sortOptions = false,
    description = "Show the numbers that a class's logit is the mean of, place by place.",
    footer = {
      "The network ends in a map, its average and one dense layer. Both are linear, so their order"
          + " does not matter: weighting the channels of each position first gives a map whose"
          + " mean, with the bias, is the logit (Zhou et al. 2016, arXiv:1512.04150). 'liviano"
          + " explain' draws it for any number of pictures. With --out the map is drawn over the"
          + " picture, as PNG only.",
      "",
      "Examples:",
      "  liviano lab class-map kitchen.png",
      "  liviano lab class-map --class orange --out pictures kitchen.png"
    })
final class ClassMapExperiment implements Callable<Integer> {
  @ParentCommand private LabCommand lab;

  @Parameters(paramLabel = "PICTURE", description = "A picture file.")
  private Path file;

  @Mixin private Explanations explanations;
  @Mixin private ModelOption model;
  @Mixin private LabOptions options;

  /** For picocli, which fills the fields. */
  ClassMapExperiment() {}

  @Override
  public Integer call() throws IOException {
    explanations.requireValid();
    CommandContext context = lab.context();
    Picture picture = Picture.read(file);
    NamedModel loaded = model.load(context);
    ClassifierOptions compute = ClassifierOptions.builder().compile(Kernels.options()).build();
    return options.answer(
        context,
        () ->
            new ClassMapAnswer(
                file,
                picture,
                explanations.of(loaded.name(), loaded.model(), compute).explain(picture)));
  }
}
