// Acts upon one thing, one after another. Hands are faster than a bad line: what is
// asked for while another act is under way waits for it, and is done to the thing as
// it stands then.

export class Turns {
  #last = Promise.resolve(true)
  #under = 0 // acts that are under way or wait

  /**
   * Does f after what was asked for before, and gives whether it was done. Where that
   * was refused f is not done, as somebody must look first; what is asked for later is.
   */
  take(f: () => Promise<boolean>): Promise<boolean> {
    if (!this.#under++) this.#last = Promise.resolve(true)
    const done = this.#last.then((going) => going && f()).finally(() => this.#under--)
    this.#last = done.catch(() => false)
    return done
  }
}
