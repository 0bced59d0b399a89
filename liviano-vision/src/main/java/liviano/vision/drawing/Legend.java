package liviano.vision.drawing;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Swatches with names and shares, on a strip that lengthens or widens the picture's page. */
final class Legend {
  private static final Colour PAPER = new Colour(250, 250, 250);
  private static final Colour INK = new Colour(32, 32, 32);
  private static final double WIDEST = 32; // of an entry, in heights of its capitals
  private static final double UPRIGHT = 1.1; // height by width from where on it stands beside

  private final Pens pens;
  private final List<Item> items;

  private Legend(Pens pens, List<Entry> entries) {
    this.pens = pens;
    this.items = entries.stream().map(this::item).toList();
  }

  /**
   * A line of the legend.
   *
   * @param share of the picture's pixels, over 0 to 1
   */
  record Entry(Colour colour, String name, double share) {
    String percent() {
      double percent = 100 * share;
      if (percent < 0.1) {
        return "< 0.1 %";
      }
      return String.format(Locale.ROOT, percent < 9.95 ? "%.1f %%" : "%.0f %%", percent);
    }
  }

  private record Item(Colour colour, Letters.Letter text, double width) {}

  /** An item's place: the top left corner of its cell. */
  private record Cell(Item item, double x, double y) {}

  /** A page with the picture in its top left corner and the legend beside or below it. */
  static Canvas added(Canvas picture, int width, int height, List<Entry> entries) {
    Legend legend = new Legend(Pens.of(width, height), entries);
    boolean beside = height > UPRIGHT * width || legend.widest() > width;
    return beside ? legend.beside(picture, width, height) : legend.below(picture, width, height);
  }

  private Canvas beside(Canvas picture, int width, int height) {
    int perColumn = (int) Math.max(1, (height - margin()) / rowHeight());
    perColumn = Math.max(perColumn, Math.min(items.size(), 6));
    List<Cell> cells = new ArrayList<>();
    double x = width + margin();
    for (int from = 0; from < items.size(); from += perColumn) {
      List<Item> column = items.subList(from, Math.min(from + perColumn, items.size()));
      for (int i = 0; i < column.size(); i++) {
        cells.add(new Cell(column.get(i), x, margin() / 2 + i * rowHeight()));
      }
      x += column.stream().mapToDouble(Item::width).max().orElse(0) + 2 * margin();
    }
    double rows = Math.min(perColumn, items.size());
    int pageHeight = (int) Math.max(height, Math.ceil(margin() + rows * rowHeight()));
    return page(picture, (int) Math.ceil(x - margin()), pageHeight, cells);
  }

  private Canvas below(Canvas picture, int width, int height) {
    List<Cell> cells = new ArrayList<>();
    double x = margin();
    double y = height + margin() / 2;
    for (Item item : items) {
      if (x > margin() && x + item.width() + margin() > width) {
        x = margin();
        y += rowHeight();
      }
      cells.add(new Cell(item, x, y));
      x += item.width() + 2 * margin();
    }
    return page(picture, width, (int) Math.ceil(y + rowHeight() + margin() / 2), cells);
  }

  private Canvas page(Canvas picture, int width, int height, List<Cell> cells) {
    Canvas page = Canvas.filled(width, height, PAPER);
    page.place(picture, 0, 0);
    for (Cell cell : cells) {
      double top = cell.y() + (rowHeight() - swatch()) / 2;
      Rect swatch = Rect.ofSize(Math.round(cell.x()), Math.round(top), swatch(), swatch());
      page.fill(swatch, swatch() / 5, cell.item().colour());
      double baseline = cell.y() + (rowHeight() + pens.capital()) / 2;
      double text = cell.x() + swatch() + pens.padding();
      page.write(cell.item().text(), text, baseline, pens.capital(), INK);
    }
    return page;
  }

  private Item item(Entry entry) {
    double room = WIDEST * pens.capital();
    Letters.Letter text =
        Caption.fit(entry.name(), entry.percent(), room, pens.capital()).orElseThrow();
    double width = swatch() + pens.padding() + Caption.width(text, pens.capital());
    return new Item(entry.colour(), text, width);
  }

  private double widest() {
    return items.stream().mapToDouble(Item::width).max().orElse(0) + 2 * margin();
  }

  private double margin() {
    return pens.capital();
  }

  private double rowHeight() {
    return Math.round(2.1 * pens.capital());
  }

  private double swatch() {
    return Math.round(1.4 * pens.capital());
  }
}
