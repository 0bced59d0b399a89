package liviano.server.observe;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import liviano.server.http.Observer.Outcome;
import liviano.server.work.Stage;
import liviano.server.work.Stages;

/** A request, for Flight Recorder. */
@Name("liviano.Request")
@Label("Request")
@Description("A request and the time that it spent in each stage")
@Category("Liviano")
@StackTrace(false)
final class RequestEvent extends Event {
  @Label("Id")
  private String id;

  @Label("Route")
  private String route;

  @Label("Model")
  private String model;

  @Label("Status")
  private int status;

  @Label("Total")
  @Timespan
  private long total;

  @Label("Queue")
  @Timespan
  private long queue;

  @Label("Decode")
  @Timespan
  private long decode;

  @Label("Prepare")
  @Timespan
  private long prepare;

  @Label("Infer")
  @Timespan
  private long infer;

  @Label("Answer")
  @Timespan
  private long answer;

  /** Records a request that has ended, where somebody records. */
  static void record(Outcome outcome) {
    RequestEvent event = new RequestEvent();
    if (event.isEnabled()) {
      Stages stages = outcome.stages();
      event.id = outcome.head().id();
      event.route = outcome.route();
      event.model = stages.model();
      event.status = outcome.status();
      event.total = outcome.nanos();
      event.queue = stages.nanos(Stage.QUEUE);
      event.decode = stages.nanos(Stage.DECODE);
      event.prepare = stages.nanos(Stage.PREPARE);
      event.infer = stages.nanos(Stage.INFER);
      event.answer = stages.nanos(Stage.ANSWER);
      event.commit();
    }
  }
}
