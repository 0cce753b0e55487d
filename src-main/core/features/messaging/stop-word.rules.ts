/** "Stop" in the desk's five languages, and the ways people write it. */
const STOP_WORDS: ReadonlySet<string> = new Set([
  'stopp',
  'stop',
  'stoppen',
  'stopsms',
  'stoppsms',
  'avmeld',
  'avslutt',
  'avslutte',
  'afmeld',
  'frameld',
  'afmelden',
  'unsubscribe'
])
/** What may follow it without changing what is meant. */
const WHAT: ReadonlySet<string> = new Set([
  'sms',
  'påminnelse',
  'påminnelser',
  'påminning',
  'påminningar',
  'påmindelse',
  'påmindelser',
  'herinnering',
  'herinneringen',
  'reminder',
  'reminders'
])

/** Whether an SMS asks for no more reminders and says nothing else: "Stop, I cannot come" goes to the desk. */
export function isStopWord(text: string): boolean {
  const words = text
    .normalize('NFKC')
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .filter((word) => word !== '')
  const [first = '', ...rest] = words
  return (
    STOP_WORDS.has(first) && rest.length <= 1 && rest.every((word) => WHAT.has(word) || STOP_WORDS.has(word))
  )
}

/** Whether a text can be answered: a short code or a name in letters belongs to a machine, and machines answer back. */
export function isPersonalSender(sender: string): boolean {
  return /^\+\d{8,15}$/.test(sender)
}
