/**
 * Published models that the command can fetch; the only package that reaches for the network.
 * {@link liviano.cli.install.Installer} is the door.
 */
package liviano.cli.install;
