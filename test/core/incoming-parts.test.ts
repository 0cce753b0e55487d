import fc from 'fast-check'
import { expect, it } from 'vitest'
import { splitIntoParts } from '../../src-main/core/modem'
import { openMessaging } from './fixtures/messaging'

const SENDERS = ['+4740000002', '+4740000003'] as const

interface Part {
  readonly from: string
  readonly text: string
  readonly concat: ReturnType<typeof splitIntoParts>[number]['concat']
  readonly rawPdu: string
}

/** The parts of long messages whose references collide: other sender, or other width of the reference. */
function partsOf(sizes: readonly number[]): { whole: string[]; parts: Part[] } {
  const whole = sizes.map((size, index) => `Melding ${index}: ${'abcdefghij '.repeat(size)}`.trim())
  const parts = whole.flatMap((text, index) =>
    splitIntoParts(text, 7, index % 2 === 0 ? 8 : 16).map((part) => ({
      from: SENDERS[index < 2 ? 0 : 1],
      text: part.text,
      concat: part.concat,
      rawPdu: `${index}/${part.concat?.part ?? 1}`
    }))
  )
  return { whole, parts }
}

it('joins long messages from parts in any order, mixed with others and repeated, with a start of the program between', async () => {
  const sizes = fc.array(fc.integer({ min: 20, max: 70 }), { minLength: 1, maxLength: 4 })
  await fc.assert(
    fc.asyncProperty(sizes, fc.infiniteStream(fc.nat(1000)), fc.nat(100), async (lengths, dice, cut) => {
      const { whole, parts } = partsOf(lengths)
      const repeated = [...parts, ...parts.filter(() => (dice.next().value ?? 0) % 3 === 0)]
      const shuffled = repeated
        .map((part) => ({ part, at: dice.next().value ?? 0 }))
        .sort((one, other) => one.at - other.at)
        .map(({ part }) => part)
      let clinic = await openMessaging()
      // The network's stamp is the message's own: the same part has the same each time it is offered.
      const sentAt = clinic.clock.now()
      for (const [index, { from, text, ...more }] of shuffled.entries()) {
        if (index === cut % shuffled.length) clinic = await clinic.again()
        await clinic.modem.receive(from, text, { ...more, sentAt })
      }
      const query = { filter: 'all' as const, cursor: null, limit: 50 }
      const { messages } = await clinic.desk.call('messages.inbox', query)
      expect(messages.map(({ text }) => text).sort()).toEqual([...whole].sort())
      expect(messages.every(({ isComplete }) => isComplete)).toBe(true)
    }),
    { numRuns: 8 }
  )
})

it('shows what has come of a message whose parts never come, once', async () => {
  const clinic = await openMessaging()
  const { parts } = partsOf([60])
  const sentAt = clinic.clock.now()
  for (const { from, text, ...more } of parts.filter((_, index) => index !== 1))
    await clinic.modem.receive(from, text, { ...more, sentAt })
  await clinic.at('2026-11-26T08:11:00Z')
  await clinic.at('2026-11-26T09:11:00Z')
  const { messages } = await clinic.desk.call('messages.inbox', { filter: 'all', cursor: null, limit: 50 })
  expect(messages).toHaveLength(1)
  expect(messages[0]).toMatchObject({ isComplete: false })
  expect(messages[0]?.text).toContain('[...]')
})
