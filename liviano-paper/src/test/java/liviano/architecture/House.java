package liviano.architecture;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The rooms of all modules and their arrows, as docs/architecture.md draws them. Each stands below
 * the rooms it knows, so that no arrow can lead back.
 */
final class House {
  private static final List<Room> CORE =
      List.of(
          Room.of("text"),
          Room.of("files"),
          Room.of("tensor"),
          Room.of("graph", "tensor"),
          Room.of("json", "text"),
          Room.of("weights", "tensor", "json", "text", "files"),
          Room.of("kernels", "tensor"),
          Room.of("kernels.assembler"),
          Room.of("kernels.scalar", "kernels", "tensor"),
          Room.of("kernels.vector.loops", "kernels", "tensor"),
          Room.of("kernels.vector", "kernels", "kernels.vector.loops", "tensor"),
          Room.of("kernels.nativecode.code", "kernels", "kernels.assembler", "tensor"),
          Room.of(
              "kernels.nativecode.memory",
              "kernels",
              "kernels.assembler",
              "kernels.nativecode.code",
              "tensor"),
          Room.of(
              "kernels.nativecode",
              "kernels",
              "kernels.nativecode.code",
              "kernels.nativecode.memory",
              "tensor"),
          // Who lists the providers knows them; they know what they provide.
          Room.part(
              "choice of kernels",
              "kernels",
              "Providers SlowKernels",
              "kernels",
              "kernels.scalar",
              "kernels.nativecode"),
          Room.of("engine", "tensor", "graph", "weights", "kernels", "choice of kernels"),
          Room.of("cost", "tensor", "graph", "engine"),
          Room.of("zoo.layers", "tensor", "graph"),
          Room.of("zoo", "zoo.layers", "tensor", "graph", "text"),
          Room.of("model", "tensor", "zoo", "zoo.layers", "graph", "weights", "json"));

  /** What modules beyond core may use of it: all but how kernels compute. */
  private static final String[] OF_CORE =
      CORE.stream()
          .map(Room::name)
          .filter(name -> !name.startsWith("kernels."))
          .toArray(String[]::new);

  private static final List<Room> VISION =
      List.of(
          Room.of("vision.answer"),
          Room.of("vision.picture.codec"),
          Room.of("vision.picture", "vision.picture.codec"),
          // What is seen. Everything below is about it, so it is apart from the tasks.
          Room.part(
              "pictures",
              "vision",
              "Picture PictureReader PictureLimits PixelOrder Region MalformedPictureException",
              "vision.picture",
              "vision.picture.codec"),
          Room.of("vision.prepare", "pictures", "vision.picture.codec"),
          Room.of("vision.detection", "vision.prepare", "vision.answer"),
          Room.of("vision.segmentation", "vision.prepare", "vision.answer"),
          Room.of(
              "vision",
              "pictures",
              "vision.prepare",
              "vision.answer",
              "vision.detection",
              "vision.segmentation"),
          Room.of("vision.eval", "vision", "pictures", "vision.picture.codec"),
          Room.of("vision.explain", "vision", "pictures", "vision.answer", "vision.prepare"),
          Room.of("vision.teach.regression", "vision.answer"),
          Room.of(
              "vision.teach",
              "vision",
              "pictures",
              "vision.answer",
              "vision.prepare",
              "vision.eval",
              "vision.picture.codec",
              "vision.teach.regression"),
          Room.of("vision.quantize", "vision", "pictures"),
          Room.of("vision.drawing", "vision", "pictures", "vision.explain"),
          Room.of("vision.json", "vision", "pictures", "vision.eval", "vision.explain"));

  private static final List<Room> FORMATS =
      List.of(
          Room.of("formats"),
          Room.of("formats.zip"),
          Room.of("formats.importer", "formats"),
          Room.of("formats.names", "formats"),
          Room.of("formats.npy", "formats", "formats.names", "formats.zip"),
          Room.of("formats.safetensors", "formats", "formats.names"),
          Room.of("formats.pytorch", "formats", "formats.importer", "formats.names", "formats.zip"),
          Room.of("formats.tfjs", "formats", "formats.importer"),
          Room.of(
              "formats.keras",
              "formats",
              "formats.importer",
              "formats.names",
              "formats.tfjs",
              "formats.zip"),
          Room.of("formats.tensorflow", "formats", "formats.importer", "formats.tfjs"),
          Room.of("formats.onnx", "formats", "formats.importer"),
          Room.of("formats.tflite", "formats", "formats.importer"),
          Room.of(
              "formats.export",
              "formats",
              "formats.names",
              "formats.npy",
              "formats.onnx",
              "formats.tflite"),
          Room.of("formats.store"),
          // Who lists the readers knows them; they know what a reader is.
          Room.part(
              "all formats",
              "formats",
              "ModelFiles",
              "formats",
              "formats.keras",
              "formats.npy",
              "formats.onnx",
              "formats.pytorch",
              "formats.safetensors",
              "formats.tensorflow",
              "formats.tfjs",
              "formats.tflite"));

  /** What other modules may use of vision: what its users may. */
  private static final String[] OF_VISION = {
    "pictures",
    "vision",
    "vision.answer",
    "vision.prepare",
    "vision.eval",
    "vision.explain",
    "vision.teach",
    "vision.quantize",
    "vision.drawing",
    "vision.json"
  };

