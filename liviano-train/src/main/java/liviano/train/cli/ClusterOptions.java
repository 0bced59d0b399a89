package liviano.train.cli;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ServiceLoader;
import liviano.cli.UsageException;
import liviano.train.parallel.WorkerCluster;
import picocli.CommandLine.Option;

/** Whether a cluster starts the workers, and which. */
final class ClusterOptions {
  private static final String LOCAL = "local[*]";
  private static final int RESTARTS = 3;
  private static final int MOST_RESTARTS = 1000;

  @Option(
      names = "--on",
      paramLabel = "CLUSTER",
      description =
          "Who starts the workers: spark, which is fetched then (330 MB); this command on this"
              + " machine if not given. RUN and the data must be on a disk that all machines share.")
  private Optional<String> on = Optional.empty();

  @Option(
      names = "--master",
      paramLabel = "MASTER",
      description =
          "Of --on: the cluster, such as spark://HOST:7077; or local[N], N processors of this"
              + " machine, all (*) if not given.")
  private Optional<String> master = Optional.empty();

  @Option(
      names = "--restarts",
      paramLabel = "N",
      description =
          "Of --on: how often the workers are started again from the last checkpoint when one is"
              + " lost; 3 if not given.")
  private Optional<Integer> restarts = Optional.empty();

  /** Says what is wrong with them. */
  void check() {
    if (on.isEmpty() && (master.isPresent() || restarts.isPresent())) {
      throw new UsageException(
          (master.isPresent() ? "--master" : "--restarts") + " is of a cluster: add --on spark");
    }
    int number = restarts();
    if (number < 0 || number > MOST_RESTARTS) {
      throw new UsageException(
          String.format(Locale.ROOT, "--restarts: from 0 to %d, not %d", MOST_RESTARTS, number));
    }
    cluster();
  }

  boolean isChosen() {
    return on.isPresent();
  }

  /** Who starts the workers; empty where that is this command. */
  Optional<WorkerCluster> cluster() {
    if (on.isEmpty()) {
      return Optional.empty();
    }
    List<WorkerCluster> known =
        ServiceLoader.load(WorkerCluster.class).stream().map(ServiceLoader.Provider::get).toList();
    Optional<WorkerCluster> named =
        known.stream().filter(cluster -> cluster.name().equals(on.get())).findFirst();
    if (named.isEmpty()) {
      throw new UsageException(
          known.isEmpty()
              ? "--on: no cluster is known here: ./liviano of a checkout builds what --on spark needs"
              : String.format(
                  Locale.ROOT,
                  "--on: %s, not %s",
                  String.join(", ", known.stream().map(WorkerCluster::name).toList()),
                  on.get()));
    }
    return named;
  }

  /** Whether workers of that cluster share this machine. */
  boolean isHere() {
    return cluster().map(cluster -> cluster.isHere(master())).orElse(true);
  }

  String master() {
    return master.orElse(LOCAL);
  }

  int restarts() {
    return restarts.orElse(RESTARTS);
  }
}
