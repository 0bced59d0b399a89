/**
 * The engines of the side-by-side, Liviano among them, each behind {@link liviano.bench.peers.Peer}
 * and each with its best settings. Every one is loaded in a process of its own by {@link
 * liviano.bench.peers.EngineProcess}, which is told by lines what to do.
 */
package liviano.bench.peers;
