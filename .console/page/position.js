// Which event of a log is looked at: whoever shows it listens, whoever chooses it moves.

export class Position {
  #listeners = [];

  /** Begins behind the last event; a signal that is aborted ends it. */
  constructor(last, signal) {
    this.last = last;
    this.at = last;
    this.signal = signal;
  }

  listen(listener) {
    this.#listeners.push(listener);
  }

  move(sequence) {
    const at = Math.min(Math.max(sequence, 0), this.last);
    if (at === this.at || this.signal.aborted) return;
    this.at = at;
    this.#tell();
  }

  /** The first event that is wrong with the log. */
  fault(sequence) {
    this.bad = sequence;
    this.#tell();
  }

  #tell() {
    for (const listener of this.#listeners) listener(this.at);
  }
}
