/**
 * Drawings and charts in one restrained style, written as PNG or SVG.
 *
 * <p>A {@link liviano.cli.plot.Drawing} is a size and something that paints. {@link
 * liviano.cli.plot.ScatterPlot}, {@link liviano.cli.plot.LinePlot}, {@link
 * liviano.cli.plot.BarPlot} and {@link liviano.cli.plot.PlotGrid} give drawings, and {@link
 * liviano.cli.plot.PictureFile} writes them. Nothing here is loaded before a picture is asked for.
 */
package liviano.cli.plot;
