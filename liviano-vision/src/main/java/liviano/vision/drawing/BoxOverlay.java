package liviano.vision.drawing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import liviano.vision.Picture;

/**
 * Boxes with their labels over a picture.
 *
 * <p>Outlines carry a halo, black or white, whichever contrasts with their colour, so that they are
 * seen on any ground; labels stand on plates of the box's colour. Line width and letters follow the
 * picture's size. A label that does not fit loses its score, then its end; on pictures too small
 * for letters the outlines are drawn alone.
 */
public final class BoxOverlay {
  /** The most boxes one picture takes. */
  public static final int MOST_BOXES = 1000;

  private static final double HALO = 0.6; // opacity
  private static final double TALLEST_PLATE = 1 / 3.0; // of the picture's height

  private final Canvas canvas;
  private final int width;
  private final int height;
  private final Pens pens;

  private BoxOverlay(Picture picture) {
    canvas = Canvas.of(picture);
    width = picture.width();
    height = picture.height();
    pens = Pens.of(width, height);
  }

  /** A box on its way: the centre line of its outline and the width of its pen. */
  private record Frame(Rect edge, double pen, LabelledBox box) {
    Rect outer() {
      return edge.grown(pen / 2);
    }
  }

  private record Plate(Rect rect, Letters.Letter text, Colour colour) {}

  /**
   * Draws boxes over a copy of the picture.
   *
   * @param boxes the most important first: its label is placed first and lies on top
   * @throws IllegalArgumentException where there are more than {@link #MOST_BOXES}
   */
  public static Picture draw(Picture picture, List<LabelledBox> boxes) {
    if (boxes.size() > MOST_BOXES) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "%d boxes for one picture: give %d at most", boxes.size(), MOST_BOXES));
    }
    BoxOverlay overlay = new BoxOverlay(picture);
    overlay.draw(boxes);
    return overlay.canvas.picture();
  }

  private void draw(List<LabelledBox> boxes) {
    List<Frame> frames = boxes.stream().flatMap(box -> frame(box).stream()).toList();
    frames.stream()
        .sorted(Comparator.comparingDouble((Frame frame) -> frame.edge().area()).reversed())
        .forEach(this::outline);
    plates(frames).reversed().forEach(this::plate);
  }

  /** The part of a box inside the picture, on whole pixels, with the line inside the picture. */
  private Optional<Frame> frame(LabelledBox box) {
    Rect all = Rect.ofSize(box.x(), box.y(), box.width(), box.height());
    if (all.x1() < 0 || all.y1() < 0 || all.x0() > width || all.y0() > height) {
      return Optional.empty();
    }
    double x0 = Math.clamp(Math.round(all.x0()), 0, width - 1);
    double y0 = Math.clamp(Math.round(all.y0()), 0, height - 1);
    double x1 = Math.clamp(Math.round(all.x1()), x0 + 1, width);
    double y1 = Math.clamp(Math.round(all.y1()), y0 + 1, height);
    double pen = Math.clamp(Math.floor(Math.min(x1 - x0, y1 - y0) / 10), 1, pens.line());
    return Optional.of(new Frame(new Rect(x0, y0, x1, y1).grown(-pen / 2), pen, box));
  }

  private void outline(Frame frame) {
    Colour colour = frame.box().colour();
    double corner = frame.pen();
    double halo = Math.max(1, frame.pen() / 2);
    double pen = frame.pen() + 2 * halo;
    canvas.outline(frame.edge(), corner, pen, colour.ink(), HALO);
    canvas.outline(frame.edge(), corner, frame.pen(), colour, 1);
  }

  private List<Plate> plates(List<Frame> frames) {
    List<Plate> plates = new ArrayList<>();
    if (pens.plate() > height * TALLEST_PLATE) {
      return plates;
    }
    PlateLayout layout = new PlateLayout(width, height, frames.stream().map(Frame::outer).toList());
    for (Frame frame : frames) {
      LabelledBox box = frame.box();
      double room = width - 2 * pens.padding();
      String score = Math.round(100 * box.score()) + " %";
      Caption.fit(box.label(), score, room, pens.capital())
          .ifPresent(
              text -> {
                double needed = Caption.width(text, pens.capital()) + 2 * pens.padding();
                double plate = Math.min(width, Math.ceil(needed));
                Rect rect = layout.place(frame.outer(), plate, pens.plate());
                plates.add(new Plate(rect, text, box.colour()));
              });
    }
    return plates;
  }

  private void plate(Plate plate) {
    Rect rect = plate.rect();
    double corner = pens.capital() / 4;
    double halo = Math.max(1, pens.line() / 2);
    canvas.outline(rect, corner, 2 * halo, plate.colour().ink(), HALO);
    canvas.fill(rect, corner, plate.colour());
    canvas.write(
        plate.text(),
        rect.x0() + pens.padding(),
        rect.y0() + pens.baseline(),
        pens.capital(),
        plate.colour().ink());
  }
}
