/* An input that offers matching options, by the keyboard as by the mouse. */

import {element} from "./dom.js";

const MOST_SHOWN = 100;

export class Combobox {
  #input;
  #list;
  #find;
  #choose;
  #nothing;
  #chosen = null;
  #options = [];
  #active = -1;

  /**
   * find(words, typed) gives the options {key, text, label()} that match, nothing() what to say where
   * none does; choose(key) is called with what was chosen, null for nothing.
   */
  constructor(input, list, find, nothing, choose) {
    this.#input = input;
    this.#list = list;
    this.#find = find;
    this.#choose = choose;
    this.#nothing = nothing;
    input.addEventListener("focus", () => input.select());
    input.addEventListener("click", () => this.#open());
    input.addEventListener("input", () => this.#open());
    input.addEventListener("blur", () => this.#leave());
    input.addEventListener("keydown", event => this.#key(event));
    // Not yet on the press itself: the input would lose the focus, and the list close before the click.
    list.addEventListener("pointerdown", event => event.preventDefault());
    list.addEventListener("click", event => {
      const option = event.target.closest("[role=option]");
      if (option) {
        this.#take(this.#options[option.dataset.index]);
      }
    });
  }

  /** Shows what is chosen: an option, or null. */
  show(option) {
    this.#chosen = option;
    if (document.activeElement !== this.#input || this.#list.hidden) {
      this.#input.value = option ? option.text : "";
    }
  }

  #open() {
    const typed = this.#input.value;
    const words = this.#chosen && typed === this.#chosen.text ? "" : typed;
    this.#options = this.#find(words.toLowerCase().split(/\s+/).filter(Boolean), words).slice(0, MOST_SHOWN);
    this.#list.replaceChildren(...this.#options.map((option, i) => {
      const item = element("li");
      item.id = this.#list.id + "-" + i;
      item.dataset.index = i;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", String(option.key === this.#chosen?.key));
      item.append(option.label());
      return item;
    }));
    if (this.#options.length === 0) {
      const nothing = element("li", this.#nothing(), "muted");
      nothing.setAttribute("role", "presentation");
      this.#list.append(nothing);
    }
    this.#list.hidden = false;
    this.#input.setAttribute("aria-expanded", "true");
    this.#activate(-1);
  }

  #close() {
    this.#list.hidden = true;
    this.#input.setAttribute("aria-expanded", "false");
    this.#input.removeAttribute("aria-activedescendant");
  }

  #activate(index) {
    this.#list.children[this.#active]?.classList.remove("active");
    this.#active = index;
    if (index < 0) {
      this.#input.removeAttribute("aria-activedescendant");
      return;
    }
    const item = this.#list.children[index];
    item.classList.add("active");
    item.scrollIntoView({block: "nearest"});
    this.#input.setAttribute("aria-activedescendant", item.id);
  }

  #key(event) {
    const last = this.#options.length - 1;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (this.#list.hidden) {
        this.#open();
      }
      if (this.#options.length > 0) {
        const by = event.key === "ArrowDown" ? 1 : -1;
        this.#activate(this.#active < 0 ? (by > 0 ? 0 : this.#options.length - 1) : Math.min(Math.max(this.#active + by, 0), last));
      }
    } else if (event.key === "Enter" && !this.#list.hidden) {
      event.preventDefault();
      if (this.#input.value === "") {
        this.#take(null);
      } else if (this.#options.length > 0) {
        this.#take(this.#options[Math.max(this.#active, 0)]);
      }
    } else if (event.key === "Escape" && !this.#list.hidden) {
      event.preventDefault();
      this.#restore();
    }
  }

  /** An emptied input asks for any value; anything else that was not chosen is taken back. */
  #leave() {
    if (!this.#list.hidden && this.#input.value === "" && this.#chosen) {
      this.#take(null);
    } else {
      this.#restore();
    }
  }

  #restore() {
    this.#close();
    this.#input.value = this.#chosen ? this.#chosen.text : "";
  }

  #take(option) {
    this.#chosen = option;
    this.#restore();
    this.#choose(option ? option.key : null);
  }
}
