// Package certificate gives people a paper that says what they took part in, signed
// so that anybody can check it: without a network by the public key, and with one by
// asking the node, which also knows whether it was taken back. Neither tells more
// than the paper itself.
package certificate
