package io.github.spheronssh.api;

/** Sends a call once, and never a second time. */
interface Exchange {
  Outcome send(Call call);
}
