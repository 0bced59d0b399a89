package liviano.server.teach;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;
import liviano.UnsupportedModelException;
import liviano.json.Json;
import liviano.model.Model;
import liviano.server.http.HttpException;
import liviano.server.http.Query;
import liviano.server.http.Request;
import liviano.server.http.Response;
import liviano.server.http.Route;
import liviano.server.http.Route.About;
import liviano.server.http.Route.Parameter;
import liviano.server.models.Models;
import liviano.server.models.ServedTask;
import liviano.server.tasks.TeachLimits;
import liviano.server.tasks.Trust;
import liviano.server.work.BusyException;
import liviano.server.work.Gate;
import liviano.server.work.Stages;
import liviano.server.work.TimeLimit;
import liviano.vision.PictureLimits;
import liviano.vision.eval.Example;
import liviano.vision.teach.Taught;
import liviano.vision.teach.TeachException;
import liviano.vision.teach.TeachOptions;
import liviano.vision.teach.Teacher;

/**
 * Teaches models from pictures of requests, one at a time, for clients that may. Pictures and
 * models stay in memory. Thread-safe.
 */
public final class TeachRoutes implements AutoCloseable {
  /** What the name of a model file ends in. */
  static final String ENDING = ".safetensors";

  private static final Parameter BASE =
      new Parameter(
          "base",
          "string",
          "the name of the model to start from; the default of embed if not given");
  private static final Duration RETRY = Duration.ofSeconds(10);

  private final Models models;
  private final TeachLimits limits;
  private final TeachOptions options;
  private final TaughtModels taught;
  private final Semaphore turn = new Semaphore(1);

  /** One thread, and no queue: it leaves the other cores to the other requests. */
  private final Gate gate = new Gate(1, 0);

  /**
   * With models of the server to start from; those that are taught are added to them.
   *
   * @param limits of a lesson
   * @param pictures of each picture in it
   */
  public TeachRoutes(Models models, TeachLimits limits, PictureLimits pictures) {
    this.models = models;
    this.limits = limits;
    this.options = TeachOptions.defaults().withThreads(1).withPictures(pictures);
    this.taught = new TaughtModels(models, limits.models());
  }

  /** {@code POST /v1/teach} and {@code GET /v1/taught/NAME.safetensors}. */
  public List<Route> routes() {
    return List.of(
        new Route(
            "POST",
            "/v1/teach",
            this::teach,
            new About(
                "Teaches a model classes: each part of the form is a picture, named by its class",
                List.of(BASE),
                List.of("multipart/form-data"),
                List.of(Response.JSON),
                List.of(400, 403, 404, 408, 413, 415, 422, 503, 504))),
        new Route(
            "GET",
            "/v1/taught/{file}",
            this::download,
            new About(
                "The file of a model that was taught",
                List.of(),
                List.of(),
                List.of("application/octet-stream"),
                List.of(403, 404))));
  }

  private Response teach(Request request) throws IOException {
    Trust.require(request.client(), "teach models");
    Query query = request.query().requireOnly(List.of(BASE.name()));
    TimeLimit limit = TimeLimit.of(limits.time());
    if (!turn.tryAcquire()) {
      throw new BusyException("the server is teaching another model", RETRY);
    }
    try {
      Model base = models.get(ServedTask.EMBED, query.find(BASE.name()), limit).model();
      List<Example> pictures = Lesson.read(request, limits);
      Taught result = gate.run(limit, new Stages(), () -> study(base, pictures));
      return Response.json(200, TaughtAnswer.of(taught.add(result.model()), result, pictures));
    } finally {
      turn.release();
    }
  }

  private Taught study(Model base, List<Example> pictures) {
    try {
      return Teacher.of(base).study(pictures, options);
    } catch (TeachException e) {
      throw new HttpException(422, e.getMessage());
    } catch (UnsupportedModelException e) {
      throw new HttpException(400, e.getMessage());
    }
  }

  private Response download(Request request) {
    Trust.require(request.client(), "download models that were taught");
    request.query().requireOnly(List.of());
    String file = request.variable("file");
    Model model =
        (file.endsWith(ENDING)
                ? taught.find(file.substring(0, file.length() - ENDING.length()))
                : Optional.<Model>empty())
            .orElseThrow(
                () ->
                    new HttpException(
                        404,
                        "there is no taught model "
                            + Json.quote(file)
                            + ": the last "
                            + limits.models()
                            + " are kept until the server ends"));
    return Response.stream(200, "application/octet-stream", OptionalLong.empty(), model::write)
        .with("Content-Disposition", "attachment; filename=\"" + file + "\"");
  }

  /** Interrupts what is under way. */
  @Override
  public void close() {
    gate.close();
  }
}
