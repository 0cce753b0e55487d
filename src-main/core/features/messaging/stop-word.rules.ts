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
/** The way back. The Dutch "aanmelden" is not among them: it is said at the door, too. */
const START_WORDS: ReadonlySet<string> = new Set([
  'start',
  'starte',
  'starten',
  'startsms',
  'påmeld',
  'tilmeld',
  'hervat',
  'resume',
  'subscribe',
  'unstop'
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
  return saysOnly(text, STOP_WORDS)
}

/** Whether an SMS asks for reminders again and says nothing else. */
export function isStartWord(text: string): boolean {
  return saysOnly(text, START_WORDS)
}

function saysOnly(text: string, known: ReadonlySet<string>): boolean {
  const words = text
    .normalize('NFKC')
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .filter((word) => word !== '')
  const [first = '', ...rest] = words
  return known.has(first) && rest.length <= 1 && rest.every((word) => WHAT.has(word) || known.has(word))
}

/** Whether a text can be answered: a short code or a name in letters belongs to a machine, and machines answer back. */
export function isPersonalSender(sender: string): boolean {
  return /^\+\d{8,15}$/.test(sender)
}
