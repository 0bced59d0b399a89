package liviano.train.run;

/** What a run is at. */
public enum RunState {
  /** A process is at work on it. */
  RUNNING,
  /** It did what it was to do. */
  FINISHED,
  /** It was stopped, failed, or its process was killed: it can go on. */
  STOPPED
}
