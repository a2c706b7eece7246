package org.farsight.camel.dicom;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.data.Uid;
import org.farsight.dicom.dimse.Status;
import org.farsight.dicom.io.Part10File;
import org.farsight.dicom.service.StorageHandler;
import org.farsight.dicom.service.StoreRequest;

/**
 * Writes what comes by C-GET into a folder: {@code <SOP Instance UID>.dcm}, whole or not at all.
 */
final class ReceivedFiles implements StorageHandler {

  private final Path folder;
  private final List<Path> files = new ArrayList<>();

  ReceivedFiles(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new NotDirectoryException(folder.toString());
    }
    this.folder = folder;
  }

  @Override
  public Status store(StoreRequest request, InputStream dataSet) throws IOException {
    if (!Uid.isValid(request.sopInstance())) {
      return Status.INVALID_SOP_INSTANCE; // nor is it a file name
    }
    Path file = folder.resolve(request.sopInstance() + ".dcm");
    Path part = folder.resolve(request.sopInstance() + ".part");
    try {
      write(request, dataSet, part);
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
    files.add(file);
    return Status.SUCCESS;
  }

  private static void write(StoreRequest request, InputStream dataSet, Path part)
      throws IOException {
    try (FileChannel channel =
            FileChannel.open(
                part,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE);
        OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel))) {
      Part10File.writeHeader(
          out,
          request.sopClass(),
          request.sopInstance(),
          TransferSyntax.of(request.transferSyntax()),
          request.association().calledAeTitle().strip());
      dataSet.transferTo(out);
      out.flush();
      channel.force(true);
    }
  }

  /** What was written, in the order in which it came. */
  List<Path> files() {
    return List.copyOf(files);
  }
}
