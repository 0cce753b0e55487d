import { appendFileSync } from 'node:fs'
import { concatKey, joinParts } from '../../src-main/core/modem/index'
import type { SentSms } from '../../src-main/core/modem/simulated/model-options'

/** One SMS as the network took it. */
export interface SentRecord extends SentSms {
  readonly at: string
}

/** A message of which every part has left. */
export interface WholeMessage {
  readonly at: string
  readonly to: string
  readonly text: string
  readonly parts: number
}

/** Everything that "left the house", in memory and as JSON lines in a file. */
export class Journal {
  readonly sent: SentRecord[] = []
  readonly messages: WholeMessage[] = []
  private readonly file: string | null
  private readonly open = new Map<string, SentRecord[]>()
  private messageListener: (message: WholeMessage) => void = () => undefined

  constructor(file: string | null) {
    this.file = file
  }

  onMessage(listener: (message: WholeMessage) => void): void {
    this.messageListener = listener
  }

  add(sms: SentSms, at: string): void {
    const record = { ...sms, at }
    this.sent.push(record)
    this.write({ kind: 'sms', ...record })
    const key = concatKey({ from: sms.to, concat: sms.concat })
    if (key === null) return this.complete([record])
    const parts = [...(this.open.get(key) ?? []), record]
    this.open.set(key, parts)
    if (!joinParts(parts.map(asReceived)).isComplete) return
    this.open.delete(key)
    this.complete(parts)
  }

  private complete(parts: readonly SentRecord[]): void {
    const [first] = parts
    if (first === undefined) return
    const { text } = joinParts(parts.map(asReceived))
    const message = { at: first.at, to: first.to, text, parts: parts.length }
    this.messages.push(message)
    this.write({ kind: 'message', ...message })
    this.messageListener(message)
  }

  private write(entry: object): void {
    if (this.file !== null) appendFileSync(this.file, `${JSON.stringify(entry)}\n`)
  }
}

function asReceived({ to, text, concat }: SentRecord): {
  from: string
  text: string
  concat: SentRecord['concat']
} {
  return { from: to, text, concat }
}
