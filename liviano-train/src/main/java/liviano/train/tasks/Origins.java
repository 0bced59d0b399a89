package liviano.train.tasks;

import liviano.model.Model;

/** Where trained weights come from. */
final class Origins {
  private Origins() {}

  /** What a model that was trained from this one says. */
  static String of(Model base) {
    String from = base.card().origin().isEmpty() ? base.card().title() : base.card().origin();
    return "trained by Liviano from: " + from;
  }
}
