package liviano.vision.prepare;

import java.util.concurrent.atomic.AtomicReferenceArray;
import liviano.model.ResizeRule;
import liviano.vision.prepare.AntialiasedPlan.Filter;
import liviano.vision.prepare.BilinearPlan.Centres;

/**
 * The plans of the sizes that were seen last, so that pictures of a few sizes are planned once.
 *
 * <p>Safe for any number of threads; at worst two threads make the same plan. Each size maps to one
 * slot; a plan of more than {@link #MOST_BYTES} is not kept.
 */
final class ResizePlans {
  private static final int SLOTS = 8;
  private static final long MOST_BYTES = 1 << 19;

  private final ResizeRule rule;
  private final AtomicReferenceArray<Entry> slots = new AtomicReferenceArray<>(SLOTS);

  ResizePlans(ResizeRule rule) {
    this.rule = rule;
  }

  private record Entry(Placement.Span columns, Placement.Span rows, ResizePlan plan) {
    boolean isFor(Placement placement) {
      return same(columns, placement.columns()) && same(rows, placement.rows());
    }

    /** The place of the pixels in the input does not affect the plan. */
    private static boolean same(Placement.Span a, Placement.Span b) {
      return a.length() == b.length()
          && a.resized() == b.resized()
          && a.from() == b.from()
          && a.count() == b.count();
    }
  }

  ResizePlan of(Placement placement) {
    int slot = Math.floorMod(31 * placement.columns().length() + placement.rows().length(), SLOTS);
    Entry entry = slots.get(slot);
    if (entry != null && entry.isFor(placement)) {
      return entry.plan;
    }
    ResizePlan plan = plan(placement);
    if (plan.bytes() <= MOST_BYTES) {
      slots.set(slot, new Entry(placement.columns(), placement.rows(), plan));
    }
    return plan;
  }

  private ResizePlan plan(Placement placement) {
    return switch (rule) {
      case TENSORFLOW_BILINEAR -> BilinearPlan.of(placement, Centres.HALF_PIXEL);
      case TENSORFLOW_LEGACY_BILINEAR -> BilinearPlan.of(placement, Centres.FIRST_PIXELS);
      case TENSORFLOW_ALIGNED_BILINEAR -> BilinearPlan.of(placement, Centres.CORNERS);
      case ANTIALIASED_BILINEAR -> AntialiasedPlan.of(placement, Filter.TRIANGLE);
      case ANTIALIASED_BICUBIC -> AntialiasedPlan.of(placement, Filter.CUBIC);
    };
  }
}
