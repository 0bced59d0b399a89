package liviano.bench.peers;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.stream.IntStream;
import liviano.json.JsonObject;
import liviano.model.Model;
import liviano.model.Role;
import liviano.server.JvmSettings;
import liviano.server.LivianoServer;
import liviano.server.ModelSource;
import liviano.server.guard.Guard;
import liviano.server.http.Door;
import liviano.server.http.Request;
import liviano.server.http.Response;
import liviano.server.http.Route;
import liviano.server.http.Route.About;
import liviano.server.http.Router;
import liviano.server.models.Models;
import liviano.server.observe.Observatory;
import liviano.server.work.Gate;
import liviano.server.work.Stage;
import liviano.server.work.Stages;
import liviano.vision.Category;
import liviano.vision.Picture;
import liviano.vision.answer.Ranking;
import liviano.vision.answer.Softmax;
import liviano.vision.json.AnswerHead;
import liviano.vision.json.AnswerJson;
import liviano.vision.prepare.Preprocessor;

/**
 * A server of a classifier whose network one engine runs. Liviano's is the server that everybody
 * has. That of another engine is the same HTTP, guard, gate and metrics, and the same decoding,
 * preparing and answering; only the network is run by the engine, each session with memory that is
 * bound once.
 *
 * <p>Prints its port, and ends when its input does.
 */
public final class ServedPeer {
  private static final int QUEUE = 64;
  private static final long MOST_BODY = 32L << 20;
  private static final int RESULTS = 5;

  private ServedPeer() {}

  /**
   * @param arguments engine, model file, pictures at a time, folder of this engine alone
   */
  public static void main(String[] arguments) throws Exception {
    PrintStream answers =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    System.setOut(System.err); // native libraries print
    JvmSettings.set();
    Engines engine = Engines.valueOf(arguments[0]);
    Model model = Model.load(Path.of(arguments[1]));
    int sessions = Integer.parseInt(arguments[2]);
    int port =
        engine == Engines.LIVIANO
            ? liviano(model, sessions)
            : other(engine, new Setup(model, 1, sessions, Path.of(arguments[3])));
    answers.println(port);
    while (System.in.read() >= 0) {
      // Whoever started this process holds the other end.
    }
    Runtime.getRuntime().halt(0);
  }

  private static int liviano(Model model, int sessions) throws IOException {
    LivianoServer server =
        LivianoServer.builder()
            .model("model", model)
            .sessions(sessions)
            .queue(QUEUE)
            .warm(true)
            .start();
    return server.address().getPort();
  }

  private static int other(Engines engine, Setup setup) throws Exception {
    InetAddress here = InetAddress.getLoopbackAddress();
    Gate gate = new Gate(setup.lanes(), QUEUE);
    Models none = new Models(ModelSource.of(List.of()), setup.lanes(), Long.MAX_VALUE);
    Observatory observatory = new Observatory(gate, none, () -> true, Optional.empty());
    Classifier classifier = new Classifier(setup, engine.load(setup), gate);
    Route route =
        new Route("POST", "/v1/classify", classifier::answer, About.of("what is in a picture"));
    Door door =
        Door.open(
            new InetSocketAddress(here, 0),
            Optional.empty(),
            new Door.Settings("", MOST_BODY, Duration.ofSeconds(30), Duration.ofSeconds(10)),
            new Router(List.of(route, observatory.route())),
            new Guard(here, List.of(), List.of(), Optional.empty()),
            observatory);
    return door.address().getPort();
  }

  /** What the server's own classifier does, with another engine's network. */
  private static final class Classifier {
    private final Setup setup;
    private final Gate gate;
    private final Preprocessor preprocessor;
    private final AnswerHead.Origin origin;
    private final BlockingQueue<Lane> lanes;
    private final int logits; // which of the outputs

    Classifier(Setup setup, Peer peer, Gate gate) {
      this.setup = setup;
      this.gate = gate;
      this.preprocessor = Preprocessor.of(setup.model().card().preprocessing());
      this.origin = AnswerHead.Origin.of("model", setup.model());
      this.lanes = new ArrayBlockingQueue<>(setup.lanes());
      IntStream.range(0, setup.lanes()).forEach(i -> lanes.add(peer.lane()));
      List<String> outputs = new ArrayList<>(setup.model().graph().outputs().keySet());
      this.logits = outputs.indexOf(Role.LOGITS.key());
      if (logits < 0) {
        throw new IllegalArgumentException("the model has no logits");
      }
    }

    Response answer(Request request) throws IOException {
      request.stages().servedBy("model");
      byte[] file = request.body().bytes();
      byte[] json =
          gate.run(request.limit(), request.stages(), () -> answer(file, request.stages()));
      return Response.of(200, Response.JSON, json);
    }

    private byte[] answer(byte[] file, Stages stages) throws IOException {
      Picture picture = stages.time(Stage.DECODE, () -> Picture.read(file));
      float[] scores = scores(picture, stages);
      return stages.time(Stage.ANSWER, () -> json(picture, scores));
    }

    private float[] scores(Picture picture, Stages stages) throws IOException {
      Lane lane = lanes.remove(); // as many as the gate lets in
      try {
        stages.time(
            Stage.PREPARE,
            () -> {
              preprocessor.apply(picture, lane.input());
              return lane;
            });
        return stages.time(
            Stage.INFER,
            () -> {
              lane.run();
              return lane.outputs().get(logits);
            });
      } finally {
        lanes.add(lane);
      }
    }

    private byte[] json(Picture picture, float[] scores) {
      Softmax.apply(scores, 0, scores.length);
      List<String> labels = setup.model().card().labels();
      int[] all = IntStream.range(0, scores.length).toArray();
      List<Category> best =
          Ranking.best(scores, all, 0, RESULTS).stream()
              .map(index -> new Category(index, labels.get(index), scores[index]))
              .toList();
      JsonObject.Builder object = AnswerHead.of(Optional.empty(), picture, origin).begin();
      AnswerJson.classified(object, best, false);
      return object.build().toJson().getBytes(StandardCharsets.UTF_8);
    }
  }
}
