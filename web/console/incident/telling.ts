// How an incident is put into words: its name, its time and its place.
import { count, date, dateTime, fill, type Language } from '../../ui/lang'
import type { Moment, Statement } from '../api'
import { app } from '../app.svelte'

/** What an incident is called: by its title, else by its kind and its place. */
export const titleOf = (s: Statement): string => s.title || [s.kind_name ?? s.kind, s.where.place?.name ?? s.where.detail].filter(Boolean).join(' — ')

/** When it was, no closer than it is known. */
export function whenOf(l: Language, s: Statement): string {
  const w = s.when
  if (!w.from) return app.t.incident.times['unknown'] ?? ''
  const show = (t: string): string => (w.precision === 'minute' || w.precision === 'hour' ? dateTime(l, new Date(t)) : date(l, new Date(t)))
  return show(w.from) + (w.to && show(w.to) !== show(w.from) ? ` – ${show(w.to)}` : '')
}

export const whereOf = (s: Statement): string => [s.where.detail, s.where.place?.name].filter(Boolean).join(app.language === 'ar' ? '، ' : ', ')

/** One thing that was done, as a line after the name of whoever did it. */
export function said(m: Moment): string {
  const t = app.t.incident
  return fill(t.acts[m.act] ?? m.act, {
    state: t.state[m.state ?? ''] ?? '',
    effect: (app.t.deeds.effects as Record<string, string>)[m.state ?? ''] ?? '',
    outcome: t.outcomes[m.outcome ?? ''] ?? '',
    urgency: app.t.urgency[m.urgency ?? ''] ?? '',
    account: m.account?.name ?? t.nobody,
    tlp: (m.tlp ?? '').toUpperCase(),
    unit: m.unit?.name ?? '',
    text: m.act === 'told' ? count(app.language, Number(m.text), app.t.deeds.people) : (m.text ?? ''),
    report: m.report?.title ?? t.someReport,
  })
}
