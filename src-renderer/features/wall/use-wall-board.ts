import type { WallBoard } from '@contract/waiting-room'
import { onScopeDispose, shallowRef, type ShallowRef } from 'vue'
import { useClock } from '../../app/clock.store'
import { call, CoreError, useCoreEvent } from '../../core-client'
import { hasNewCall, playCallSound } from './call-sound'

/** Who was called drops off the wall by the clock, without a change to hear of. */
const REFRESH_MS = 15_000

/** What the wall shows, in step with the core; when the core does not answer, since when. */
export function useWallBoard(): {
  wall: ShallowRef<WallBoard | null>
  staleSince: ShallowRef<string | null>
} {
  const clock = useClock()
  const wall = shallowRef<WallBoard | null>(null)
  const staleSince = shallowRef<string | null>(null)
  const audio = new AudioContext()
  let turn = 0

  async function load(): Promise<void> {
    turn += 1
    const mine = turn
    try {
      const fresh = await call('wall.board', {})
      if (mine === turn) take(fresh)
    } catch (error) {
      if (!(error instanceof CoreError)) throw error
      // What stands there may be true no more, and says so.
      staleSince.value ??= wall.value?.now ?? null
    }
  }

  function take(fresh: WallBoard): void {
    const before = wall.value
    wall.value = fresh
    staleSince.value = null
    clock.follow(fresh.now, fresh.timeZone)
    if (before && fresh.hasSound && hasNewCall(before.called, fresh.called)) playCallSound(audio)
  }

  void load()
  useCoreEvent('wall.changed', () => void load())
  useCoreEvent('core.restarted', () => void load())
  useCoreEvent('core.lost', () => (staleSince.value ??= wall.value?.now ?? null))
  const timer = setInterval(() => void load(), REFRESH_MS)
  onScopeDispose(() => {
    clearInterval(timer)
    void audio.close()
  })
  return { wall, staleSince }
}
