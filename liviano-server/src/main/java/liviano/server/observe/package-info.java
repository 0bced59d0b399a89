/** What a server tells of itself: metrics, a log of requests, events for Flight Recorder. */
package liviano.server.observe;
