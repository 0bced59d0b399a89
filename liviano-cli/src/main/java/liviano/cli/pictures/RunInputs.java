package liviano.cli.pictures;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import liviano.LivianoException;
import liviano.cli.CommandContext;
import liviano.cli.CommandException;
import liviano.cli.options.PreparationOptions;
import liviano.cli.output.Words;
import liviano.formats.npy.NpyArrays;
import liviano.model.Model;
import liviano.model.Preprocessing;
import liviano.tensor.DType;
import liviano.vision.ModelRunner;
import liviano.vision.Picture;
import liviano.vision.PictureReader;
import liviano.vision.TensorInfo;
import liviano.weights.Tensor;

/** Arguments of {@code --input} as tensors for a network. */
record RunInputs(
    CommandContext context, Model model, ModelRunner runner, PreparationOptions preparation) {
  private static final int MAGIC_BYTES = 8;

  /** An argument: what it is for, where it says so, and its file. */
  private record Argument(Optional<String> input, Path file) {}

  /**
   * Reads the files.
   *
   * @return one for each input, by its name
   * @throws CommandException if an argument is for no input, or does not fit it, or an input has no
   *     argument
   * @throws LivianoException if a file is broken
   * @throws IOException if a file cannot be read
   */
  SequencedMap<String, Tensor> read(List<String> arguments) throws IOException {
    SequencedMap<String, Path> files = files(arguments.stream().map(this::parsed).toList());
    SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
    for (Map.Entry<String, Path> file : files.entrySet()) {
      tensors.put(file.getKey(), tensor(runner.inputs().get(file.getKey()), file.getValue()));
    }
    return tensors;
  }

  /** A file for each input, before any is read. */
  private SequencedMap<String, Path> files(List<Argument> arguments) {
    List<String> left = new ArrayList<>(runner.inputs().sequencedKeySet());
    for (Argument argument : arguments) {
      if (argument.input().isPresent() && !left.remove(argument.input().get())) {
        throw new CommandException(
            String.format(
                Locale.ROOT,
                "%s: input '%s' is given twice",
                argument.file(),
                argument.input().get()));
      }
    }
    SequencedMap<String, Path> files = new LinkedHashMap<>();
    for (Argument argument : arguments) {
      if (argument.input().isEmpty() && left.isEmpty()) {
        throw new CommandException(
            String.format(
                Locale.ROOT,
                "%s: there is no input left for it; there are %s",
                argument.file(),
                runner.inputs().values()));
      }
      String input = argument.input().isPresent() ? argument.input().get() : left.removeFirst();
      files.put(input, argument.file());
    }
    if (!left.isEmpty()) {
      throw new CommandException(
          String.format(
              Locale.ROOT,
              "input %s is missing: give --input %s=FILE",
              runner.inputs().get(left.getFirst()),
              left.getFirst()));
    }
    return files;
  }

  /** A file may be called like a name and a file: then it is meant. */
  private Argument parsed(String argument) {
    try {
      if (!Files.exists(Path.of(argument))) {
        for (String name : runner.inputs().keySet()) {
          if (argument.startsWith(name + "=")) {
            return new Argument(Optional.of(name), Path.of(argument.substring(name.length() + 1)));
          }
        }
        int equals = argument.indexOf('=');
        if (equals > 0 && Files.exists(Path.of(argument.substring(equals + 1)))) {
          throw new CommandException(
              String.format(
                  Locale.ROOT,
                  "%s: there is no input '%s'; there are %s",
                  argument,
                  argument.substring(0, equals),
                  runner.inputs().values()));
        }
      }
      return new Argument(Optional.empty(), Path.of(argument));
    } catch (InvalidPathException e) {
      throw new CommandException(
          String.format(Locale.ROOT, "%s: not a file name on this system", argument), e);
    }
  }

  private Tensor tensor(TensorInfo input, Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file.toString());
    }
    if (isArray(file)) {
      return array(input, file);
    }
    Picture picture = PictureReader.defaults().read(file);
    try {
      return tensor(input, file, picture);
    } catch (IllegalArgumentException | LivianoException e) {
      throw CommandException.about(file.toString(), e);
    }
  }

  private static boolean isArray(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return false;
    }
    try (InputStream in = Files.newInputStream(file)) {
      return NpyArrays.isArray(in.readNBytes(MAGIC_BYTES));
    }
  }

  private static Tensor array(TensorInfo input, Path file) throws IOException {
    Tensor array = NpyArrays.read(file);
    if (array.type() != input.type() || !array.dims().equals(input.dims())) {
      throw new CommandException(
          String.format(
              Locale.ROOT,
              "%s: it is %s %s, but input %s is needed",
              file,
              array.type().longName(),
              array.dims(),
              input));
    }
    return array;
  }

  private Tensor tensor(TensorInfo input, Path file, Picture picture) {
    Preprocessing how = preparation.of(model.card().preprocessing());
    boolean asItIs = runner.isSizeOf(input.name(), picture);
    Tensor tensor = runner.tensor(input.name(), picture, how, preparation.rule());
    if (!asItIs) {
      tell(
          file,
          String.format(
              Locale.ROOT,
              "%dx%d, brought to the size of input %s: %s",
              picture.width(),
              picture.height(),
              input,
              Words.fitting(how)));
    }
    if (preparation.rule().isEmpty()) {
      tell(
          file,
          input.type() == DType.U8
              ? "the input takes its pixels as they are"
              : "its pixels become "
                  + Words.normalization(model.card().preprocessing().normalization())
                  + ", as the model's card says; --scale or --mean would say it otherwise");
    }
    return tensor;
  }

  private void tell(Path file, String what) {
    context.console().notice(String.format(Locale.ROOT, "%s: %s", file, what));
  }
}
