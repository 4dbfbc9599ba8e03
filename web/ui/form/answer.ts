// An answer in words, as it is read again before it is sent.
import type { El } from '../../core/instance'
import { fields, parseDate } from '../../core/value'
import { date, dateTime } from '../lang'
import type { Pad } from './pad'

/** What the person answered; empty where nothing was. */
export function answerText(pad: Pad, e: El): string {
  const v = e.text.trim()
  if (!v) return ''
  const at = parseDate(v)
  switch (e.node?.type) {
    case 'select_one':
    case 'select_multiple':
    case 'rank': {
      const choices = pad.filling.choices(e)
      const names = e.node.type === 'select_one' ? [v] : fields(v)
      return names.map((name) => say(pad, e, choices, name)).join(pad.language === 'ar' ? '، ' : ', ')
    }
    case 'dateTime':
      return at ? dateTime(pad.language, new Date(at.ms)) : v
    case 'date':
      // A day is the same everywhere: noon keeps it from slipping into another.
      return at ? date(pad.language, new Date(v.slice(0, 10) + 'T12:00:00')) : v
    case 'geopoint':
      return pad.t.metres.replace('{n}', fields(v)[3] ?? '?')
    case 'image':
      return pad.t.photoThere
    case 'audio':
      return pad.t.voiceThere
    case 'acknowledge':
      return pad.t.yes
    default:
      return v
  }
}

function say(pad: Pad, e: El, choices: ReturnType<Pad['filling']['choices']>, name: string): string {
  const c = choices.find((x) => x.name === name)
  return (c && pad.filling.say(c.label, e)) || name
}
