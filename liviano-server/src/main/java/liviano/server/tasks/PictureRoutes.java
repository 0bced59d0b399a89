package liviano.server.tasks;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import liviano.UnsupportedModelException;
import liviano.json.JsonObject;
import liviano.server.http.Accept;
import liviano.server.http.Buffers;
import liviano.server.http.HttpException;
import liviano.server.http.Query;
import liviano.server.http.Request;
import liviano.server.http.Response;
import liviano.server.http.Route;
import liviano.server.http.Route.About;
import liviano.server.http.Route.Parameter;
import liviano.server.models.LoadedModel;
import liviano.server.models.Models;
import liviano.server.work.Gate;
import liviano.server.work.Stage;
import liviano.server.work.Stages;
import liviano.vision.Picture;
import liviano.vision.PictureReader;
import liviano.vision.json.AnswerHead;

/** The tasks over pictures: a picture in, an answer out. Thread-safe. */
public final class PictureRoutes {
  private static final String PNG = "image/png";
  private static final Parameter MODEL =
      new Parameter(
          "model", "string", "the name of the model; the default of the task if not given");
  private static final List<String> PICTURES =
      List.of(
          "image/jpeg",
          PNG,
          "image/webp",
          "image/gif",
          "image/bmp",
          "application/octet-stream",
          "multipart/form-data");
  private static final List<Integer> STATUSES =
      List.of(400, 404, 406, 408, 413, 415, 422, 503, 504);

  private final Models models;
  private final Gate gate;
  private final Buffers buffers;
  private final PictureReader reader;

  /**
   * Of a server's models.
   *
   * @param gate that lets so many work at a time
   * @param buffers for pictures that wait
   * @param reader of pictures in requests
   */
  public PictureRoutes(Models models, Gate gate, Buffers buffers, PictureReader reader) {
    this.models = models;
    this.gate = gate;
    this.buffers = buffers;
    this.reader = reader;
  }

  /** {@code POST /v1/classify} and the like. */
  public List<Route> routes() {
    return Questions.ALL.stream().map(this::route).toList();
  }

  private Route route(Question.Kind kind) {
    List<Parameter> parameters = new ArrayList<>(List.of(MODEL));
    parameters.addAll(kind.parameters());
    List<String> types = kind.draws() ? List.of(Response.JSON, PNG) : List.of(Response.JSON);
    return new Route(
        "POST",
        "/v1/" + kind.task().label(),
        request -> answer(kind, parameters, types, request),
        new About(kind.summary(), parameters, PICTURES, types, STATUSES));
  }

  private Response answer(
      Question.Kind kind, List<Parameter> parameters, List<String> types, Request request)
      throws IOException {
    Query query = request.query().requireOnly(parameters.stream().map(Parameter::name).toList());
    Question question = kind.parser().parse(query);
    String type = Accept.choose(request.headers(), types);
    LoadedModel model = models.get(kind.task(), query.find(MODEL.name()), request.limit());
    request.stages().servedBy(model.name());
    try (Buffers.Buffer buffer = buffers.open()) {
      Upload upload = Upload.read(request, buffer);
      byte[] body =
          gate.run(
              request.limit(),
              request.stages(),
              () -> body(question, model, upload, type, request));
      return Response.of(200, type, body).with("Vary", "Accept");
    } catch (UnsupportedModelException e) {
      throw new HttpException(400, e.getMessage());
    }
  }

  private byte[] body(
      Question question, LoadedModel model, Upload upload, String type, Request request)
      throws IOException {
    Stages stages = request.stages();
    String name = upload.name().orElse("picture");
    Picture picture = stages.time(Stage.DECODE, () -> reader.read(upload.bytes(), name));
    Question.Reply reply = question.ask(model, picture, request.limit());
    return stages.time(
        Stage.ANSWER,
        () ->
            type.equals(PNG)
                ? png(reply.drawn(picture))
                : json(reply, head(upload.name(), picture, model)));
  }

  private static AnswerHead head(Optional<String> name, Picture picture, LoadedModel model) {
    return AnswerHead.of(
        name,
        picture,
        new AnswerHead.Origin(model.offer().info().card().title(), model.name(), model.digest()));
  }

  private static byte[] json(Question.Reply reply, AnswerHead head) {
    JsonObject.Builder object = head.begin();
    reply.putInto(object);
    return object.build().toJson().getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] png(Picture drawn) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    drawn.writePng(out);
    return out.toByteArray();
  }
}
