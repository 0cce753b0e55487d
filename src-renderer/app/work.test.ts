import { expect, it } from 'vitest'
import { useWork } from './work'

it('does one thing at a time', async () => {
  const { isBusy, run } = useWork()
  const done: string[] = []
  const gate = Promise.withResolvers<void>()
  const first = run(async () => {
    await gate.promise
    done.push('first')
  })
  const second = run(() => Promise.resolve(done.push('second')))
  expect(isBusy.value).toBe(true)
  gate.resolve()
  expect([await first, await second, isBusy.value]).toEqual([true, false, false])
  expect(done).toEqual(['first'])
})

it('is free again after a failure, which it tells of until the next try', async () => {
  const told: unknown[] = []
  const { isBusy, failure, run } = useWork((error) => {
    told.push(error)
    failure.value = 'The line is down.'
  })
  const broken = new Error('broken')
  expect(await run(() => Promise.reject(broken))).toBe(false)
  expect([told, failure.value, isBusy.value]).toEqual([[broken], 'The line is down.', false])
  expect(await run(() => Promise.resolve())).toBe(true)
  expect(failure.value).toBeNull()
})
