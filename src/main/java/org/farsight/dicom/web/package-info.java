/**
 * DICOMweb (PS3.18) without an HTTP server: multipart bodies as streams, media types and what a
 * client accepts, requests and responses as values, frames and bulk data out of stored objects.
 * Imports {@code dicom.data} and {@code dicom.io} only.
 */
@NullMarked
package org.farsight.dicom.web;

import org.jspecify.annotations.NullMarked;
