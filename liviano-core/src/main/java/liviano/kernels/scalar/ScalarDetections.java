package liviano.kernels.scalar;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import liviano.kernels.Frame;
import liviano.kernels.Kernel;
import liviano.kernels.Lookup;
import liviano.tensor.DetectionRule;
import liviano.tensor.LittleEndian;

/**
 * Detections of an SSD, as TensorFlow Lite makes them. A unit is one sample. Scratch memory holds
 * for each anchor its box, a score, two places in the order of scores and whether it still counts.
 */
final class ScalarDetections implements Kernel {
  private static final int BOX = 4;

  private final Lookup.Detections task;
  private final DetectionRule rule;
  private final int anchors;

  /** The first class among the columns, after the background if there is one. */
  private final int firstClass;

  ScalarDetections(Lookup.Detections task) {
    this.task = task;
    this.rule = task.rule();
    this.anchors = task.anchors();
    this.firstClass = task.columns() - rule.classes();
  }

  @Override
  public long scratchBytes() {
    return anchors * (BOX + 4L) * Float.BYTES;
  }

  @Override
  public int units() {
    return task.samples();
  }

  @Override
  public void run(Frame frame, int fromUnit, int toUnit, int worker) {
    Run run = new Run(frame, frame.scratch(worker));
    for (int sample = fromUnit; sample < toUnit; sample++) {
      run.sample(sample);
    }
  }

  /** One worker's run. */
  private final class Run {
    private final MemorySegment codes;
    private final MemorySegment scores;
    private final MemorySegment anchorBoxes;
    private final MemorySegment out;
    private final MemorySegment boxes;
    private final MemorySegment best;
    private final MemorySegment order;
    private final MemorySegment other;
    private final MemorySegment gone;

    /** Where the results of this sample begin. */
    private long at;

    private int found;

    Run(Frame frame, MemorySegment scratch) {
      this.codes = frame.input(0);
      this.scores = frame.input(1);
      this.anchorBoxes = frame.input(2);
      this.out = frame.output();
      long each = (long) anchors * Float.BYTES;
      this.boxes = scratch.asSlice(0, BOX * each);
      this.best = scratch.asSlice(BOX * each, each);
      this.order = scratch.asSlice((BOX + 1) * each, each);
      this.other = scratch.asSlice((BOX + 2) * each, each);
      this.gone = scratch.asSlice((BOX + 3) * each, each);
    }

    void sample(int sample) {
      int places = rule.places();
      at = (long) sample * task.results();
      out.asSlice(at * Float.BYTES, (long) task.results() * Float.BYTES).fill((byte) 0);
      found = 0;
      for (int anchor = 0; anchor < anchors; anchor++) {
        decode(sample, anchor);
      }
      if (rule.classByClass()) {
        for (int c = 0; c < rule.classes(); c++) {
          for (int anchor = 0; anchor < anchors; anchor++) {
            Floats.set(best, anchor, score(sample, anchor, c));
          }
          suppress(rule.mostOfClass(), sample, c);
        }
      } else {
        for (int anchor = 0; anchor < anchors; anchor++) {
          int c = next(sample, anchor, Float.POSITIVE_INFINITY, -1);
          Floats.set(best, anchor, score(sample, anchor, c));
        }
        suppress(rule.most(), sample, -1);
      }
      Floats.set(out, at + (BOX + 2L) * places, found);
    }

    /** An anchor's box: top, left, bottom, right. */
    private void decode(int sample, int anchor) {
      long code = ((long) sample * anchors + anchor) * task.codes();
      long a = ((long) sample * anchors + anchor) * BOX;
      double height = Floats.get(anchorBoxes, a + 2);
      double width = Floats.get(anchorBoxes, a + 3);
      float y =
          (float)
              (Floats.get(codes, code) / (double) rule.scaleY() * height
                  + Floats.get(anchorBoxes, a));
      float x =
          (float)
              (Floats.get(codes, code + 1) / (double) rule.scaleX() * width
                  + Floats.get(anchorBoxes, a + 1));
      float halfH =
          (float) (0.5 * Math.exp(Floats.get(codes, code + 2) / (double) rule.scaleH()) * height);
      float halfW =
          (float) (0.5 * Math.exp(Floats.get(codes, code + 3) / (double) rule.scaleW()) * width);
      long box = (long) anchor * BOX;
      Floats.set(boxes, box, y - halfH);
      Floats.set(boxes, box + 1, x - halfW);
      Floats.set(boxes, box + 2, y + halfH);
      Floats.set(boxes, box + 3, x + halfW);
    }

    private float score(int sample, int anchor, int c) {
      long row = ((long) sample * anchors + anchor) * task.columns();
      return Floats.get(scores, row + firstClass + c);
    }

    /** The class that comes after one of such a score, the best first, of equal ones the first. */
    private int next(int sample, int anchor, float score, int after) {
      int next = -1;
      for (int c = 0; c < rule.classes(); c++) {
        float s = score(sample, anchor, c);
        boolean later = s < score || s == score && c > after;
        if (later && (next < 0 || s > score(sample, anchor, next))) {
          next = c;
        }
      }
      return Math.max(next, 0);
    }

