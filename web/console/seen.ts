// Which reports this person has opened, in this browser: lists mark what is
// unseen. Kept are ids and numbers of revisions, no word of any report.

/** Beyond it the oldest are forgotten: what is that old is closed, and closed reports are not marked. */
const most = 3000

export class Seen {
  private at = ''
  private seen = new Map<string, number>()

  open(account: string): void {
    this.at = 'seen:' + account
    try {
      this.seen = new Map(JSON.parse(localStorage.getItem(this.at) ?? '[]') as [string, number][])
    } catch {
      this.seen = new Map()
    }
  }
  /** Whether the report stands as it was when this person last saw it. */
  has(id: string): boolean {
    return this.seen.has(id)
  }
  add(id: string, revision: number): void {
    if (this.seen.get(id) === revision) return
    this.seen.delete(id)
    this.seen.set(id, revision)
    while (this.seen.size > most) this.seen.delete(this.seen.keys().next().value ?? '')
    localStorage.setItem(this.at, JSON.stringify([...this.seen]))
  }
}