  private static final List<Room> SERVER =
      List.of(
          // Where models come from: who serves them knows it, and the server's users do.
          Room.part("sources of models", "server", "ModelSource JoinedSource ModelInstaller"),
          Room.of("server.work"),
          Room.of("server.http", "server.work"),
          Room.of("server.guard", "server.http"),
          Room.of("server.models", "sources of models", "server.work", "server.http"),
          Room.of("server.observe", "server.work", "server.http", "server.models"),
          Room.of(
              "server.tasks", "sources of models", "server.work", "server.http", "server.models"),
          Room.of(
              "server.teach",
              "sources of models",
              "server.work",
              "server.http",
              "server.models",
              "server.tasks"),
          Room.of("server.openapi", "server.http"),
          Room.of("server.page", "server.http"),
          Room.of(
              "server.inference",
              "sources of models",
              "server.work",
              "server.http",
              "server.models"),
          Room.of(
              "server",
              "sources of models",
              "server.work",
              "server.http",
              "server.guard",
              "server.models",
              "server.observe",
              "server.tasks",
              "server.teach",
              "server.openapi",
              "server.page",
              "server.inference"));

  /** What the command may use of formats and the server: what their users may. */
  private static final String[] OF_LIBRARIES = {
    "sources of models",
    "server",
    "formats",
    "formats.export",
    "formats.names",
    "formats.importer",
    "formats.npy",
    "formats.onnx",
    "formats.tflite",
    "formats.store",
    "all formats"
  };

  private static final List<Room> CLI =
      List.of(
          Room.of("cli.output"),
          Room.of("cli", "cli.output"),
          Room.of("cli.report", "cli.output"),
          Room.of("cli.input", "cli", "cli.output"),
          Room.of("cli.install", "cli", "cli.output"),
          Room.of("cli.options", "cli", "cli.output", "cli.input", "cli.install"),
          Room.of("cli.bench", "cli", "cli.output", "cli.options"),
          Room.of("cli.machine", "cli", "cli.output", "cli.options", "cli.bench"),
          Room.of("cli.models", "cli", "cli.output", "cli.options", "cli.install"),
          Room.of("cli.pictures", "cli", "cli.output", "cli.input", "cli.options"),
          Room.of("cli.eval", "cli", "cli.output", "cli.input", "cli.options", "cli.pictures"),
          Room.of("cli.quantize", "cli", "cli.output", "cli.input", "cli.options", "cli.report"),
          Room.of(
              "cli.teach",
              "cli",
              "cli.output",
              "cli.input",
              "cli.options",
              "cli.install",
              "cli.eval",
              "cli.report"),
          Room.of("cli.serve", "cli", "cli.output", "cli.options", "cli.install"),
          Room.of(
              "cli.commands",
              "cli",
              "cli.output",
              "cli.bench",
              "cli.machine",
              "cli.models",
              "cli.pictures",
              "cli.eval",
              "cli.teach",
              "cli.quantize",
              "cli.serve"));

  /** What verbs of another module may use of the command. */
  private static final String[] OF_CLI = {
    "cli",
    "cli.output",
    "cli.input",
    "cli.options",
    "cli.bench",
    "cli.pictures",
    "cli.eval",
    "cli.report"
  };

  private static final List<Room> PAPER =
      List.of(
          Room.of("paper.published"),
          Room.of("paper.experiments"),
          Room.of("paper.plot"),
          Room.of("paper.language"),
          Room.of("paper.summary", "paper.plot", "paper.language"),
          Room.of("paper.tables", "paper.published", "paper.language"),
          Room.of(
              "paper.figures", "paper.published", "paper.plot", "paper.tables", "paper.language"),
          Room.of("paper.lab", "paper.experiments", "paper.plot", "paper.language"),
          Room.of("paper", "paper.summary", "paper.tables", "paper.figures", "paper.lab"));

  /** All, each below those it knows. */
  static final List<Room> ROOMS = inOrder();

  private House() {}

  private static List<Room> inOrder() {
    List<Room> rooms = new ArrayList<>();
    Set<String> stand = new TreeSet<>();
    for (Room room : all().toList()) {
      if (!stand.containsAll(room.known()) || !stand.add(room.name())) {
        throw new IllegalArgumentException(
            room + " stands twice, or above a room it knows: " + room.known());
      }
      rooms.add(room);
    }
    return List.copyOf(rooms);
  }

  private static Stream<Room> all() {
    return Stream.of(
            CORE.stream(),
            VISION.stream().map(room -> room.alsoKnowing(OF_CORE)),
            FORMATS.stream().map(room -> room.alsoKnowing(OF_CORE)),
            SERVER.stream().map(room -> room.alsoKnowing(OF_CORE).alsoKnowing(OF_VISION)),
            CLI.stream()
                .map(room -> room.alsoKnowing(OF_CORE))
                .map(room -> room.alsoKnowing(OF_VISION))
                .map(room -> room.alsoKnowing(OF_LIBRARIES)),
            PAPER.stream()
                .map(room -> room.alsoKnowing(OF_CORE))
                .map(room -> room.alsoKnowing(OF_VISION))
                .map(room -> room.alsoKnowing(OF_LIBRARIES))
                .map(room -> room.alsoKnowing(OF_CLI)))
        .flatMap(rooms -> rooms);
  }
}
