package liviano.formats.names;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import liviano.UnsupportedModelException;
import liviano.graph.ParamSpec;
import liviano.graph.ParamSpec.Role;
import liviano.model.Model;
import liviano.model.ModelInfo;
import liviano.weights.Tensor;
import liviano.weights.Weights;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import liviano.zoo.layers.Norm;

/** Whose names a model's tensors go out under. */
public enum Naming {
  /** Our own. */
  LIVIANO,
  /** Slim's; the authors' short ones where batch norm is folded. */
  TENSORFLOW,
  /** torchvision's. */
  TORCHVISION,
  /** timm's. */
  TIMM;

  /**
   * Tensors of a network under these names, and what else the file has to say for us to read it
   * back bit for bit.
   */
  public record Named(Weights tensors, SequencedMap<String, String> texts) {}

  /**
   * A model's tensors under these names, in that program's layout. Where that program's network has
   * batch norm and ours has it folded, each bias goes out as the offset of a norm that changes
   * nothing else.
   *
   * @throws UnsupportedModelException if the network is none that the program has
   */
  public Named of(Model model) {
    return switch (this) {
      case LIVIANO -> new Named(model.weights(), model.texts());
      case TENSORFLOW -> named(model, isFolded(model) ? new FoldedTensorFlow() : new Slim());
      case TORCHVISION -> named(model, new Torchvision());
      case TIMM -> named(model, new Timm());
    };
  }

  private static boolean isFolded(Model model) {
    return model.recipe().filter(recipe -> recipe.norm() == Norm.FOLDED).isPresent();
  }

  private Named named(Model model, Layout layout) {
    Recipe recipe = model.recipe().filter(NamedNetwork::isOfThis).orElseThrow(() -> noNames(model));
    Map<String, Layer> layers = new HashMap<>();
    Layer.of(Block.of(Block.paperStages())).forEach(layer -> layers.put(layer.ours(), layer));
    List<Tensor> tensors = new ArrayList<>();
    for (ParamSpec spec : (Iterable<ParamSpec>) Zoo.graph(recipe).params()::iterator) {
      Layer layer = layers.get(NamedNetwork.layer(spec));
      Tensor ours = model.weights().require(spec.name(), spec.shape().extents());
      boolean asNorm =
          NamedNetwork.isFolded(layer, spec) && recipe.norm() == Norm.FOLDED && layout.hasNorms();
      Role role = asNorm ? Role.OFFSET : spec.role();
      tensors.add(layout.order().theirs(spec, ours, layout.name(layer, role)));
      if (asNorm) {
        tensors.addAll(IdentityNorm.of(layout, layer, ours));
      }
    }
    SequencedMap<String, String> texts = new LinkedHashMap<>(layout.texts(recipe));
    texts.putAll(info(model).texts());
    return new Named(Weights.of(tensors), texts);
  }

  /** Inputs and outputs are not in such a file: they are called as the zoo calls them. */
  private static ModelInfo info(Model model) {
    return new ModelInfo(
        model.card().withRoles(new LinkedHashMap<>()).withLayouts(new LinkedHashMap<>()),
        model.recipe());
  }

  private UnsupportedModelException noNames(Model model) {
    return new UnsupportedModelException(
        String.format(
            Locale.ROOT,
            "'%s' is no MobileNetV2 of the zoo, and %s names are known of that alone: write it under"
                + " liviano's names",
            model.card().title(),
            name().toLowerCase(Locale.ROOT)));
  }
}
