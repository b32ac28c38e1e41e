package io.github.spheronssh.forward;

import io.github.spheronssh.ssh.Place;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** This machine's end of a forwarded connection. */
interface End extends Closeable {
  /** What a server is told, as ssh tells it, of whoever has no address. */
  Place.Host NOBODY = new Place.Host("127.0.0.1", 65_535);

  /** What goes to the other side. */
  InputStream in();

  /** Where goes what the other side sends. */
  OutputStream out();

  /** Tells whoever reads here that nothing more comes; they may go on sending. */
  void endOutput() throws IOException;

  @Override
  void close() throws IOException;
}
