/**
 * Fetches published models; the only package that uses the network. Start at {@link
 * liviano.cli.install.Installer}.
 */
package liviano.cli.install;
