package liviano.server.tasks;

import java.util.List;
import liviano.json.JsonObject;
import liviano.server.http.HttpException;
import liviano.server.http.Query;
import liviano.server.http.Route.Parameter;
import liviano.server.models.LoadedModel;
import liviano.server.models.ServedTask;
import liviano.server.work.TimeLimit;
import liviano.vision.Picture;

/** What a request asks of a picture; its parameters have been checked. */
interface Question {

  /** Answers it, on one thread. */
  Reply ask(LoadedModel model, Picture picture, TimeLimit limit);

  /** The answer. */
  interface Reply {
    /** Adds its members, as the command prints them. */
    void putInto(JsonObject.Builder object);

    /** The picture with the answer drawn over it; only where the task draws. */
    default Picture drawn(Picture picture) {
      throw new IllegalStateException("this task draws nothing");
    }
  }

  /** Makes questions of parameters. */
  @FunctionalInterface
  interface Parser {
    /**
     * A question.
     *
     * @throws HttpException 400 if a parameter is none that can be
     */
    Question parse(Query query);
  }

  /**
   * A task over HTTP.
   *
   * @param task that is asked of models
   * @param summary one line for the description of the interface
   * @param draws whether its answers can be drawn
   * @param parameters of its own, beside {@code model}
   * @param parser of questions
   */
  record Kind(
      ServedTask task, String summary, boolean draws, List<Parameter> parameters, Parser parser) {
    public Kind {
      parameters = List.copyOf(parameters);
    }
  }
}
