import { Temporal } from 'temporal-polyfill'
import { AtSession } from '../../src-main/core/modem/at/at-session'
import type { SubmitResult } from '../../src-main/core/modem/at/submit-exchange'
import { encodeSubmit } from '../../src-main/core/modem/pdu/encode-submit'
import { splitIntoParts } from '../../src-main/core/modem/pdu/segments'
import type { SubmitFault } from '../../src-main/core/modem/simulated/model-options'
import { ModemModel } from '../../src-main/core/modem/simulated/modem-model'
import { StutteringLine, type Stutter } from './stuttering-line'

const clock = { now: () => Temporal.Instant.fromEpochMilliseconds(Date.now()) }

/** What the modem does with the n-th question and the n-th message. Each error number names what it answers. */
export interface Behaviour {
  readonly questions: readonly ('answer' | 'refuse' | 'silence')[]
  readonly prompts: readonly ('lose' | 'error' | null)[]
  readonly submits: readonly ('accept' | 'refuse' | 'lose-answer' | 'glue-error-to-echo')[]
  readonly noise: readonly string[]
  readonly prompt: string
  readonly keepsEcho: boolean
  readonly answerDelayMs: number
}

function pick<T>(list: readonly T[], index: number): T | undefined {
  return list[index % list.length]
}

/** A session with a modelled modem that misbehaves as told, and what the network has seen of it. */
export class Stage {
  readonly model: ModemModel
  readonly session: AtSession
  readonly line: StutteringLine
  /** Message references by receiver, as the network gave them. */
  readonly accepted = new Map<string, number[]>()
  isCalm = false
  private counts = { prompts: 0, submits: 0, noise: 0 }

  constructor(behaviour: Behaviour, stutter: Stutter) {
    this.model = new ModemModel({
      clock,
      reportDelayMs: null,
      answerDelayMs: behaviour.answerDelayMs,
      prompt: behaviour.prompt,
      ignoresEchoOff: behaviour.keepsEcho,
      faults: {
        onCommand: (command) => this.answerTo(command, behaviour),
        onPrompt: () => this.next('prompts', behaviour.prompts),
        onSubmit: ({ to }) => this.submitFault(to, behaviour),
        noise: () => this.next('noise', behaviour.noise) || null
      }
    })
    this.model.change({ isPduMode: true })
    this.model.onSent(({ to, mr }) => this.accepted.set(to, [...(this.accepted.get(to) ?? []), mr]))
    this.line = new StutteringLine(this.model, stutter)
    this.session = new AtSession(this.line)
  }

  ask(number: number): Promise<string> {
    return this.session.run(`AT+TST=${number}`).then(
      (answer) =>
        answer.ok ? (answer.lines[0]?.text ?? 'no line') : `error ${answer.error.number ?? 'without number'}`,
      (error: Error) => error.name
    )
  }

  submit(to: string): Promise<SubmitResult> {
    const [part] = splitIntoParts('Hei', 0)
    if (part === undefined) throw new Error('A text has at least one part.')
    const { hex, length } = encodeSubmit({ to, part, validityMinutes: 60, wantsReport: false })
    return this.session.submit({ hex, length, mayStart: () => true, onSubmitted: () => undefined })
  }

  private next<T>(what: 'prompts' | 'noise', list: readonly T[]): T | null {
    if (this.isCalm) return null
    this.counts[what] += 1
    return pick(list, this.counts[what]) ?? null
  }

  private answerTo(command: string, { questions }: Behaviour): string | null {
    const number = /^AT\+TST=(\d+)$/.exec(command)?.[1]
    if (number === undefined) return null
    const kind = this.isCalm ? 'answer' : pick(questions, Number(number))
    if (kind === 'silence') return ''
    return kind === 'refuse' ? `+CMS ERROR: ${1000 + Number(number)}` : `+TST: ${number}\r\n\r\nOK`
  }

  private submitFault(to: string, { submits }: Behaviour): SubmitFault | null {
    if (this.isCalm) return null
    this.counts.submits += 1
    const kind = pick(submits, this.counts.submits)
    if (kind === 'refuse') return { cms: 2000 + Number(to.slice(-3)) }
    return kind === 'lose-answer' || kind === 'glue-error-to-echo' ? kind : null
  }
}

/** A modem without a fault. */
export const quiet: Behaviour = {
  questions: ['answer'],
  prompts: [null],
  submits: ['accept'],
  noise: [''],
  prompt: '\r\n> ',
  keepsEcho: false,
  answerDelayMs: 0
}
