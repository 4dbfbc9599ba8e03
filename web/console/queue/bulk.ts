// One act on many reports: a few at a time, with progress, and undone as a whole.
import { app } from '../app.svelte'
import { Fault, type Summary } from '../api'
import { count, fill } from '../../ui/lang'

/** Acts that run at once: a node on a laptop has other desks too. */
const together = 4

/** Does one thing to a report and gives what undoes it, if something does. */
export type Step = (s: Summary) => Promise<(() => Promise<unknown>) | undefined>

export async function bulk(reports: readonly Summary[], step: Step): Promise<void> {
  const undo: (() => Promise<unknown>)[] = []
  let done = 0
  let why: Fault | null = null
  let refused = 0
  const words = (): string => fill(count(app.language, reports.length, app.t.queue.working), { done })
  const toast = app.say({ text: words(), done: 0, of: reports.length })
  const waiting = [...reports]
  const work = async (): Promise<void> => {
    for (let s = waiting.shift(); s; s = waiting.shift()) {
      try {
        const back = await step(s)
        if (back) undo.push(back)
      } catch (e) {
        refused++
        if (e instanceof Fault) why = e
        else throw e
      }
      done++
      app.change(toast, { text: words(), done })
    }
  }
  await Promise.all(Array.from({ length: Math.min(together, reports.length) }, work))
  const left = why as Fault | null
  app.hush(toast)
  app.say({
    text: refused ? fill(app.t.queue.partly, { done: done - refused, left: refused, why: left?.message ?? '' }) : count(app.language, done, app.t.queue.worked),
    ...(refused > 0 && { bad: true, hint: left?.hint ?? '' }),
    ...(undo.length > 0 && { undo: () => void takeBack(undo) }),
  })
}

async function takeBack(undo: (() => Promise<unknown>)[]): Promise<void> {
  try {
    for (const back of undo) await back()
    app.say({ text: app.t.undone })
  } catch (e) {
    app.fail(e)
  }
}
