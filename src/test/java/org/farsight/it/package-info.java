/** Scenarios over real sockets, brokers and servers. */
package org.farsight.it;
