import { describe, expect, it } from 'vitest'
import { SearchTurns } from './search-turns'

/** A core that answers when the test says so. */
function slowCore(): {
  turns: SearchTurns<string>
  answer: (text: string) => void
  refuse: (text: string) => void
  shown: string[]
  failed: unknown[]
} {
  const open = new Map<string, { resolve: (output: string) => void; reject: (error: Error) => void }>()
  const shown: string[] = []
  const failed: unknown[] = []
  const turns = new SearchTurns<string>({
    ask: (text) => new Promise((resolve, reject) => open.set(text, { resolve, reject })),
    show: (output) => shown.push(output),
    failed: (error) => failed.push(error)
  })
  return {
    turns,
    shown,
    failed,
    answer: (text) => open.get(text)?.resolve(text),
    refuse: (text) => open.get(text)?.reject(new Error(text))
  }
}

describe('search while typing', () => {
  it('never goes back to an older answer that came late', async () => {
    const { turns, answer, shown } = slowCore()
    const asked = [turns.ask('s'), turns.ask('sø'), turns.ask('sør')]
    answer('sø')
    answer('sør')
    answer('s')
    await Promise.all(asked)
    expect(shown).toEqual(['sø', 'sør'])
  })

  it('is settled only when the newest text is answered', async () => {
    const { turns, answer, shown } = slowCore()
    const asked = [turns.ask('s'), turns.ask('sø')]
    let isSettled = false
    const settled = turns.settled().then(() => (isSettled = true))
    answer('s')
    await asked[0]
    expect([shown, isSettled]).toEqual([['s'], false])
    answer('sø')
    await settled
    expect(shown).toEqual(['s', 'sø'])
  })

  it('shows nothing that was asked before the field was cleared', async () => {
    const { turns, answer, shown } = slowCore()
    const asked = turns.ask('s')
    turns.reset()
    answer('s')
    await asked
    expect(shown).toEqual([])
  })

  it('tells of a failure of the newest text only', async () => {
    const { turns, answer, refuse, failed } = slowCore()
    const asked = [turns.ask('s'), turns.ask('sø')]
    refuse('s')
    answer('sø')
    await Promise.all(asked)
    expect(failed).toEqual([])
    const last = turns.ask('sør')
    refuse('sør')
    await last
    expect(failed).toHaveLength(1)
    await turns.settled()
  })
})
