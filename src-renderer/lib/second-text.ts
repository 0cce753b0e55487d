import type { Instant, Language } from '@contract/values'

const formats = new Map<string, Intl.DateTimeFormat>()

/** The wall-clock time at the clinic to the second, as the language writes it: `09.20.07`. */
export function secondText(moment: Instant, timeZone: string, language: Language): string {
  const known = formats.get(timeZone) ?? secondsIn(timeZone)
  formats.set(timeZone, known)
  const time = known.format(new Date(moment))
  return ['nb', 'nn', 'da'].includes(language) ? time.replaceAll(':', '.') : time
}

function secondsIn(timeZone: string): Intl.DateTimeFormat {
  const twoDigits = '2-digit'
  return new Intl.DateTimeFormat('sv', {
    timeZone,
    hour: twoDigits,
    minute: twoDigits,
    second: twoDigits,
    hourCycle: 'h23'
  })
}
