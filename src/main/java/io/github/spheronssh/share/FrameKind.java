package io.github.spheronssh.share;

import java.io.IOException;

/** What a frame between a client and its master is. */
enum FrameKind {
  /** The first of both sides: a word, the version, and who speaks. */
  HELLO(0),
  /** Asks for a program. */
  SESSION(1),
  /** Asks to be joined to a place that the server reaches. */
  JOIN(2),
  /** Asks whether the master is alive. */
  CHECK(3),
  /** Asks the master to take no more clients. */
  STOP(4),
  /** Asks the master to end. */
  EXIT(5),
  /** Asks for a forward. */
  FORWARD(6),
  /** Asks for the end of a forward. */
  CANCEL(7),
  /** Asks for new keys. */
  REKEY(8),
  /** Asks what is open. */
  LIST(9),
  /** Bytes for the program. */
  INPUT(10),
  /** No more bytes for the program. */
  INPUT_END(11),
  /** Another size of the terminal. */
  RESIZE(12),
  /** A break for the terminal. */
  BREAK(13),
  /** So many bytes of a stream were taken, and as many more may come. */
  ROOM(14),
  /** What was asked for runs. */
  STARTED(15),
  /** Bytes of the program's output. */
  OUTPUT(16),
  /** No more output. */
  OUTPUT_END(17),
  /** Bytes of the program's errors. */
  ERRORS(18),
  /** How the program ended. */
  ENDED(19),
  /** What was asked for is done. */
  DONE(20),
  /** What was asked for is refused, and nothing of it was done. */
  REFUSED(21),
  /** What was asked for went wrong on the way. */
  FAILED(22);

  private static final FrameKind[] ALL = values(); // in the order of their numbers

  private final int number;

  FrameKind(int number) {
    this.number = number;
  }

  /** Its number on the wire. */
  int number() {
    return number;
  }

  /** The kind of a number on the wire. */
  static FrameKind of(int number) throws IOException {
    if (number < 0 || number >= ALL.length) {
      throw new IOException("there is no frame of the kind " + number);
    }
    return ALL[number];
  }
}
