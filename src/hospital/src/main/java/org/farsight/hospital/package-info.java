/**
 * The core hospital's stand-in: a small FHIR R4 store (HAPI FHIR JPA over H2 or PostgreSQL) in a
 * JVM of its own. Nothing of the engine is imported here; the two meet over HTTP only.
 */
package org.farsight.hospital;
