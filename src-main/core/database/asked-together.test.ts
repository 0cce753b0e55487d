import { expect, it } from 'vitest'
import { askedTogether, grouped } from './asked-together'

it('asks once for all that is asked in one turn, and never twice for the same', async () => {
  const asked: (readonly number[])[] = []
  const double = askedTogether(async (ids: readonly number[]) => {
    asked.push(ids)
    return await Promise.resolve(new Map(ids.filter((id) => id < 10).map((id) => [id, 2 * id])))
  })
  const late = async (id: number) => await double(((await double(id)) ?? 0) + 1)
  expect(await Promise.all([double(1), late(2), double(1), double(10)])).toEqual([2, 10, 2, undefined])
  expect(asked).toEqual([[1, 2, 10], [5]])
  expect(await double(5)).toBe(10)
  expect(asked).toHaveLength(2)
})

it('fails for each that was asked', async () => {
  const broken = askedTogether(async (_ids: readonly number[]): Promise<Map<number, number>> => {
    throw await Promise.resolve(new Error('no'))
  })
  const results = await Promise.allSettled([broken(1), broken(2)])
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
})

it('groups rows by their key, in their order', () => {
  expect([...grouped([3, 4, 5], (row) => row % 2)]).toEqual([
    [1, [3, 5]],
    [0, [4]]
  ])
})
