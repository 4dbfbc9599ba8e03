// What can be done from where somebody is: pages offer their acts, the palette
// shows them.
import { untrack } from 'svelte'
import type { IconNode } from 'lucide'

export interface Command {
  id: string
  label: string
  icon?: IconNode
  keys?: string
  also?: string
  act: () => void
}

class Commands {
  #offers = $state.raw<(() => Command[])[]>([])
  /** Offers acts until the function given back is called. */
  offer(f: () => Command[]): () => void {
    // Whoever offers does not hang on what others offer.
    this.#offers = [...untrack(() => this.#offers), f]
    return () => (this.#offers = untrack(() => this.#offers).filter((o) => o !== f))
  }
  get all(): Command[] {
    return this.#offers.flatMap((f) => f())
  }
}
export const commands = new Commands()
