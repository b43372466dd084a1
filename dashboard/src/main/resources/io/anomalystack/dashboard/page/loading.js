/* Something that is loaded: whether it is under way and whether it is all there, said to assistive technology, too. */

export class Loading {
  #target;
  #current = null;
  #isComplete = false;

  constructor(target) {
    this.#target = target;
  }

  get isUnderWay() {
    return this.#current !== null;
  }

  /** Whether what was wanted last is there. */
  get isComplete() {
    return this.#isComplete;
  }

  /** Loads it; load() gives undefined where a later question took over. Failed or not, it is under way no longer. */
  async run(load) {
    const mine = this.#current = {};
    this.#isComplete = false;
    this.#target.setAttribute("aria-busy", "true");
    try {
      const answer = await load();
      this.#isComplete = this.#current === mine && answer !== undefined;
      return answer;
    } finally {
      if (this.#current === mine) {
        this.#current = null;
        this.#target.setAttribute("aria-busy", "false");
      }
    }
  }
}
