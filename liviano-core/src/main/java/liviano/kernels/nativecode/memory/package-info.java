/**
 * Where machine code and packed weights live: pages of the system, what of them is code, and how
 * code is called.
 */
package liviano.kernels.nativecode.memory;
