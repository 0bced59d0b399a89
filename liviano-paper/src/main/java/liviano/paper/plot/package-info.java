/**
 * Graphics and charts in one restrained style, written as PNG or SVG.
 *
 * <p>A {@link liviano.paper.plot.Graphic} is a size and something that paints. {@link
 * liviano.paper.plot.ScatterPlot}, {@link liviano.paper.plot.LinePlot}, {@link
 * liviano.paper.plot.BarPlot} and {@link liviano.paper.plot.PlotGrid} give drawings, and {@link
 * liviano.paper.plot.PictureFile} writes them. Nothing here is loaded before a picture is asked
 * for.
 */
package liviano.paper.plot;
