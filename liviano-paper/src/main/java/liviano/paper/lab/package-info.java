/** The laboratory's verbs: each runs one experiment, prints its numbers and draws its pictures. */
package liviano.paper.lab;
