/**
 * Loads a server with pictures and compares engines behind the same server: {@link
 * liviano.bench.load.LoadCommand} is the clients, {@link liviano.bench.load.BesideCommand} takes
 * turns between this project's engine and another one.
 */
package liviano.bench.load;
