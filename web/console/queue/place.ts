// Where somebody was in the queue, for when they come back from another page.
import { address } from '../route'

export const place = {
  query: '',
  id: '',
  top: 0,
  /** The question that `top` was a place in. */
  key: '',
  to(): string {
    const at = address(this.id ? 'report' : 'queue', this.id)
    return this.query ? `${at}?${this.query}` : at
  },
}
