/**
 * Fetches published models; the only package that uses the network. Start at {@link
 * liviano.cli.install.Installer}, and read on in the order in which the bytes flow:
 *
 * <ol>
 *   <li>{@link liviano.cli.install.Installer} takes a model of the catalogue, tries its sources one
 *       after the other, converts what the first good one gives, and stores it. Where none is good
 *       {@link liviano.cli.install.ByHand} says what to do.
 *   <li>{@link liviano.cli.install.Sources} hides what kinds of sources there are: it gives a
 *       folder with the files of the model, each checked. They come from {@link
 *       liviano.cli.install.Web}, {@link liviano.cli.install.Npm}, {@link
 *       liviano.cli.install.NpmRegistry} where there is no npm, or from a {@link
 *       liviano.cli.install.Mirror} instead of all of them; {@link liviano.cli.install.Tarball}
 *       takes single files out of archives.
 *   <li>{@link liviano.cli.install.HttpsFetcher} brings one file. Each try ({@link
 *       liviano.cli.install.Attempt}) asks for what the {@link liviano.cli.install.Part} on the
 *       disk lacks, follows {@link liviano.cli.install.Redirects}, and writes what {@link
 *       liviano.cli.install.Reception} lets in; {@link liviano.cli.install.Persistence} decides
 *       whether there is another, within {@link liviano.cli.install.Patience}.
 *   <li>{@link liviano.cli.install.FetchProgress} shows how far it is.
 * </ol>
 *
 * <p>Failures have two kinds. A {@link java.nio.file.FileSystemException} is this machine's: no
 * other source can help, and the pull ends. Any other {@link java.io.IOException} is the source's,
 * and the next one is tried.
 */
package liviano.cli.install;
