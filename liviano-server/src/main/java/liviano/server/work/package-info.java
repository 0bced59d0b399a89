/** How many requests are worked on at a time, how long each may take, and where its time went. */
package liviano.server.work;
