import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { SubmitResult } from '../../src-main/core/modem/at/submit-exchange'
import { quiet, Stage, type Behaviour } from './session-stage'
import type { Stutter } from './stuttering-line'

type Work = 'ask' | 'submit'

const report = '07917283010010F506050A91540000002062110190035040621101900350400'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'setImmediate'] })
})
afterEach(() => {
  vi.useRealTimers()
})

/** Lets time pass until all has ended; what never ends fails the test. */
async function outcomeOf<T>(all: Promise<T>): Promise<T> {
  let isOver = false
  const done = all.finally(() => {
    isOver = true
  })
  for (let minute = 0; !isOver && minute < 600; minute += 1) await vi.advanceTimersByTimeAsync(60_000)
  expect(isOver).toBe(true)
  return done
}

const noise = fc.constantFrom(
  '',
  '',
  '+CMTI: "SM",1',
  '+CREG: 5',
  '+CREG: 1,"00A1","0BC3"',
  '^RSSI:12',
  'RING',
  '+CUSD: 0,"saldo",15',
  '\u00fe\u0003#~}',
  `+CDS: 25\r\n${report}`,
  '+CMT: ,30',
  'x'.repeat(1500)
)
const behaviour: fc.Arbitrary<Behaviour> = fc.record({
  questions: fc.array(fc.constantFrom('answer', 'answer', 'refuse', 'silence'), { minLength: 1 }),
  prompts: fc.array(fc.constantFrom(null, null, null, 'lose', 'error'), { minLength: 1 }),
  submits: fc.array(fc.constantFrom('accept', 'accept', 'refuse', 'lose-answer', 'glue-error-to-echo'), {
    minLength: 1
  }),
  noise: fc.array(noise, { minLength: 1 }),
  prompt: fc.constantFrom('\r\n> ', '\r\n>\r\n', '\r\n>'),
  keepsEcho: fc.boolean(),
  answerDelayMs: fc.constantFrom(0, 0, 40, 3_000, 25_000)
})
const stutter: fc.Arbitrary<Stutter> = fc.record({
  sizes: fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 8 }),
  delaysMs: fc.array(fc.constantFrom(0, 0, 0, 0, 1, 20, 350, 1_200, 5_500, 9_000), {
    minLength: 1,
    maxLength: 8
  })
})
const work = fc.array(fc.constantFrom<Work>('ask', 'submit'), { minLength: 1, maxLength: 9 })

describe('the session', () => {
  it('gives each answer to its own command, ends every wait and sends nothing twice, whatever the line does', async () => {
    await fc.assert(
      fc.asyncProperty(behaviour, stutter, work, async (modem, chunks, works) => {
        const stage = new Stage(modem, chunks)
        const results = await outcomeOf(
          Promise.all(
            works.map((kind, index) =>
              kind === 'ask' ? stage.ask(index) : stage.submit(`+4740000${String(index).padStart(3, '0')}`)
            )
          )
        )
        for (const [index, result] of results.entries()) {
          if (typeof result === 'string') expect(answersOf(index)).toContain(result)
          else expectHonest(result, index, stage)
        }
        for (const references of stage.accepted.values()) expect(references).toHaveLength(1)
      }),
      { numRuns: 400 }
    )
  })

  it('is in step again once the line is calm', async () => {
    await fc.assert(
      fc.asyncProperty(behaviour, stutter, work, async (modem, chunks, works) => {
        const stage = new Stage(modem, chunks)
        await outcomeOf(
          Promise.all(
            works.map(async (kind, index) => {
              if (kind === 'ask') await stage.ask(index)
              else await stage.submit(`+4740000${String(index).padStart(3, '0')}`)
            })
          )
        )
        stage.isCalm = true
        stage.line.calm()
        await vi.advanceTimersByTimeAsync(600_000)
        const answer = await outcomeOf(stage.ask(501))
        // A modem that is too far behind is given up: its port is closed, and opened anew.
        if (stage.line.isClosed) return
        expect(answer).toBe('+TST: 501')
        const last = await outcomeOf(stage.submit('+4740000502'))
        expect(last).toEqual({ kind: 'accepted', mr: stage.accepted.get('+4740000502')?.[0] })
      }),
      { numRuns: 200 }
    )
  })

  it('ends every wait while the line carries nothing but noise', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({ minLength: 1, maxLength: 80 }), { maxLength: 40 }),
        stutter,
        work,
        async (bursts, chunks, works) => {
          const stage = new Stage({ ...quiet, questions: ['silence'], prompts: ['lose'] }, chunks)
          for (const burst of bursts) stage.line.carry(burst)
          const results = await outcomeOf(
            Promise.all(
              works.map((kind, index) => (kind === 'ask' ? stage.ask(index) : stage.submit('+4740000001')))
            )
          )
          for (const result of results) expect(result).not.toMatchObject({ kind: 'accepted' })
          expect(stage.accepted.size).toBe(0)
        }
      ),
      { numRuns: 150 }
    )
  })

  it('runs exclusive work with nothing in between', async () => {
    const stage = new Stage(quiet, { sizes: [99], delaysMs: [1] })
    const asked: string[] = []
    const note = (command: string): string => {
      asked.push(command)
      return command
    }
    const work = stage.session.exclusive(async (run) => {
      await run(note('AT+TST=1'))
      await run(note('AT+TST=2'))
    })
    const other = stage.session.exclusive((run) => run(note('AT+TST=3')))
    await outcomeOf(Promise.all([work, other]))
    expect(asked).toEqual(['AT+TST=1', 'AT+TST=2', 'AT+TST=3'])
  })
})

/** All that may come of question n: its own answer, its own refusal, or none in time. */
function answersOf(index: number): string[] {
  return [`+TST: ${index}`, `error ${1000 + index}`, 'AtTimeoutError', 'PortLostError']
}

function expectHonest(result: SubmitResult, index: number, { accepted }: Stage): void {
  const references = accepted.get(`+4740000${String(index).padStart(3, '0')}`) ?? []
  if (result.kind === 'accepted') expect(references).toEqual([result.mr])
  if (result.kind === 'not-sent') expect(references).toEqual([])
  if (result.kind === 'refused') {
    expect(references).toEqual([])
    // 500 is the refusal of a prompt and 38 the one that is glued to the echo; the others name their message.
    expect([2000 + index, 500, 38]).toContain(result.error.number)
  }
}
