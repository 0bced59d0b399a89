/**
 * The heart of Liviano: the network family as graphs, its weights and model files, and the engine
 * that runs them. Depends on the JDK alone.
 */
module liviano.core {
  exports liviano;
  exports liviano.cost;
  exports liviano.engine;
  exports liviano.files;
  exports liviano.graph;
  exports liviano.json;
  exports liviano.kernels;
  exports liviano.model;
  exports liviano.tensor;
  exports liviano.text;
  exports liviano.weights;
  exports liviano.zoo;
  exports liviano.zoo.layers;
}
