package liviano.formats.store;

import java.util.List;
import java.util.Optional;
import liviano.model.Labels;

/** What the classes of a published model are called. */
public sealed interface ClassNames {
  /** Sets of names that many models share. */
  enum Known implements ClassNames {
    /** ImageNet's 1000, or 1001 with the background before them. */
    IMAGENET {
      @Override
      public Optional<List<String>> names(int classes) {
        return List.of(Labels.imageNet(), Labels.imageNetWithBackground()).stream()
            .filter(names -> names.size() == classes)
            .findFirst();
      }
    },
    /** COCO's by category id, 0 the background. */
    COCO {
      @Override
      public Optional<List<String>> names(int classes) {
        return Optional.of(Labels.cocoWithBackground());
      }
    },
    /** PASCAL VOC's 21 of a mask. */
    VOC {
      @Override
      public Optional<List<String>> names(int classes) {
        return Optional.of(Labels.pascalVoc()).filter(names -> names.size() == classes);
      }
    }
  }

  /** Names that only this model has. */
  record Own(List<String> names) implements ClassNames {
    /** Copies them; there must be some. */
    public Own {
      names = List.copyOf(names);
      if (names.isEmpty()) {
        throw new IllegalArgumentException("no names of classes");
      }
    }

    @Override
    public Optional<List<String>> names(int classes) {
      return Optional.of(names).filter(own -> own.size() == classes);
    }
  }

  /**
   * The names for a model that answers so many classes.
   *
   * @return empty if this is no model for them
   */
  Optional<List<String>> names(int classes);
}
