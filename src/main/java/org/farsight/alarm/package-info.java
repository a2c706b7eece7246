/**
 * Rules over the ledger that raise alarms, one per cause, which end by themselves; and the channels
 * over which people are told: webhooks and mail. Looks at the ledger through the ports of {@code
 * exchange}; a channel that is slow or down blocks nothing.
 */
@NullMarked
package org.farsight.alarm;

import org.jspecify.annotations.NullMarked;
