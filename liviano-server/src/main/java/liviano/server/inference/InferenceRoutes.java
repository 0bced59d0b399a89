package liviano.server.inference;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.WeakHashMap;
import liviano.json.Json;
import liviano.json.JsonArray;
import liviano.json.JsonObject;
import liviano.server.http.Buffers;
import liviano.server.http.HttpException;
import liviano.server.http.Request;
import liviano.server.http.Response;
import liviano.server.http.Route;
import liviano.server.http.Route.About;
import liviano.server.models.LoadedModel;
import liviano.server.models.Models;
import liviano.server.work.Gate;
import liviano.server.work.Stage;
import liviano.vision.PictureReader;

/** The routes of the Open Inference Protocol, but for health. */
public final class InferenceRoutes {
  private static final String MODEL = "/v2/models/{model}";
  private static final String VERSION = MODEL + "/versions/{version}";

  private final Models models;
  private final Gate gate;
  private final Buffers buffers;
  private final PictureReader reader;
  private final boolean repository;

  /** Of the models in memory; refers to none of them, so that none is kept by it. */
  private final Map<LoadedModel, Pictures> pictures = new WeakHashMap<>();

  /**
   * Routes to some models.
   *
   * @param gate where samples wait for their turn
   * @param buffers what all requests together hold in memory
   * @param reader of pictures in requests
   * @param repository whether models may be loaded and unloaded by request
   */
  public InferenceRoutes(
      Models models, Gate gate, Buffers buffers, PictureReader reader, boolean repository) {
    this.models = models;
    this.gate = gate;
    this.buffers = buffers;
    this.reader = reader;
    this.repository = repository;
  }

  /** All of them. */
  public List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    routes.add(
        new Route("GET", "/v2", _ -> server(), About.of("the server's name and extensions")));
    for (String model : List.of(MODEL, VERSION)) {
      routes.add(new Route("GET", model, this::metadata, about("what a model takes and gives")));
      routes.add(
          new Route("GET", model + "/ready", this::ready, about("whether a model can be asked")));
      routes.add(new Route("POST", model + "/infer", this::infer, aboutInfer()));
    }
    if (repository) {
      routes.addAll(new Repository(models).routes());
    }
    return routes;
  }

  private static About about(String summary) {
    return new About(
        summary, List.of(), List.of(), List.of(Response.JSON), List.of(404, 503, 504, 507));
  }

  private static About aboutInfer() {
    List<String> media = List.of(Response.JSON, BinaryExtension.MEDIA_TYPE);
    return new About(
        "the outputs of a model for tensors or pictures",
        List.of(),
        media,
        media,
        List.of(400, 404, 413, 415, 422, 503, 504, 507));
  }

  private Response server() {
    JsonArray extensions =
        JsonArray.ofStrings(
            repository
                ? List.of("binary_tensor_data", "classification", "model_repository")
                : List.of("binary_tensor_data", "classification"));
    return Response.json(
        200,
        JsonObject.builder()
            .put("name", "liviano")
            .put("version", version())
            .put("extensions", extensions)
            .build());
  }

  /** Of the library, as its module or its archive has it; classes in a folder do not know it. */
  private static String version() {
    Class<?> self = InferenceRoutes.class;
    return Optional.ofNullable(self.getModule().getDescriptor())
        .flatMap(ModuleDescriptor::rawVersion)
        .or(() -> Optional.ofNullable(self.getPackage().getImplementationVersion()))
        .orElse("unknown");
  }

  private Response metadata(Request request) {
    LoadedModel loaded = loaded(request);
    Signature signature = new Signature(loaded.model());
    return Response.json(
        200,
        JsonObject.builder()
            .put("name", loaded.name())
            .put("versions", JsonArray.ofStrings(List.of(Inference.VERSION)))
            .put("platform", "liviano_safetensors")
            .put("inputs", signature.inputMetadata())
            .put("outputs", signature.outputMetadata())
            .build());
  }

  /** A model that there is can be asked: it is loaded when it is. */
  private Response ready(Request request) {
    requireVersion(request);
    String name = request.variable("model");
    if (models.known().find(name).isEmpty()) {
      throw missing(name);
    }
    return Response.json(200, JsonObject.builder().put("name", name).put("ready", true).build());
  }

  private Response infer(Request request) throws IOException {
    requireTensors(request);
    OptionalLong length = BinaryExtension.length(request.headers().find(BinaryExtension.HEADER));
    LoadedModel loaded = loaded(request);
    request.stages().servedBy(loaded.name());
    try (Buffers.Buffer buffer = buffers.open()) {
      return infer(
          request,
          loaded,
          buffer.read(request.body().stream(), request.body().length().orElse(0)),
          length);
    }
  }

  private Response infer(Request request, LoadedModel loaded, byte[] body, OptionalLong length)
      throws IOException {
    InferRequest asked =
        request.stages().time(Stage.DECODE, () -> RequestReader.read(body, length));
    Signature signature = new Signature(loaded.model());
    Inference inference = new Inference(loaded, signature, pictures(loaded, signature));
    InferAnswer answer =
        inference.run(asked, new Turn(gate, request.limit(), request.stages(), reader));
    return request.stages().time(Stage.ANSWER, () -> AnswerWriter.write(answer));
  }

  private Pictures pictures(LoadedModel loaded, Signature signature) {
    synchronized (pictures) {
      return pictures.computeIfAbsent(
          loaded,
          model -> new Pictures(model.model().card().preprocessing(), signature.pictures()));
    }
  }

  /** What is no request of the protocol is told so before it is read. */
  private static void requireTensors(Request request) {
    String type = request.headers().find("Content-Type").orElse("");
    if (type.matches("(?is)\\s*(image|video|audio|multipart|text/html)\\b.*")) {
      throw new HttpException(
          415,
          "this address takes JSON, or JSON and the bytes of tensors; pictures as they are go to"
              + " /v1/classify and its like");
    }
    String encoding = request.headers().find("Content-Encoding").orElse("identity");
    if (!encoding.strip().equalsIgnoreCase("identity")) {
      throw new HttpException(415, "bodies are not taken compressed");
    }
  }

  private LoadedModel loaded(Request request) {
    requireVersion(request);
    return models.get(request.variable("model"), request.limit());
  }

  private static void requireVersion(Request request) {
    String version = request.variables().getOrDefault("version", Inference.VERSION);
    if (!version.equals(Inference.VERSION)) {
      throw new HttpException(
          404,
          "there is no version "
              + Json.quote(version)
              + "; every model has one, which is "
              + Inference.VERSION);
    }
  }

  private static HttpException missing(String name) {
    return new HttpException(404, "there is no model " + Json.quote(name));
  }
}
