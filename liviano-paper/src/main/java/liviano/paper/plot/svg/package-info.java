/**
 * SVG from what draws on a {@link java.awt.Graphics2D}: {@link liviano.paper.plot.svg.SvgGraphics}
 * draws on an {@link liviano.paper.plot.svg.SvgPage}. Text stays text; areas and lines are paths in
 * the page's own coordinates, so that no element depends on the state before it.
 */
package liviano.paper.plot.svg;
