/**
 * A server of the vision tasks. {@link liviano.server.LivianoServer} starts one; {@link
 * liviano.server.ModelSource} is where its models come from.
 */
package liviano.server;
