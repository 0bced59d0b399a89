package liviano.train.tasks;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import liviano.model.Model;
import liviano.train.loop.TrainSettings;
import liviano.train.loop.TrainTask;
import liviano.train.parallel.WorkerPlace;
import liviano.train.recipe.TrainRecipe;
import liviano.weights.Weights;

/**
 * A training from its beginning: data, recipe and options. The model that it starts from, the task
 * and the settings of the loop follow from these, so that a run that goes on comes to the same.
 */
public sealed interface TrainingRun permits ClassificationRun, DetectionRun, SegmentationRun {

  /**
   * What the loop is given.
   *
   * @param task closed by whoever has it
   */
  record Prepared(TrainTask<?> task, TrainSettings settings) {}

  /** How it is trained. */
  TrainRecipe recipe();

  /** What it is told besides. */
  TrainingOptions options();

  /** Of all that is random. */
  long seed();

  /** Names of what is told apart, in the order of the network's answers. */
  List<String> classes();

  /** What its score is called. */
  String score();

  /** Whether there is something to validate by. */
  boolean isValidated();

  /** Lines about the data that its owner should know. */
  List<String> notices();

  /**
   * The model to start from: a base for these classes, and with its batch norm where it is to have
   * it and had it before it was folded.
   *
   * @param resolution height and width of the input
   * @param notices takes a line about the batch norm
   * @throws liviano.UnsupportedModelException if the base is none for this task
   * @throws IOException if a picture cannot be read
   */
  Model start(Model base, int resolution, Consumer<String> notices) throws IOException;

  /**
   * The whole model with the weights that it has come to.
   *
   * @param start that it started from
   * @param weights of the network that was trained
   */
  default Model trained(Model start, Weights weights) {
    return new Model(start.graph(), weights, start.card(), start.recipe());
  }

  /**
   * Task and settings.
   *
   * @param start a model as {@link #start} gave it
   * @param place this worker's; empty where it is alone
   * @throws IOException if a picture or a mask cannot be read
   */
  Prepared prepare(Model start, Optional<WorkerPlace> place) throws IOException;
}
