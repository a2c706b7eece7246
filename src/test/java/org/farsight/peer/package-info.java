/** Scripted bad peers: servers that refuse, stall, break off and change their minds. */
package org.farsight.peer;
