/* Of several questions about the same thing, only the latest one's answer counts. */

export class Latest {
  #controller = null;

  /** Runs a question, which a later one aborts; gives undefined if that happened. */
  async ask(question) {
    this.#controller?.abort();
    const controller = this.#controller = new AbortController();
    try {
      const answer = await question(controller.signal);
      return controller.signal.aborted ? undefined : answer;
    } catch (problem) {
      if (controller.signal.aborted) {
        return undefined;
      }
      throw problem;
    }
  }

  /** Forgets the question under way. */
  drop() {
    this.#controller?.abort();
  }
}
