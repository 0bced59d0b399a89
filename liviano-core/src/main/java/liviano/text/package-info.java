/** Words for people: what an error message may need. */
package liviano.text;
