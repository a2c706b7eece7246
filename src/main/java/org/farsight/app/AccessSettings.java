package org.farsight.app;

import java.util.Optional;
import org.farsight.access.OpenIdSettings;
import org.farsight.access.Sessions;
import org.farsight.web.Origins;

/**
 * How people and programs sign in.
 *
 * @param origins under which address the engine is seen
 * @param sessions how long one lasts
 * @param openId where else people may sign in
 */
public record AccessSettings(
    Origins origins, Sessions.Limits sessions, Optional<OpenIdSettings> openId) {}