    /**
     * Keeps the best boxes, and of those that overlap the better one.
     *
     * @param c the class; -1 for the best ones of each anchor
     */
    private void suppress(int most, int sample, int c) {
      int count = 0;
      for (int anchor = 0; anchor < anchors; anchor++) {
        if (Floats.get(best, anchor) >= rule.leastScore()) {
          order.setAtIndex(LittleEndian.INT, count++, anchor);
        }
      }
      sort(count);
      gone.fill((byte) 0);
      int kept = 0;
      for (int i = 0; i < count && kept < most; i++) {
        if (gone.get(ValueLayout.JAVA_BYTE, i) != 0) {
          continue;
        }
        int anchor = order.getAtIndex(LittleEndian.INT, i);
        if (c < 0) {
          keepClasses(sample, anchor);
        } else {
          insert(anchor, c, Floats.get(best, anchor));
        }
        kept++;
        for (int j = i + 1; j < count; j++) {
          if (overlap(anchor, order.getAtIndex(LittleEndian.INT, j)) > rule.mostOverlap()) {
            gone.set(ValueLayout.JAVA_BYTE, j, (byte) 1);
          }
        }
      }
    }

    /** The anchors of the order by their scores, the best first; equal ones stay as they were. */
    private void sort(int count) {
      for (int width = 1; width < count; width *= 2) {
        for (int from = 0; from < count; from += 2 * width) {
          merge(from, Math.min(from + width, count), Math.min(from + 2 * width, count));
        }
        MemorySegment.copy(other, 0, order, 0, (long) count * Integer.BYTES);
      }
    }

    private void merge(int from, int middle, int end) {
      int left = from;
      int right = middle;
      for (int i = from; i < end; i++) {
        boolean first =
            left < middle
                && (right >= end
                    || Floats.get(best, order.getAtIndex(LittleEndian.INT, left))
                        >= Floats.get(best, order.getAtIndex(LittleEndian.INT, right)));
        int taken = first ? left++ : right++;
        other.setAtIndex(LittleEndian.INT, i, order.getAtIndex(LittleEndian.INT, taken));
      }
    }

    /** The best classes of an anchor, each a detection, in adjacent places. */
    private void keepClasses(int sample, int anchor) {
      int each = Math.min(rule.classesOfEach(), rule.classes());
      float score = Float.POSITIVE_INFINITY;
      int c = -1;
      for (int i = 0; i < each; i++) {
        c = next(sample, anchor, score, c);
        score = score(sample, anchor, c);
        write(found * rule.classesOfEach() + i, anchor, c, score);
      }
      found++;
    }

    /** Among the best so far, after those of the same score; the last one may fall out. */
    private void insert(int anchor, int c, float score) {
      int place = Math.min(found, rule.most());
      long first = at + (BOX + 1L) * rule.places();
      while (place > 0 && Floats.get(out, first + place - 1) < score) {
        place--;
      }
      if (place >= rule.most()) {
        return;
      }
      found = Math.min(found + 1, rule.most());
      for (int to = found - 1; to > place; to--) {
        copy(to - 1, to);
      }
      write(place, anchor, c, score);
    }

    private void copy(int from, int to) {
      int places = rule.places();
      for (int i = 0; i < BOX; i++) {
        Floats.set(out, at + (long) to * BOX + i, Floats.get(out, at + (long) from * BOX + i));
      }
      for (long list = at + (long) BOX * places; list < at + (BOX + 2L) * places; list += places) {
        Floats.set(out, list + to, Floats.get(out, list + from));
      }
    }

    private void write(int place, int anchor, int c, float score) {
      int places = rule.places();
      for (int i = 0; i < BOX; i++) {
        Floats.set(out, at + (long) place * BOX + i, Floats.get(boxes, (long) anchor * BOX + i));
      }
      Floats.set(out, at + (long) BOX * places + place, c);
      Floats.set(out, at + (BOX + 1L) * places + place, score);
    }

    /** Intersection over union; 0 where a box has no area. */
    private float overlap(int one, int another) {
      float area = area(one);
      float otherArea = area(another);
      if (area <= 0 || otherArea <= 0) {
        return 0;
      }
      float height =
          Math.max(
              Math.min(edge(one, 2), edge(another, 2)) - Math.max(edge(one, 0), edge(another, 0)),
              0);
      float width =
          Math.max(
              Math.min(edge(one, 3), edge(another, 3)) - Math.max(edge(one, 1), edge(another, 1)),
              0);
      float both = height * width;
      return both / (area + otherArea - both);
    }

    private float area(int anchor) {
      return (edge(anchor, 2) - edge(anchor, 0)) * (edge(anchor, 3) - edge(anchor, 1));
    }

    private float edge(int anchor, int which) {
      return Floats.get(boxes, (long) anchor * BOX + which);
    }
  }
}
