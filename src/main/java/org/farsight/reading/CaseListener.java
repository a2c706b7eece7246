package org.farsight.reading;

import org.farsight.exchange.ReadingCase;

/** Is told of each change of a case, after it is noted; must return at once and not throw. */
public interface CaseListener {

  /** A case is new or changed. */
  void changed(ReadingCase one);

  /** All cases went; those that there are come again. */
  void cleared();
}
