import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AtSession } from './at-session'
import type { AtAnswer } from './command-exchange'
import type { SerialLine } from './line'

interface Script {
  /** For each command in turn: how late its answer is, and what else the line carries around it. */
  readonly delaysMs: readonly number[]
  readonly interruptions: readonly string[]
  readonly chunk: number
}

/** A modem that answers in order, on time or late, naming the question in each answer. */
class RepeatingModem implements SerialLine {
  private dataListener: (bytes: Uint8Array) => void = () => undefined
  private buffer = ''
  private turn: Promise<void> = Promise.resolve()
  private asked = 0
  private readonly script: Script

  constructor(script: Script) {
    this.script = script
  }

  write(bytes: Uint8Array): void {
    this.buffer += Buffer.from(bytes).toString('latin1').replace('\u001b', '')
    const lines = this.buffer.split('\r')
    this.buffer = lines.pop() ?? ''
    for (const line of lines) this.turn = this.turn.then(() => this.answer(line))
  }

  async drain(): Promise<void> {
    await this.turn
  }

  onData(listener: (bytes: Uint8Array) => void): void {
    this.dataListener = listener
  }

  onClose(): void {
    this.buffer = ''
  }

  async close(): Promise<void> {
    await this.turn
  }

  private async answer(command: string): Promise<void> {
    if (command === 'AT') return this.print('\r\nOK\r\n')
    if (command === 'AT+CMEE?') return this.print('\r\n+CMEE: 1\r\n\r\nOK\r\n')
    const index = this.asked
    this.asked += 1
    const delayMs = this.script.delaysMs[index % this.script.delaysMs.length] ?? 0
    if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs))
    const interruption = this.script.interruptions[index % this.script.interruptions.length] ?? ''
    const question = command.replace(/^AT\+TST=/, '')
    this.print(`${command}\r\r\n${interruption}\r\n+TST: ${question}\r\n${interruption}\r\nOK\r\n`)
  }

  private print(text: string): void {
    for (let start = 0; start < text.length; start += this.script.chunk) {
      this.dataListener(Buffer.from(text.slice(start, start + this.script.chunk), 'latin1'))
    }
  }
}

const timings = { commandMs: 8, syncMs: 30, graceMs: 5 }

function valueOf(answer: AtAnswer): string | null {
  return answer.ok ? (answer.lines[0]?.text.split(': ')[1] ?? null) : null
}

describe('the session', () => {
  it('never takes an answer for that of another command, however late it comes', async () => {
    const script = fc.record({
      delaysMs: fc.array(fc.constantFrom(0, 0, 0, 2, 12, 25), { minLength: 1, maxLength: 6 }),
      interruptions: fc.array(
        fc.constantFrom(
          '',
          '+CMTI: "SM",1\r\n',
          '+CREG: 5\r\n',
          '^RSSI:12\r\n',
          'RING\r\n',
          '\u00fe\u0003#\r\n'
        ),
        { minLength: 1, maxLength: 6 }
      ),
      chunk: fc.integer({ min: 1, max: 40 })
    })
    await fc.assert(
      fc.asyncProperty(script, fc.integer({ min: 2, max: 7 }), async (behaviour, count) => {
        const session = new AtSession(new RepeatingModem(behaviour), timings)
        const questions = Array.from({ length: count }, (_, index) => String(index))
        const answers = await Promise.all(
          questions.map((question) =>
            session.run(`AT+TST=${question}`).then(valueOf, (error: Error) => error.name)
          )
        )
        for (const [index, answer] of answers.entries())
          expect([String(index), 'AtTimeoutError']).toContain(answer)
      }),
      { numRuns: 60 }
    )
  }, 30_000)

  it('runs exclusive work with nothing in between', async () => {
    const modem = new RepeatingModem({ delaysMs: [1], interruptions: [''], chunk: 99 })
    const session = new AtSession(modem, { commandMs: 1_000 })
    const work = session.exclusive(async (run) => [
      valueOf(await run('AT+TST=1')),
      valueOf(await run('AT+TST=2'))
    ])
    const other = session.run('AT+TST=3')
    expect([await work, valueOf(await other)]).toEqual([['1', '2'], '3'])
  })
})
